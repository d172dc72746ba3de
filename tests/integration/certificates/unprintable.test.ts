import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createSession } from '#app/domain/accounts/sessions.server.ts';
import { importAgencies } from '#app/domain/agencies/import-agencies.server.ts';
import { findMisprints } from '#app/domain/certificates/find-misprints.server.ts';
import { unprintableCharacters } from '#app/domain/certificates/fonts.server.ts';
import { issueCertificate } from '#app/domain/certificates/issue-certificate.server.ts';
import { issueCertificateJob } from '#app/domain/certificates/jobs.ts';
import { reconcileReserved } from '#app/domain/certificates/reconcile-reserved.server.ts';
import { openStorage } from '#app/platform/storage.server.ts';
import { loader as overview } from '#app/routes/admin/overview.tsx';
import { loader as certificatePage } from '#app/routes/learn/certificate.tsx';
import { loader as verifySerial } from '#app/routes/public/verify-serial.tsx';
import { useDatabase } from '#tests/support/database.ts';
import { createActor, createAgencies, createPerson } from '#tests/support/factories.ts';
import { hearStatements } from '#tests/support/hear-statements.ts';
import { readPdf } from '#tests/support/read-pdf.ts';
import { createWorld } from '#tests/support/world.ts';
import { call } from '../pages/call.ts';
import { createCertificate } from '../pages/certificate-fixtures.ts';

const database = useDatabase();
const folder = mkdtempSync(path.join(tmpdir(), 'truc-unprintable-'));
beforeEach(() => createAgencies(database.db));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const NOW = new Date();
const openWorld = () =>
  Object.assign(createWorld(database.db, { now: NOW }), { storage: openStorage(pathToFileURL(folder).href) });

/** A reserved certificate of somebody with this name. */
async function reserve(fullName: string) {
  const person = await createPerson(database.db, { agencyCode: 'VN.X00376.DPV', fullName });
  const { serial } = await createCertificate(database.db, person, 'reserved');
  const { id } = await database.db.certificate.findUniqueOrThrow({ where: { serial } });
  return { id, serial, person };
}
const rowOf = (id: string) => database.db.certificate.findUniqueOrThrow({ where: { id } });
const verify = (serial: string) => call(verifySerial, openWorld(), `/verify/${serial}`, { params: { serial } });

describe('a name that the first font lacks', () => {
  it('is issued as it is written, and verified as it is printed', async () => {
    const world = openWorld();
    const { id, serial } = await reserve('Y Blŭ Ksơr');
    expect(await issueCertificate(world, id)).toBe('issued');
    const row = await rowOf(id);
    expect(row.documentRenderer).toBe(2);
    const pdf = await world.storage.get(`certificates/${serial.slice(0, 4)}/${serial}-${row.documentSha256}.pdf`);
    if (!pdf) throw new Error('no document');
    const page = await readPdf(pdf);
    expect(page.info.Title).toContain('Y Blŭ Ksơr');
    expect(page.runs.map(({ text }) => text.trim()).join(' ')).toContain('Y Blŭ Ksơr');
    const answer = await verify(serial);
    expect(answer.data).toMatchObject({
      verdict: 'valid',
      certificate: { holderName: 'Y Blŭ Ksơr', misprintedName: null },
    });
  });
});

