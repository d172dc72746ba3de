import { expect, test } from 'vitest';
import { issueCertificateJob } from '#app/domain/certificates/jobs.ts';
import { DomainError } from '#app/domain/errors.ts';
import { chainAudit, checkAudit, readChainState } from '#app/domain/ledger/chain-audit.server.ts';
import { chainAuditJob } from '#app/domain/ledger/jobs.ts';
import { recordAudit } from '#app/domain/ledger/record-audit.server.ts';
import type { Log } from '#app/platform/log.server.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { openTroubles } from '#app/platform/trouble.server.ts';
import { handlers, handlersFor, isHopeless } from '#jobs/registry.ts';
import { schedule } from '#jobs/schedule.ts';
import { sweepMinute } from '#jobs/sweep-minute.ts';
import type { WorkerWorld } from '#jobs/world.ts';
import { assign, createBareCourse, dueOn } from '#tests/integration/reporting/walk.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createAgencies, createPerson } from '#tests/support/factories.ts';
import { describeOnBothBackends, drain, eventually } from '#tests/support/queue.ts';

const database = useDatabase();

function worldWith(change: Partial<WorkerWorld> = {}): { world: WorkerWorld; errors: object[] } {
  const errors: object[] = [];
  const log: Log = {
    debug: () => {},
    info: () => {},
    warn: () => {},
    error: (fields) => errors.push(fields),
    child: () => log,
  };
  const world: WorkerWorld = {
    db: database.db,
    now: () => new Date('2026-04-01T00:00:00Z'),
    random: systemRandom,
    clockAgrees: async () => true,
    storage: { put: async () => {}, get: async () => null, check: async () => 'well' },
    troubles: openTroubles({ db: database.db, log }),
    enqueue: async () => 'queued',
    log,
    appUrl: 'http://127.0.0.1:3000',
    queueDepth: async () => ({ waiting: 0, active: 0, delayed: 0, failed: 0 }),
    ...change,
  };
  return { world, errors };
}

test('every scheduled job has a handler, and ids of the schedule are its own', () => {
  for (const entry of schedule) expect(Object.keys(handlers)).toContain(entry.job.name);
  expect(new Set(schedule.map((entry) => entry.id)).size).toBe(schedule.length);
});

test('what is not there, not allowed or over is hopeless; anything else is worth another try', () => {
  expect(isHopeless(new DomainError('not-found'))).toBe(true);
  expect(isHopeless(new DomainError('forbidden'))).toBe(true);
  expect(isHopeless(new DomainError('gone'))).toBe(true);
  expect(isHopeless(new DomainError('conflict'))).toBe(false);
  expect(isHopeless(new DomainError('unavailable'))).toBe(false);
  expect(isHopeless(new Error('the disk is full'))).toBe(false);
});

test('a sweep with nothing to do changes nothing and fails nowhere', async () => {
  const { world, errors } = worldWith();
  expect(await sweepMinute(world)).toEqual([]);
  expect(errors).toEqual([]);
});

test('a part of the sweep that fails is logged and does not keep the others', async () => {
  const { db } = database;
  await createAgencies(db);
  const course = await createBareCourse(db, 'K1');
  const person = await createPerson(db, { agencyCode: 'VN.BNV' });
  const at = new Date('2026-03-01T00:00:00Z');
  await assign(db, { personId: person.id, course, at, dueAt: dueOn(at, 3) });
  await db.rateLimit.create({ data: { key: 'spent', count: 1, resetsAt: at } });
  // A column of attempts is away, as a migration would make it.
  await database.owner.run`ALTER TABLE "Attempt" RENAME COLUMN "checkStateAt" TO "checkAway"`;
  try {
    const { world, errors } = worldWith();
    expect(await sweepMinute(world)).toEqual(['attempts']);
    expect(errors).toMatchObject([{ part: 'attempts' }]);
    expect(await db.assignment.count({ where: { overdueAt: { not: null } } })).toBe(1);
    expect(await db.rateLimit.count()).toBe(0);
  } finally {
    await database.owner.run`ALTER TABLE "Attempt" RENAME COLUMN "checkAway" TO "checkStateAt"`;
  }
});

describeOnBothBackends('the handlers', (backend) => {
  test('a certificate that is not there fails at once and for good', async () => {
    const queue = backend.open(database.url);
    try {
      const { world } = worldWith({ enqueue: queue.enqueue });
      queue.startWorker(handlersFor(world), { isHopeless });
      await queue.ready({ withinMs: 25_000 });
      await queue.enqueue(issueCertificateJob, { certificateId: '019a0000-0000-7000-8000-000000000000' });
      await drain(queue, { timeoutMs: 3_000 });
      await expect(queue.depth()).resolves.toMatchObject({ failed: 1 });
    } finally {
      await queue.close();
    }
  });

  test('the audit trail is chained by the schedule alone, also what comes between two rounds, within a minute', async () => {
    const chain = schedule.filter((entry) => entry.job === chainAuditJob);
    expect(chain).toMatchObject([{ everySeconds: expect.any(Number) }]);
    const { db } = database;
    const record = (subjectId: string) =>
      recordAudit(db, { at: new Date(), actorId: null, action: 'x.done', subjectType: 'reports', subjectId });
    const isChained = async (count: number) => {
      const { chained, pending } = await readChainState(db);
      return chained === count && pending === 0;
    };
    await record('before');
    const queue = backend.open(database.url);
    try {
      const { world } = worldWith({ enqueue: queue.enqueue, now: () => new Date() });
      queue.startWorker(handlersFor(world), { isHopeless });
      await queue.ready({ withinMs: 25_000 });
      queue.schedule(chain);
      await eventually('the first round', () => isChained(1), 60_000);
      await record('between');
      await record('between too');
      await eventually('the next round', () => isChained(3), 60_000);
      expect(await chainAudit(world)).toBe(0);
      expect(await checkAudit(world)).toMatchObject({ head: { count: 3 }, pending: 0, broken: null });
    } finally {
      await queue.close();
    }
  }, 150_000);
});
