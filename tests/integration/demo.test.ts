import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSession } from '#app/domain/accounts/sessions.server.ts';
import { signIn } from '#app/domain/accounts/sign-in.server.ts';
import { unprintableCharacters } from '#app/domain/certificates/fonts.server.ts';
import { documentName } from '#app/domain/certificates/issue-certificate.server.ts';
import { recountRollups } from '#app/domain/reporting/recount.server.ts';
import { type Db, openDatabase } from '#app/platform/database.server.ts';
import { seededRandom, systemRandom } from '#app/platform/random.server.ts';
import { sql } from '#app/platform/sql.server.ts';
import { openStorage, provideStorage, type Storage } from '#app/platform/storage.server.ts';
import { makeDice } from '../../prisma/seed/dice.ts';
import { planHistory, type SeedCourse } from '../../prisma/seed/plan-history.ts';
import { planPeople } from '../../prisma/seed/plan-people.ts';
import { agencyFile, readAgencies } from '../../prisma/seed/read-agencies.ts';
import { readDemoAccounts, seedDemo } from '../../prisma/seed/seed-demo.ts';
import { restoreBackup } from '../../scripts/backup/restore-backup.ts';
import { writeBackup } from '../../scripts/backup/write-backup.ts';
import { applyMigrations } from '../../scripts/migrate/apply-migrations.ts';
import { cloneDatabase, TEMPLATE } from '../support/clone-database.ts';
import { provideDemo } from '../support/demo-database.ts';
import { createAgencies, createPerson, signInAs } from '../support/factories.ts';

const root = path.resolve(import.meta.dirname, '../..');
const NOW = new Date('2026-11-23T03:00:00Z');
const now = () => new Date();
const folder = mkdtempSync(path.join(tmpdir(), 'truc-demo-'));
const clones: Awaited<ReturnType<typeof cloneDatabase>>[] = [];
const open: Db[] = [];

/** A database of its own: without anything in it, or as `template` is. */
async function openNew(template = 'template1'): Promise<{ url: string; db: Db }> {
  const clone = await cloneDatabase(template);
  clones.push(clone);
  const db = openDatabase(clone.url, { max: 5 });
  open.push(db);
  return { url: clone.url, db };
}

const storageUrlOf = (name: string): string => pathToFileURL(path.join(folder, name)).href;
const storageAt = (name: string): Storage => openStorage(storageUrlOf(name));
const worldOf = (db: Db, storage: Storage) => ({ db, storage, now, appUrl: 'https://truc.example', root });

afterAll(async () => {
  await Promise.all(open.map((db) => db.close()));
  for (const clone of clones) await clone.drop();
  rmSync(folder, { recursive: true, force: true });
});

describe('the plan of the demo', () => {
  const key = { type: 'true_false', value: true, explanation: { vi: '', en: '' } } as const;
  const text = { vi: 'Đúng?', en: 'Right?' };
  const questions = ['A1.1', 'A1.2'].flatMap((lessonCode) =>
    [1, 2, 3, 4, 5].map((number) => ({ id: `${lessonCode}-${number}`, lessonCode })),
  );
  const sections = ['A1.1', 'A1.2'].map((lessonCode) => ({ lessonCode, questions: 5 }));
  const course: SeedCourse = {
    id: 'course',
    code: 'A1',
    editionId: 'edition',
    titleVi: 'x',
    titleEn: 'x',
    minutesVi: 60,
    lessons: ['l1', 'l2', 'l3'].map((code) => ({ code, floorSecondsVi: 90 })),
    quiz: { id: 'quiz', sections, passPercent: 70, attemptLimit: 3 },
    bank: new Map(
      questions.map(({ id, lessonCode }) => [id, { lessonCode, facts: [], content: { type: 'true_false', text } }]),
    ),
    keys: new Map(questions.map(({ id }) => [id, key])),
  };
  const agencies = readAgencies(agencyFile(root)).map((row) => ({ ...row, id: row.code }));
  const draw = (seed: string) => {
    const random = seededRandom(seed);
    const world = { dice: makeDice(random), random, now: NOW };
    const people = planPeople(agencies, world);
    return { people, history: planHistory(agencies, people, [course], world) };
  };

  it('is the same for the same seed and the same moment, and another for another seed', () => {
    const hash = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex');
    expect(hash(draw('one'))).toBe(hash(draw('one')));
    expect(hash(draw('one'))).not.toBe(hash(draw('two')));
  });

  it('lets nothing happen before its cause or after now', () => {
    const { history } = draw('one');
    const ends = NOW.toISOString();
    const enrolled = new Map(history.enrolments.map((row) => [row.id, String(row.enrolledAt)]));
    expect(history.completions.length).toBeGreaterThan(100);
    for (const row of history.progress) {
      expect(String(row.openedAt) >= String(enrolled.get(row.enrolmentId))).toBe(true);
      if (row.readAt)
        expect(Date.parse(String(row.readAt)) - Date.parse(String(row.openedAt))).toBeGreaterThanOrEqual(90_000);
    }
    for (const row of history.attempts.flat()) {
      const read = history.progress
        .filter((one) => one.enrolmentId === row.enrolmentId)
        .map((one) => String(one.readAt));
      expect(read).toHaveLength(3);
      for (const at of read) expect(String(row.startedAt) > at).toBe(true);
      expect(String(row.finishedAt) < ends).toBe(true);
    }
    for (const row of history.assignments) {
      expect(String(row.assignedAt) < ends).toBe(true);
      if (row.completedAt) expect(String(row.completedAt) > String(row.assignedAt)).toBe(true);
    }
  });
});

