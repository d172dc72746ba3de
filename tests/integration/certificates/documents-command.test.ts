import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { documentName, issueCertificate } from '#app/domain/certificates/issue-certificate.server.ts';
import { readDocument } from '#app/domain/certificates/read-certificates.server.ts';
import { openStorage } from '#app/platform/storage.server.ts';
import { readStorageMark } from '#app/platform/storage-mark.server.ts';
import { publishSample } from '#tests/support/content.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createAgencies, createPerson } from '#tests/support/factories.ts';
import { completeCourse } from '#tests/support/learner.ts';
import { createWorld } from '#tests/support/world.ts';

const database = useDatabase();
const root = path.resolve(import.meta.dirname, '../../..');

function run(storageUrl: string, ...options: string[]): Promise<{ code: number; said: string }> {
  const env = { PATH: process.env.PATH, DATABASE_URL: database.url, STORAGE_URL: storageUrl };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', 'scripts/documents.ts', ...options],
      { cwd: root, env: env as unknown as NodeJS.ProcessEnv },
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), said: stdout + stderr }),
    );
  });
}

test('the documents are compared, those that are lost are drawn again where they are wanted, and the mark is audited', {
  timeout: 120_000,
}, async () => {
  const world = createWorld(database.db);
  await createAgencies(database.db);
  const { slug } = await publishSample(database.db);
  const { id: personId } = await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' });
  const { result } = await completeCourse(world, { personId, slug });
  if (result.outcome !== 'graded' || !result.certificateId) throw new Error('not passed');
  const folder = mkdtempSync(path.join(tmpdir(), 'truc-command-'));
  const url = pathToFileURL(folder).href;
  try {
    await issueCertificate({ ...world, storage: openStorage(url) }, result.certificateId);
    const row = await database.db.certificate.findUniqueOrThrow({ where: { id: result.certificateId } });
    const file = path.join(folder, documentName(row.serial, row.documentSha256 ?? ''));
    const issued = readFileSync(file);
    expect(await run(url)).toMatchObject({ code: 1, said: expect.stringContaining('is unmarked') });
    expect(await run(url, '--mark')).toMatchObject({ code: 0, said: expect.stringContaining('1 documents are as') });
    // No document stands behind a synthetic certificate: none is missed, and it is drawn for whoever asks for it.
    const { id: certificateId, ...other } = { ...row, id: world.random.uuid(world.now()), synthetic: true };
    const serial = `${row.serial.slice(0, -2)}`.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    const statement = { ...(row.statement as object), serial, verifyUrl: `https://truc.example/verify/${serial}` };
    await database.owner.certificate.create({
      data: { ...other, id: certificateId, kind: 'OTHER', serial, statement },
    });
    expect(await run(url)).toMatchObject({ code: 0, said: expect.stringContaining('1 documents are as') });
    const stored = openStorage(url, () => readStorageMark(database.db));
    const drawn = await readDocument({ ...world, storage: stored }, { certificateId, personId });
    expect(drawn.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(await database.db.trouble.count()).toBe(0);
    expect(await database.db.auditEvent.count({ where: { action: 'storage.marked' } })).toBe(1);
    writeFileSync(file, 'another');
    expect(await run(url)).toMatchObject({
      code: 1,
      said: expect.stringContaining(`missing or altered: ${row.serial}`),
    });
    expect(await run(url, '--repair')).toMatchObject({ code: 0, said: expect.stringContaining('1 were drawn again') });
    expect(readFileSync(file)).toEqual(issued);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
