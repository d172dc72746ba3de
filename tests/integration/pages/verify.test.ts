import { describe, expect, it } from 'vitest';
import { loader as verify } from '#app/routes/public/verify.tsx';
import { loader as verifySerial } from '#app/routes/public/verify-serial.tsx';
import { useDatabase } from '#tests/support/database.ts';
import { createPerson } from '#tests/support/factories.ts';
import { openStatements } from '#tests/support/statements.ts';
import { createWorld } from '#tests/support/world.ts';
import { call } from './call.ts';
import { createCertificate } from './certificate-fixtures.ts';

const database = useDatabase();
const world = () => createWorld(database.db, { now: new Date('2026-11-22T02:00:00Z') });
const lan = () => createPerson(database.db, { agencyCode: null, fullName: 'Nguyễn Thị Lan' });
const ask = (w: ReturnType<typeof world>, serial: string, address?: string) =>
  call(verifySerial, w, `/verify/${encodeURIComponent(serial)}`, {
    params: { serial },
    ...(address ? { address } : {}),
  });

describe('a certificate that anybody verifies', () => {
  it.each(['valid', 'reserved', 'expired', 'revoked', 'superseded'] as const)('says when it is %s', async (fate) => {
    const person = await lan();
    const { serial, newSerial } = await createCertificate(database.db, person, fate);
    const answer = await ask(world(), serial);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('X-Robots-Tag')).toContain('noindex');
    expect(answer.data).toMatchObject({
      verdict: fate,
      certificate: { holderName: 'Nguyễn Thị Lan', supersededBySerial: newSerial },
    });
  });

  it('tells a stranger neither e-mail nor number nor unit', async () => {
    const person = await lan();
    const { serial } = await createCertificate(database.db, person, 'valid');
    const said = JSON.stringify((await ask(world(), serial)).data);
    for (const secret of [person.email, person.personnelNumber, person.id, 'Bà Nà', 'Chuyên viên']) {
      expect(said).not.toContain(secret);
    }
  });

  it('answers an unknown serial with 404 and words of its own, which a revoked one does not get', async () => {
    const answer = await ask(world(), '7K2M-QX4D-9TVA-3HNC');
    expect(answer.status).toBe(404);
    expect(answer.data).toMatchObject({ verdict: 'unknown', serial: '7K2M-QX4D-9TVA-3HNC' });
  });

  it('reads any way of typing and leads to the one address of the certificate', async () => {
    const there = '/verify/7K2M-QX4D-9TVA-30NC';
    for (const typed of ['7k2m-qx4d-9tva-3onc', '7K2MQX4D9TVA30NC', '7k2m qx4d 9tva 3ONC']) {
      expect((await ask(world(), typed)).location).toBe(there);
      expect((await call(verify, world(), `/verify?${new URLSearchParams({ serial: typed })}`)).location).toBe(there);
    }
  });

  it('keeps a mistyped serial in its field, with a message', async () => {
    expect((await ask(world(), '7K2M-XX')).location).toBe('/verify?serial=7K2M-XX');
    const answer = await call(verify, world(), '/verify?serial=7K2M-XX');
    expect(answer).toMatchObject({ status: 422, data: { typed: '7K2M-XX', fault: 'length' } });
    expect(await call(verify, world(), '/verify?serial=')).toMatchObject({ status: 422, data: { fault: 'empty' } });
  });

  it('lets one address ask for sixty numbers that nobody has, says how long to wait, and shows true ones all the while', async () => {
    const w = world();
    for (let asked = 0; asked < 60; asked++) expect((await ask(w, '7K2M-QX4D-9TVA-3HNC')).status).toBe(404);
    const refused = await ask(w, '7K2M-QX4D-9TVA-3HNC');
    expect(refused).toMatchObject({ status: 429, data: { verdict: 'wait', seconds: 5 } });
    expect(refused.headers.get('Retry-After')).toBe('5');
    const { serial } = await createCertificate(database.db, await lan(), 'valid');
    for (let asked = 0; asked < 100; asked++) expect((await ask(w, serial)).status).toBe(200);
    expect((await ask(w, '7K2M-QX4D-9TVA-3HNC', '192.0.2.2')).status).toBe(404);
    w.clock.advance(61_000);
    expect((await ask(w, '7K2M-QX4D-9TVA-3HNC')).status).toBe(404);
  });

  it('takes at most two statements', async () => {
    const { serial } = await createCertificate(database.db, await lan(), 'valid');
    const statements = await openStatements(database.url);
    const { count } = await statements.count(() => ask(world(), serial));
    await statements.close();
    // One more is the session's, where a person is signed in.
    expect(count).toBe(1);
  });

  it('tells a slip of the pen from a number that nobody has', async () => {
    const { serial } = await createCertificate(database.db, await lan(), 'valid');
    expect(serial).toMatch(/^(....-){4}.$/);
    const slip = serial.startsWith('7') ? `8${serial.slice(1)}` : `7${serial.slice(1)}`;
    const answer = await call(verify, world(), `/verify?${new URLSearchParams({ serial: slip })}`);
    expect(answer).toMatchObject({ status: 422, data: { typed: slip, fault: 'check' } });
    expect((await ask(world(), slip)).location).toBe(`/verify?serial=${slip}`);
    expect((await ask(world(), '7K2M-QX4D-9TVA-3HNC-M')).data).toMatchObject({ verdict: 'unknown' });
  });

  it('finds a serial of before, pasted with the words in front of it', async () => {
    const { serial } = await createCertificate(database.db, await lan(), 'valid');
    const old = '7K2M-QX4D-9TVA-3HNC';
    await database.owner.transaction(async (tx) => {
      await tx.run`ALTER TABLE "Certificate" DISABLE TRIGGER certificate_is_frozen`;
      await tx.run`UPDATE "Certificate" SET serial = ${old}, statement = statement ||
        jsonb_build_object('serial', ${old}::text, 'verifyUrl', 'http://localhost:3000/verify/' || ${old}::text) WHERE serial = ${serial}`;
      await tx.run`ALTER TABLE "Certificate" ENABLE TRIGGER certificate_is_frozen`;
    });
    const pasted = `Số chứng chỉ: \u200b${old.toLowerCase()}.`;
    expect((await call(verify, world(), `/verify?${new URLSearchParams({ serial: pasted })}`)).location).toBe(
      `/verify/${old}`,
    );
    expect((await ask(world(), old)).data).toMatchObject({ verdict: 'valid' });
  });
});