describe('the demo', () => {
  let db: Db;
  let url: string;
  let storage: Storage;

  beforeAll(async () => {
    const demo = await provideDemo('sources');
    ({ db, url } = await openNew(demo.template));
    storage = openStorage(demo.documentsUrl);
  }, 240_000);

  it('is some six hundred people of 334 agencies, each with a name that a certificate can print', async () => {
    expect(await db.agency.count()).toBe(334);
    const people = await db.person.findMany();
    expect(people.length).toBeGreaterThan(560);
    expect(people.length).toBeLessThan(660);
    expect(new Set(people.map((person) => person.fullName)).size).toBe(people.length);
    expect(people.filter((person) => unprintableCharacters(person.fullName).length > 0)).toEqual([]);
    expect(people.every((person) => person.demo && person.email.endsWith('.example'))).toBe(true);
    expect(new Set(people.map((person) => person.fullName.split(' ')[0])).size).toBeGreaterThan(25);
    const states = await db.appointment.groupBy({ by: ['state', 'isPrimary'], _count: true });
    expect(states.length).toBeGreaterThanOrEqual(4);
  });

  it('has a believable year: figures that equal the recount, failures, overdue and unasked completions', async () => {
    const recount = await recountRollups({ db, now });
    expect(recount).toMatchObject({ differences: 0 });
    expect(recount.compared).toBeGreaterThan(1000);
    expect(await db.rollupDelta.count()).toBe(0);
    const national = await db.one<{ kinds: Record<string, number> }>`
      SELECT json_object_agg(kind, people) AS kinds FROM (
        SELECT r.kind, sum(r.people)::int AS people FROM "RollupNow" r JOIN "Agency" a ON a.id = r."agencyId"
         WHERE a.code = 'VN' GROUP BY 1) k`;
    const { assigned = 0, completed = 0, overdue = 0, completedUnassigned = 0 } = national.kinds;
    expect(assigned).toBeGreaterThan(500);
    expect(completed / assigned).toBeGreaterThan(0.3);
    expect(completed / assigned).toBeLessThan(0.9);
    expect(overdue).toBeGreaterThan(50);
    expect(completedUnassigned).toBeGreaterThan(10);
    expect(await db.grading.count({ where: { passed: false } })).toBeGreaterThan(30);
  });

  it('has a document behind every certificate', async () => {
    const certificates = await db.certificate.findMany({
      select: { serial: true, status: true, documentSha256: true },
    });
    expect(certificates.length).toBe(await db.completion.count());
    expect(certificates.every((one) => one.status === 'ISSUED')).toBe(true);
    for (const { serial, documentSha256 } of certificates.slice(0, 10)) {
      const document = await storage.get(documentName(serial, documentSha256 ?? ''));
      expect(
        createHash('sha256')
          .update(document ?? '')
          .digest('hex'),
      ).toBe(documentSha256);
    }
  });

  it('prints four accounts that sign in, each with her part to play', async () => {
    const accounts = await readDemoAccounts(db);
    expect(accounts.map((account) => account.role)).toEqual([
      'Learner',
      'Training manager',
      'Report viewer',
      'Administrator',
    ]);
    const grants: (string[] | undefined)[] = [];
    for (const account of accounts) {
      const world = { db, now: () => new Date(), random: systemRandom };
      const answer = await signIn(world, { identifier: account.signIn, password: account.password, address: 'test' });
      if (answer.outcome !== 'signed-in') throw new Error(`${account.signIn} does not sign in`);
      const actor = await readSession(world, answer.token);
      grants.push(actor?.grants.map((grant) => `${grant.role} ${grant.agencyCode}`));
    }
    expect(grants).toEqual([[], ['TRAINING_MANAGER VN.P01'], ['REPORT_VIEWER VN'], ['ADMINISTRATOR VN']]);
    const lan = await db.person.findUniqueOrThrow({
      where: { email: 'lan@demo.truc.example' },
      include: {
        assignments: { include: { course: true } },
        enrolments: { include: { course: true, progress: true } },
      },
    });
    expect(lan.assignments.map((one) => [one.course.code, one.status, one.overdueAt, one.seenAt])).toEqual([
      ['K1', 'NOT_STARTED', null, null],
    ]);
    expect(lan.enrolments.map((one) => [one.course.code, one.progress.filter((row) => row.readAt).length])).toEqual([
      ['A1', 3],
    ]);
  });

  it('goes in once, and where it is already nothing changes', async () => {
    const before = await db.person.count();
    expect(await seedDemo(worldOf(db, storage))).toBe('already-seeded');
    expect(await db.person.count()).toBe(before);
  });

  it('does not go where there is anybody else', async () => {
    const other = await openNew(TEMPLATE);
    await createAgencies(other.db);
    await createPerson(other.db, { agencyCode: 'VN.P01' });
    await expect(seedDemo(worldOf(other.db, storage))).rejects.toThrow(/holds people of its own/);
    expect(await other.db.agency.count()).toBe(9);
  });

  describe('a backup of it', () => {
    const backup = path.join(folder, 'backup');
    beforeAll(async () => {
      await signInAs(db, (await db.person.findFirstOrThrow()).id);
      const { manifest, missing } = await writeBackup({ url, storage, folder: backup, now: NOW });
      expect(missing.count).toBe(0);
      expect(manifest.documents).toBe(await db.certificate.count());
    }, 60_000);

    it('comes back elsewhere row by row and document by document, with every rule in force', async () => {
      const elsewhere = await openNew();
      const documents = storageAt('restored');
      const manifest = await restoreBackup({
        root,
        url: elsewhere.url,
        storageUrl: storageUrlOf('restored'),
        folder: backup,
      });
      const fingerprint = async (one: Db) =>
        Promise.all(
          manifest.tables.map(async ({ name }) => {
            const row = await one.one<{ count: number; hash: string | null }>(
              sql.raw(
                `SELECT count(*)::int AS count, md5(string_agg(t::text, '|' ORDER BY t::text)) AS hash FROM "${name}" t`,
              ),
            );
            return [name, row.count, row.hash];
          }),
        );
      const restored = await fingerprint(elsewhere.db);
      expect(restored).toEqual(await fingerprint(db));
      expect(restored.length).toBeGreaterThan(25);
      expect(await elsewhere.db.session.count()).toBe(0);
      const { serial, documentSha256 } = await db.certificate.findFirstOrThrow({ orderBy: { serial: 'desc' } });
      const name = documentName(serial, documentSha256 ?? '');
      expect(await documents.get(name)).toEqual(await storage.get(name));
      expect(await recountRollups({ db: elsewhere.db, now })).toMatchObject({ differences: 0 });

      await expect(elsewhere.db.run`DELETE FROM "Completion"`).rejects.toThrow(/record of facts/);
      const loose = await elsewhere.db.rows`SELECT conname FROM pg_constraint WHERE condeferrable`;
      expect(loose).toEqual([]);
      await elsewhere.db.auditEvent.create({ data: { at: NOW, action: 'x', subjectType: 'x', subjectId: 'x' } });
      expect(await applyMigrations({ root, url: elsewhere.url })).toEqual([]);

      await expect(
        restoreBackup({ root, url: elsewhere.url, storageUrl: storageUrlOf('restored'), folder: backup }),
      ).rejects.toThrow(/not empty/);
    }, 60_000);

    it('is refused when it is damaged, when it is none, and when the place is taken', async () => {
      const target = await openNew();
      const restore = (from: string) =>
        restoreBackup({ root, url: target.url, storageUrl: storageUrlOf('damaged'), folder: from });
      await expect(restore(path.join(folder, 'nothing'))).rejects.toThrow(/is no backup/);
      await expect(writeBackup({ url, storage, folder: backup, now: NOW })).rejects.toThrow(/is there already/);
      appendFileSync(path.join(backup, 'tables/Person.copy.gz'), 'x');
      await expect(restore(backup)).rejects.toThrow(/damaged: tables\/Person\.copy\.gz/);
      expect(await target.db.rows`SELECT 1 FROM pg_class WHERE relname = 'Person'`).toEqual([]);
    });

    it('says which documents are missing, and leaves no half folder behind when it fails', async () => {
      const other = path.join(folder, 'other');
      await provideStorage(storageUrlOf('empty'));
      const { missing } = await writeBackup({ url, storage: storageAt('empty'), folder: other, now: NOW });
      expect(missing.count).toBe(await db.certificate.count());
      expect(missing.first).toMatch(/^certificates\/.*\.pdf$/);
      const bare = await openNew();
      await expect(
        writeBackup({ url: bare.url, storage, folder: path.join(folder, 'bare'), now: NOW }),
      ).rejects.toThrow(/no tables/);
      expect(existsSync(path.join(folder, 'bare'))).toBe(false);
      expect(existsSync(path.join(folder, 'bare.part'))).toBe(false);
      expect(readFileSync(path.join(other, 'manifest.jsonl'), 'utf8')).toContain('"format":2');
    });
  });
});
