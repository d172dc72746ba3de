import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { documentName, issueCertificate } from '#app/domain/certificates/issue-certificate.server.ts';
import { readDocument } from '#app/domain/certificates/read-certificates.server.ts';
import { openStorage, provideStorage, StorageAway } from '#app/platform/storage.server.ts';
import { publishSample } from '#tests/support/content.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createAgencies, createPerson } from '#tests/support/factories.ts';
import { completeCourse } from '#tests/support/learner.ts';
import { createWorld, type TestWorld } from '#tests/support/world.ts';

const database = useDatabase();
let world: TestWorld;
let folder: string;
let owner: { certificateId: string; personId: string };

beforeEach(async () => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'truc-recover-')), 'documents');
  const url = pathToFileURL(folder).href;
  const mark = await provideStorage(url);
  world = createWorld(database.db);
  world.storage = openStorage(url, async () => mark);
  await createAgencies(database.db);
  const { slug } = await publishSample(database.db);
  const { id: personId } = await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' });
  const { result } = await completeCourse(world, { personId, slug });
  if (result.outcome !== 'graded' || !result.certificateId) throw new Error('not passed');
  owner = { certificateId: result.certificateId, personId };
});
afterEach(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

const row = () => database.db.certificate.findUniqueOrThrow({ where: { id: owner.certificateId } });
const fileOf = async () => {
  const { serial, documentSha256 } = await row();
  return path.join(folder, documentName(serial, documentSha256 ?? ''));
};
const troubles = () => database.db.trouble.findMany({ orderBy: [{ kind: 'asc' }, { subject: 'asc' }] });

test('while the folder is gone nothing is issued; once it is back the certificate comes, with its document', async () => {
  renameSync(folder, `${folder}.gone`);
  await expect(issueCertificate(world, owner.certificateId)).rejects.toThrow(StorageAway);
  mkdirSync(folder);
  await expect(issueCertificate(world, owner.certificateId)).rejects.toThrow(StorageAway);
  expect((await row()).status).toBe('RESERVED');
  expect(readdirSync(folder)).toEqual([]);
  rmSync(folder, { recursive: true });
  renameSync(`${folder}.gone`, folder);
  expect(await issueCertificate(world, owner.certificateId)).toBe('issued');
  expect((await readDocument(world, owner)).bytes).toEqual(readFileSync(await fileOf()));
});

test('a missing document is drawn again from its row, shown, stored, and told of', async () => {
  await issueCertificate(world, owner.certificateId);
  const file = await fileOf();
  const issued = readFileSync(file);
  rmSync(file);
  expect((await readDocument(world, owner)).bytes).toEqual(issued);
  expect(readFileSync(file)).toEqual(issued);
  expect(await troubles()).toMatchObject([
    { kind: 'document', detail: { fault: 'missing', drawnAgain: 'equal' }, endedAt: expect.any(Date) },
  ]);
});

test('an altered document is never shown: the one that was issued is drawn and stored in its place', async () => {
  await issueCertificate(world, owner.certificateId);
  const file = await fileOf();
  const issued = readFileSync(file);
  const altered = Buffer.from(issued);
  altered.writeUInt8(altered.readUInt8(200) ^ 1, 200);
  writeFileSync(file, altered);
  expect((await readDocument(world, owner)).bytes).toEqual(issued);
  expect(readFileSync(file)).toEqual(issued);
  expect(await troubles()).toMatchObject([{ kind: 'document', detail: { fault: 'altered', drawnAgain: 'equal' } }]);
});

test('a document that would be drawn differently is reported, neither stored nor shown as the old one', async () => {
  await issueCertificate(world, owner.certificateId);
  const file = await fileOf();
  rmSync(file);
  // As a release that draws otherwise would leave it: the row speaks of other bytes than the drawing gives.
  await database.owner.transaction(async (tx) => {
    await tx.run`ALTER TABLE "Certificate" DISABLE TRIGGER USER`;
    await tx.certificate.update({ where: { id: owner.certificateId }, data: { documentSha256: 'a'.repeat(64) } });
    await tx.run`ALTER TABLE "Certificate" ENABLE TRIGGER USER`;
  });
  await expect(readDocument(world, owner)).rejects.toMatchObject({ code: 'unavailable' });
  expect(await world.storage.get(documentName((await row()).serial, 'a'.repeat(64)))).toBeNull();
  expect(await troubles()).toMatchObject([
    { kind: 'document', detail: { fault: 'missing', drawnAgain: 'differs' }, endedAt: null },
  ]);
});

test('while the storage is away a document is drawn and shown, and stored nowhere', async () => {
  await issueCertificate(world, owner.certificateId);
  const issued = readFileSync(await fileOf());
  renameSync(folder, `${folder}.gone`);
  expect((await readDocument(world, owner)).bytes).toEqual(issued);
  expect(await troubles()).toMatchObject([{ kind: 'storage', subject: 'documents', endedAt: null }]);
  expect(() => readdirSync(folder)).toThrow('ENOENT');
});
