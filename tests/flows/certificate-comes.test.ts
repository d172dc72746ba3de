import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { documentName } from '#app/domain/certificates/issue-certificate.server.ts';
import { issueCertificateJob } from '#app/domain/certificates/jobs.ts';
import { reconcileReserved } from '#app/domain/certificates/reconcile-reserved.server.ts';
import { openStorage, type Storage, sha256 } from '#app/platform/storage.server.ts';
import { handlers, handlersFor, isHopeless } from '#jobs/registry.ts';
import { publishSample } from '#tests/support/content.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createAgencies, createPerson } from '#tests/support/factories.ts';
import { completeCourse } from '#tests/support/learner.ts';
import { describeOnBothBackends, drain, eventually, layCable, type TestQueue } from '#tests/support/queue.ts';
import { answersOf, atOnce, createWorld, type TestWorld } from '#tests/support/world.ts';

const database = useDatabase();
let world: TestWorld;
let person: { personId: string; slug: string };
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'truc-flow-'));
  world = createWorld(database.db);
  world.storage = openStorage(pathToFileURL(folder).href);
  await createAgencies(database.db);
  const { slug } = await publishSample(database.db);
  const { id } = await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' });
  person = { personId: id, slug };
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The names of all files in the storage. */
const documents = (): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);

/** Passes, with this queue behind the submission; the certificate's id. */
async function pass(queue: Pick<TestQueue, 'enqueue'>): Promise<string> {
  const { result } = await completeCourse({ ...world, enqueue: queue.enqueue }, person);
  if (result.outcome !== 'graded' || !result.certificateId) throw new Error(`not passed: ${JSON.stringify(result)}`);
  return result.certificateId;
}

const statusOf = async (id: string) => (await database.db.certificate.findUniqueOrThrow({ where: { id } })).status;
const isIssued = (id: string) => async () => (await statusOf(id)) === 'ISSUED';

/** The stored document is the one that the row speaks of, and the only one. */
async function expectDocument(id: string, storage: Storage = world.storage): Promise<void> {
  const row = await database.db.certificate.findUniqueOrThrow({ where: { id } });
  expect(row.status).toBe('ISSUED');
  const stored = await storage.get(documentName(row.serial, row.documentSha256 ?? ''));
  expect(stored?.subarray(0, 5).toString()).toBe('%PDF-');
  expect(stored && sha256(stored)).toBe(row.documentSha256);
  expect(stored?.length).toBe(row.documentBytes);
}

const work = (queue: TestQueue, storage: Storage = world.storage) =>
  queue.startWorker(handlersFor({ ...world, storage, enqueue: queue.enqueue }), { isHopeless });

/** Asks for what was lost, as the sweep does once it is clear of jobs in flight. */
function sweepLater(queue: Pick<TestQueue, 'enqueue'>): Promise<number> {
  world.clock.advance(21_000);
  return reconcileReserved({ db: database.db, enqueue: queue.enqueue, now: world.now });
}

describeOnBothBackends('the certificate comes', (backend) => {
  test('from the submission, by way of the queue', async () => {
    const queue = backend.open(database.url);
    try {
      work(queue);
      await queue.ready();
      const id = await pass(queue);
      await eventually('the certificate is issued', isIssued(id), 20_000);
      await expectDocument(id);
      expect(queue.failures()).toBe(0);
    } finally {
      await queue.close();
    }
  });

  test('when the queue was wiped between submission and job', async () => {
    const queue = backend.open(database.url);
    try {
      await queue.ready();
      const id = await pass(queue);
      await queue.wipe();
      work(queue);
      await queue.ready({ withinMs: 10_000 });
      expect(await reconcileReserved({ db: database.db, enqueue: queue.enqueue, now: world.now })).toBe(0);
      expect(await statusOf(id)).toBe('RESERVED');
      expect(await sweepLater(queue)).toBe(1);
      await eventually('the certificate is issued', isIssued(id), 20_000);
      await expectDocument(id);
    } finally {
      await queue.close();
    }
  });

  test('when the queue was down at the submission, which is answered all the same', async () => {
    const cable = await layCable(backend.storeUrl(database.url));
    const queue = backend.open(database.url, { storeUrl: cable.url });
    try {
      await queue.ready();
      cable.cut();
      const since = Date.now();
      const id = await pass(queue);
      expect(Date.now() - since).toBeLessThan(10_000);
      expect(queue.failures()).toBe(1);
      expect(await statusOf(id)).toBe('RESERVED');
      cable.mend();
      work(queue);
      await queue.ready({ withinMs: 20_000 });
      expect(await sweepLater(queue)).toBe(1);
      await eventually('the certificate is issued', isIssued(id), 20_000);
      await expectDocument(id);
    } finally {
      await queue.close();
      await cable.close();
    }
  });

  test('once, when the same job runs twenty times at once and is asked for twenty times more', async () => {
    const queue = backend.open(database.url);
    try {
      await queue.ready();
      const id = await pass({ enqueue: async () => 'unavailable' });
      await database.owner.run`CREATE TABLE changes (at timestamptz)`;
      await database.owner
        .run`CREATE FUNCTION count_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$ BEGIN INSERT INTO changes VALUES (now()); RETURN NULL; END $$`;
      await database.owner
        .run`CREATE TRIGGER count_change AFTER UPDATE ON "Certificate" FOR EACH ROW EXECUTE FUNCTION count_change()`;
      const outcomes = answersOf(await atOnce(20, () => handlers['certificates.issue'](world, { certificateId: id })));
      expect(outcomes.filter((each) => each === 'issued')).toHaveLength(1);
      expect(outcomes.filter((each) => each === 'already-settled')).toHaveLength(19);
      work(queue);
      answersOf(await atOnce(20, () => queue.enqueue(issueCertificateJob, { certificateId: id })));
      await drain(queue);
      const changes = await database.owner.one<{ n: number }>`SELECT count(*)::int AS n FROM changes`;
      expect(changes.n).toBe(1);
      expect(documents()).toHaveLength(1);
      await expectDocument(id);
      await expect(queue.depth()).resolves.toMatchObject({ failed: 0 });
    } finally {
      await database.owner.run`DROP TRIGGER IF EXISTS count_change ON "Certificate"`;
      await database.owner.run`DROP FUNCTION IF EXISTS count_change`;
      await database.owner.run`DROP TABLE IF EXISTS changes`;
      await queue.close();
    }
  });

  test('when the worker broke down after the document was stored and before the row was changed', async () => {
    const queue = backend.open(database.url);
    try {
      await queue.ready();
      let puts = 0;
      const breaking: Storage = {
        ...world.storage,
        async put(name, bytes) {
          await world.storage.put(name, bytes);
          puts++;
          if (puts === 1) throw new Error('the machine stops here');
        },
      };
      work(queue, breaking);
      const id = await pass(queue);
      await eventually('the certificate is issued', isIssued(id), 20_000);
      expect(puts).toBe(2);
      expect(documents()).toHaveLength(1);
      await expectDocument(id);
    } finally {
      await queue.close();
    }
  });
});