describe('a name that no font has', () => {
  it('is never drawn with something else: the certificate waits, its reason stands on the administrator’s page', async () => {
    const world = openWorld();
    const { id, serial, person } = await reserve('Lan 王');
    expect(await issueCertificate(world, id)).toBe('unprintable');
    expect(await rowOf(id)).toMatchObject({
      status: 'RESERVED',
      unprintable: '王',
      unprintableAt: NOW,
      documentSha256: null,
    });

    const an = await createActor(database.db, { agencyCode: 'VN.P01.SNV', role: 'ADMINISTRATOR', over: 'VN.P01' });
    const seen = await call(overview, world, '/admin', { token: an.token });
    expect(seen.data).toMatchObject({
      unprintable: [{ serial, holderName: 'Lan 王', characters: '王' }],
      overview: { unissued: { count: 0 } },
    });
    const elsewhere = await createActor(database.db, {
      agencyCode: 'VN.P79.SNV',
      role: 'ADMINISTRATOR',
      over: 'VN.P79',
    });
    expect((await call(overview, world, '/admin', { token: elsewhere.token })).data).toMatchObject({ unprintable: [] });
    const hers = await call(certificatePage, world, `/certificates/${id}`, {
      token: (await createSession(world, person.id)).token,
      params: { certificateId: id },
    });
    expect(hers.data).toMatchObject({ certificate: { state: 'reserved', unprintable: '王' } });
    expect((await verify(serial)).data).toMatchObject({ verdict: 'reserved', certificate: { unprintable: '王' } });
  });

  it('is tried again every hour, and issued as soon as it can be printed', async () => {
    const world = openWorld();
    const { id } = await reserve('Lan 王');
    const other = await reserve('Nguyễn Thị Lan');
    const revoked = await reserve('Nguyễn Thị Mai');
    await database.db.certificate.update({
      where: { id: revoked.id },
      data: { revokedAt: world.now(), revokedReason: 'Nhập nhầm.' },
    });
    await issueCertificate(world, id);
    const asked: string[] = [];
    const enqueue = async (job: unknown, { certificateId }: { certificateId: string }) => {
      expect(job).toBe(issueCertificateJob);
      asked.push(certificateId);
      return 'queued' as const;
    };
    const sweep = () => reconcileReserved({ db: database.db, enqueue: enqueue as never, now: world.now });
    world.clock.advance(30 * 60_000);
    await sweep();
    expect(asked.splice(0)).toEqual([other.id]);
    world.clock.advance(31 * 60_000);
    await sweep();
    // What was never tried comes first: those that wait for a font keep nobody behind them.
    expect(asked).toEqual([other.id, id]);
  });

  it.each([
    ['Lan 王', 'unprintable'],
    ['Nguyễn Thị Lan', 'already-settled'],
  ])('issued meanwhile by another release stays as that one issued it: %s', async (name, outcome) => {
    const { id } = await reserve(name);
    const issued = { status: 'ISSUED', issuedAt: NOW, documentSha256: 'cd'.repeat(32), documentBytes: 2 } as const;
    const overtaken = hearStatements(database.db, async (asked) => {
      if (asked === 'certificate.updateMany')
        await database.db.certificate.update({ where: { id }, data: { ...issued, documentRenderer: 3 } });
    });
    expect(await issueCertificate({ ...openWorld(), db: overtaken }, id)).toBe(outcome);
    expect(await rowOf(id)).toMatchObject({ ...issued, documentRenderer: 3, unprintable: null, unprintableAt: null });
  });

  it('is refused where names come in, by the character', async () => {
    expect(unprintableCharacters('Lan 王')).toEqual(['王']);
    const rows = [{ code: 'VN.TEST', parentCode: 'VN', nameVi: 'Xã 王', nameEn: 'X', type: 'commune' }];
    await expect(
      importAgencies(database.db, rows, { validFrom: '2026-01-01', unprintable: unprintableCharacters }),
    ).rejects.toThrow('Agency VN.TEST: a certificate cannot print “王” (U+738B) of its name.');
    const clean = [
      {
        code: 'VN.TEST',
        parentCode: 'VN',
        nameVi: ' Xã\u200b  Ea\u202e Ktŭr',
        nameEn: 'Ea Ktur\u00ad',
        type: 'commune',
      },
    ];
    await importAgencies(database.db, clean, { validFrom: '2026-01-01', unprintable: unprintableCharacters });
    expect(await database.db.agency.findUniqueOrThrow({ where: { code: 'VN.TEST' } })).toMatchObject({
      nameVi: 'Xã Ea Ktŭr',
      nameEn: 'Ea Ktur',
    });
  });
});

describe('certificates that were issued with a question mark', () => {
  async function misprinted(name: string) {
    const reserved = await reserve(name);
    await database.db.certificate.update({
      where: { id: reserved.id },
      data: { status: 'ISSUED', issuedAt: NOW, documentSha256: 'ab'.repeat(32), documentBytes: 1 },
    });
    return reserved;
  }

  it('are found, by serial; those that a later renderer drew, and those that say what they should, are not', async () => {
    const wrong = await misprinted('Y Blŭ Ksơr');
    await misprinted('Nguyễn Thị Lan');
    await misprinted('Đỗ Ưu — “Việt” O’Brien');
    const { id } = await reserve('Y Blŭ Ksơr');
    await issueCertificate(openWorld(), id);
    const found = [];
    for await (const each of findMisprints(database.db, 2)) found.push(each);
    expect(found).toEqual([{ serial: wrong.serial, says: [{ words: 'Y Blŭ Ksơr', printed: 'Y Bl? Ksơr' }] }]);
  });

  it('are listed by the command, which ends with 1', async () => {
    const { serial } = await misprinted('Y Blŭ Ksơr');
    const command = promisify(execFile)(process.execPath, ['--import', 'tsx', 'scripts/certificates-check.ts'], {
      env: { ...process.env, DATABASE_URL: database.url },
    });
    const failed = await command.catch((error: { code: number; stdout: string }) => error);
    expect(failed).toMatchObject({ code: 1 });
    expect(failed.stdout).toBe(`${serial}\tY Blŭ Ksơr\tY Bl? Ksơr\n1 certificates are misprinted.\n`);
  });

  it('are genuine on the verify page, which says how the name was printed', async () => {
    const { serial } = await misprinted('Y Blŭ Ksơr');
    expect((await verify(serial)).data).toMatchObject({
      verdict: 'valid',
      certificate: { holderName: 'Y Blŭ Ksơr', misprintedName: 'Y Bl? Ksơr' },
    });
    // As it was frozen when names still came in with what nobody sees.
    await database.owner.transaction(async (tx) => {
      await tx.run`ALTER TABLE "Certificate" DISABLE TRIGGER certificate_is_frozen`;
      await tx.run`UPDATE "Certificate" SET statement = jsonb_set(statement, '{holderName}', to_jsonb(${'Nguyễn \u202eThị\u200b Hoa'}::text))`;
      await tx.run`ALTER TABLE "Certificate" ENABLE TRIGGER certificate_is_frozen`;
    });
    expect((await verify(serial)).data).toMatchObject({
      certificate: { holderName: 'Nguyễn Thị Hoa', misprintedName: 'Nguyễn ?Thị? Hoa' },
    });
  });
});
