import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { beforeEach, describe, expect, it } from 'vitest';
import { countAudit, recordCounted, WINDOW_MS } from '#app/domain/accounts/count-audit.server.ts';
import { chainAudit, checkAudit, readChainState } from '#app/domain/ledger/chain-audit.server.ts';
import { recordAudit } from '#app/domain/ledger/record-audit.server.ts';
import { openDatabase } from '#app/platform/database.server.ts';
import { openStorage, provideStorage } from '#app/platform/storage.server.ts';
import { useDatabase } from '#tests/support/database.ts';
import { PRODUCT_ROLE, serverUrl, urlOf } from '#tests/support/database-urls.ts';
import { createAgencies, createPerson } from '#tests/support/factories.ts';
import { restoreBackup } from '../../../scripts/backup/restore-backup.ts';
import { writeBackup } from '../../../scripts/backup/write-backup.ts';
import { applyMigrations } from '../../../scripts/migrate/apply-migrations.ts';

const START = new Date('2026-03-02T01:00:00Z');
const database = useDatabase();
const clock = { at: START };
const world = () => ({ db: database.db, now: () => clock.at });

beforeEach(() => {
  clock.at = START;
});

const record = (subjectId: string, after?: object) =>
  database.db.transaction((tx) =>
    recordAudit(tx, {
      at: clock.at,
      actorId: null,
      action: 'x.done',
      subjectType: 'reports',
      subjectId,
      address: '10.0.0.1',
      after: after as never,
    }),
  );

/** As the owner of the tables, with the rules out of the way: what only somebody on the database server can do. */
const asOwner = (sql: string) =>
  database.runScript(`SET session_replication_role = replica; ${sql}; SET session_replication_role = origin`);

describe('the chain of the audit trail', () => {
  it('holds every event once, in the order in which it was chained, however often and by how many it is done', async () => {
    for (let n = 0; n < 7; n++) await record(`a${n}`, { n, text: 'Đã đổi – “x”', list: [1, 2.5, null] });
    await Promise.all(Array.from({ length: 20 }, () => chainAudit(world(), { chunk: 3 })));
    await chainAudit(world(), { chunk: 3 });
    for (let n = 0; n < 3; n++) await record(`b${n}`);
    expect(await readChainState(database.db)).toEqual({
      chained: 7,
      pending: 3,
      oldestPendingAt: START,
      exposed: false,
    });
    expect(await chainAudit(world())).toBe(3);
    expect(await chainAudit(world())).toBe(0);
    const links = await database.db.auditLink.findMany({ orderBy: { position: 'asc' } });
    expect(links.map((link) => Number(link.position))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(await checkAudit(world(), { chunk: 4 })).toEqual({
      head: { count: 10, hash: links.at(-1)?.hash },
      pending: 0,
      broken: null,
    });
  });

  it('takes an event that commits after later ones, and misses none', async () => {
    const late = new pg.Client({ connectionString: database.url });
    await late.connect();
    await late.query('BEGIN');
    await late.query(
      `INSERT INTO "AuditEvent" (at, action, "subjectType", "subjectId") VALUES (now(), 'x', 'x', 'late')`,
    );
    await record('early');
    expect(await chainAudit(world())).toBe(1);
    await late.query('COMMIT');
    await late.end();
    expect(await chainAudit(world())).toBe(1);
    expect(await checkAudit(world())).toMatchObject({ head: { count: 2 }, broken: null });
  });

  it.each([
    'UPDATE (address) ON "AuditEvent"',
    'DELETE ON "AuditLink"',
    'TRUNCATE ON "AuditEvent"',
    'TRIGGER ON "AuditLink"',
    'CREATE ON SCHEMA public',
  ])('is exposed as soon as our own role has %s, and no longer than that', async (right) => {
    const isExposed = async () => (await readChainState(database.db)).exposed;
    await database.runScript(`GRANT ${right} TO ${PRODUCT_ROLE}`);
    try {
      expect(await isExposed()).toBe(true);
    } finally {
      await database.runScript(`REVOKE ${right} FROM ${PRODUCT_ROLE}`);
    }
    expect(await isExposed()).toBe(false);
  });

  it('is not there for an act that was taken back', async () => {
    await expect(
      database.db.transaction(async (tx) => {
        await recordAudit(tx, { at: START, actorId: null, action: 'x', subjectType: 'reports', subjectId: 'x' });
        throw new Error('taken back');
      }),
    ).rejects.toThrow('taken back');
    expect(await chainAudit(world())).toBe(0);
  });

  it.each([
    [
      'altered',
      `UPDATE "AuditEvent" SET after = '{"n": 9}' WHERE "subjectId" = 'a4'`,
      { position: '5', kind: 'altered' },
    ],
    [
      'given another address',
      `UPDATE "AuditEvent" SET address = '10.0.0.9' WHERE "subjectId" = 'a4'`,
      { position: '5', kind: 'altered' },
    ],
    ['removed', `DELETE FROM "AuditEvent" WHERE "subjectId" = 'a4'`, { position: '5', kind: 'missing' }],
    [
      'removed with its link',
      `DELETE FROM "AuditLink" WHERE position = 5; DELETE FROM "AuditEvent" WHERE "subjectId" = 'a4'`,
      { position: '5', kind: 'missing' },
    ],
    [
      'removed with its link, and the rest moved up',
      `DELETE FROM "AuditLink" WHERE position = 5; DELETE FROM "AuditEvent" WHERE "subjectId" = 'a4';
       UPDATE "AuditLink" SET position = position - 1 WHERE position > 5`,
      { position: '5', kind: 'reordered' },
    ],
    [
      'put in',
      `INSERT INTO "AuditEvent" (at, action, "subjectType", "subjectId") VALUES (now(), 'x', 'x', 'forged')`,
      { position: null, kind: 'inserted' },
    ],
    [
      'exchanged with another',
      `UPDATE "AuditLink" SET position = 100 WHERE position = 5; UPDATE "AuditLink" SET position = 5 WHERE position = 6;
       UPDATE "AuditLink" SET position = 6 WHERE position = 100`,
      { position: '5', kind: 'reordered' },
    ],
  ])('shows the first row that the owner has %s', async (_, sql, broken) => {
    for (let n = 0; n < 9; n++) await record(`a${n}`, { n });
    await chainAudit(world());
    expect((await checkAudit(world())).broken).toBeNull();
    await asOwner(sql);
    expect((await checkAudit(world())).broken).toMatchObject(broken);
  });

  it('cut at its end shows against a head that was written down before', async () => {
    for (let n = 0; n < 9; n++) await record(`a${n}`);
    await chainAudit(world());
    const { head } = await checkAudit(world());
    await record('more');
    await chainAudit(world());
    expect((await checkAudit(world(), { expected: head })).broken).toBeNull();
    await asOwner(
      `DELETE FROM "AuditLink" WHERE position > 7; DELETE FROM "AuditEvent" WHERE "subjectId" IN ('a7', 'a8', 'more')`,
    );
    expect((await checkAudit(world())).broken).toBeNull();
    expect((await checkAudit(world(), { expected: head })).broken).toEqual({
      position: '8',
      eventId: null,
      kind: 'truncated',
    });
  });
});

it('comes back from a backup with its chain, and what waits is chained there', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'truc-trail-'));
  const root = path.resolve(import.meta.dirname, '../../..');
  const storageUrl = (which: string) => pathToFileURL(path.join(folder, which)).href;
  const [from, to] = [`b_${process.pid}_from`, `b_${process.pid}_to`];
  const server = new pg.Client({ connectionString: serverUrl() });
  await server.connect();
  for (const name of [from, to]) await server.query(`CREATE DATABASE ${name}`);
  const [source, restored] = [openDatabase(urlOf(from), { max: 2 }), openDatabase(urlOf(to), { max: 2 })];
  try {
    await applyMigrations({ root, url: urlOf(from) });
    const event = { at: START, action: 'x.done', subjectType: 'reports', subjectId: 'x', after: { n: 1.5 } };
    for (let n = 0; n < 3; n++) await source.auditEvent.create({ data: event });
    await chainAudit({ db: source, now: world().now });
    await source.auditEvent.create({ data: event });
    await countAudit(source, { action: 'sign-in.failed', personId: null, address: '10.0.0.1', at: START });
    await provideStorage(storageUrl('from'));
    const backup = path.join(folder, 'backup');
    await writeBackup({ url: urlOf(from), storage: openStorage(storageUrl('from')), folder: backup, now: START });
    await restoreBackup({ root, url: urlOf(to), storageUrl: storageUrl('to'), folder: backup });
    const { head } = await checkAudit({ db: source });
    expect(await checkAudit({ db: restored })).toEqual({ head, pending: 1, broken: null });
    expect(await restored.auditCount.count()).toBe(1);
    await restored.auditEvent.create({ data: event });
    expect(await chainAudit({ db: restored, now: world().now })).toBe(2);
    expect(await checkAudit({ db: restored })).toMatchObject({ head: { count: 5 }, pending: 0, broken: null });
  } finally {
    await Promise.all([source.close(), restored.close()]);
    for (const name of [from, to]) await server.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await server.end();
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);

describe('what happens again and again', () => {
  it('is one row of an account, an address and a window, and strangers share one', async () => {
    await createAgencies(database.db);
    const lan = await createPerson(database.db, { agencyCode: 'VN.P01.SNV' });
    const count = (personId: string | null, address: string) =>
      countAudit(database.db, { action: 'sign-in.failed', personId, address, at: clock.at });
    await Promise.all([
      ...Array.from({ length: 20 }, () => count(lan.id, '10.0.0.1')),
      ...Array.from({ length: 20 }, () => count(null, '10.0.0.1')),
      count(lan.id, '10.0.0.2'),
    ]);
    expect(await database.db.auditCount.count()).toBe(3);
    expect(await recordCounted(world())).toBe(0);
    clock.at = new Date(START.getTime() + WINDOW_MS);
    await Promise.all(Array.from({ length: 5 }, () => recordCounted(world())));
    const events = await database.db.auditEvent.findMany({
      orderBy: [{ address: 'asc' }, { agencyId: { sort: 'asc', nulls: 'first' } }],
    });
    expect(events).toMatchObject([
      { subjectType: 'person', subjectId: 'unknown', agencyId: null, address: '10.0.0.1', after: { times: 20 } },
      { subjectType: 'person', subjectId: lan.id, agencyId: lan.agencyId, address: '10.0.0.1', after: { times: 20 } },
      { subjectType: 'person', subjectId: lan.id, address: '10.0.0.2', after: { times: 1 } },
    ]);
    expect(await database.db.auditCount.count()).toBe(0);
  });
});
