import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chainAudit, checkAudit, readChainState } from '#app/domain/ledger/chain-audit.server.ts';
import { recordAudit } from '#app/domain/ledger/record-audit.server.ts';
import { openDatabase } from '#app/platform/database.server.ts';
import { openLog } from '#app/platform/log.server.ts';
import { openQueue } from '#app/platform/queue.server.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { PRODUCT_RIGHTS } from '#prisma/product-rights.ts';
import { asServer, cloneDatabase } from '#tests/support/clone-database.ts';
import { PRODUCT_ROLE, productUrl, serverUrl, urlOf } from '#tests/support/database-urls.ts';
import { projectWith, removeProjects } from '#tests/support/project-with.ts';
import { createAdministrator } from '../../../scripts/admin/create-administrator.ts';
import { applyMigrations } from '../../../scripts/migrate/apply-migrations.ts';
import { tellExposure } from '../../../scripts/migrate/tell-exposure.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const AT = new Date('2026-03-02T01:00:00Z');
let clone: Awaited<ReturnType<typeof cloneDatabase>>;

async function rowsAt<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}
const codeOf = (url: string, sql: string) =>
  rowsAt(url, sql).then(
    () => null,
    (error: pg.DatabaseError) => error.code,
  );

beforeAll(async () => {
  clone = await cloneDatabase();
  const db = openDatabase(productUrl(clone.url), { max: 2 });
  const event = { at: AT, actorId: null, action: 'x.done', subjectType: 'reports', subjectId: 'x' } as const;
  await db.transaction((tx) => recordAudit(tx, event));
  await chainAudit({ db, now: () => AT });
  await db.transaction((tx) => recordAudit(tx, event));
  await db.close();
});
afterAll(async () => {
  await clone.drop();
  removeProjects();
});

describe('what web and worker may do in the database', () => {
  it('is decided for every table and view, in prisma/product-rights.ts', async () => {
    const relations = await rowsAt<{ name: string }>(
      clone.url,
      `SELECT relname AS name FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')`,
    );
    const decided = Object.keys(PRODUCT_RIGHTS).filter((name) => name !== '_prisma_migrations');
    expect(decided.sort()).toEqual(relations.map(({ name }) => name).sort());
  });

  it('is what is decided, and nothing that everybody may do', async () => {
    const held = await rowsAt<{ name: string; rights: string[] }>(
      productUrl(clone.url),
      `SELECT relname AS name, ARRAY(
                SELECT p FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN']) p
                 WHERE has_table_privilege(c.oid, p)) AS rights
         FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v')
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')`,
    );
    for (const { name, rights } of held)
      expect([name, rights]).toEqual([name, ['SELECT', ...(PRODUCT_RIGHTS[name] ?? [])]]);
    expect(held.length).toBeGreaterThan(40);
    const everybody = await rowsAt(
      clone.url,
      `SELECT relname FROM pg_class c, aclexplode(relacl) a WHERE relnamespace = 'public'::regnamespace AND a.grantee = 0
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')`,
    );
    expect(everybody).toEqual([]);
  });

  it('is never more by a function: those that lend their owner’s rights keep to one search path', async () => {
    const lending = await rowsAt<{ name: string; config: string[] | null }>(
      clone.url,
      `SELECT proname AS name, proconfig AS config FROM pg_proc f WHERE pronamespace = 'public'::regnamespace AND prosecdef
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = f.oid AND d.deptype = 'e')`,
    );
    expect(lending.filter(({ config }) => !config?.some((setting) => setting.startsWith('search_path=')))).toEqual([]);
  });

  it.each([
    `UPDATE "AuditEvent" SET action = 'y'`,
    `UPDATE "AuditEvent" SET address = NULL WHERE false`,
    `DELETE FROM "AuditEvent"`,
    `TRUNCATE "AuditEvent"`,
    `TRUNCATE "AuditEvent" CASCADE`,
    `UPDATE "AuditLink" SET hash = ''`,
    `DELETE FROM "AuditLink"`,
    `TRUNCATE "AuditLink"`,
    `TRUNCATE "AuditPending"`,
    `UPDATE "AuditPending" SET "eventId" = 0`,
    `SELECT id FROM "AuditEvent" FOR UPDATE`,
    `MERGE INTO "AuditEvent" e USING (SELECT 1 AS id) x ON e.id = x.id WHEN MATCHED THEN DELETE`,
    `INSERT INTO "AuditLink" SELECT * FROM "AuditLink" ON CONFLICT (position) DO UPDATE SET hash = ''`,
    `ALTER TABLE "AuditEvent" DISABLE TRIGGER audit_is_append_only`,
    `ALTER TABLE "AuditEvent" DISABLE TRIGGER ALL`,
    `ALTER TABLE "AuditLink" DISABLE TRIGGER USER`,
    `DROP TRIGGER audit_is_append_only ON "AuditEvent"`,
    `ALTER TRIGGER audit_is_append_only ON "AuditEvent" RENAME TO x`,
    `CREATE TRIGGER x BEFORE INSERT ON "AuditEvent" FOR EACH ROW EXECUTE FUNCTION forbid_change()`,
    `CREATE OR REPLACE TRIGGER audit_is_append_only BEFORE INSERT ON "AuditEvent" FOR EACH ROW EXECUTE FUNCTION forbid_change()`,
    `CREATE RULE x AS ON INSERT TO "AuditEvent" DO INSTEAD NOTHING`,
    `CREATE OR REPLACE FUNCTION forbid_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$`,
    `CREATE OR REPLACE FUNCTION audit_is_to_be_chained() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$`,
    `ALTER FUNCTION forbid_change() SET search_path = x`,
    `DROP FUNCTION forbid_change() CASCADE`,
    `CREATE FUNCTION public.x() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
    `CREATE TABLE public.x (id int)`,
    `CREATE VIEW public.x AS SELECT 1`,
    `ALTER TABLE "AuditEvent" ADD COLUMN x int`,
    `ALTER TABLE "AuditEvent" RENAME TO x`,
    `ALTER TABLE "AuditEvent" SET SCHEMA pg_temp`,
    `ALTER TABLE "AuditEvent" OWNER TO CURRENT_USER`,
    `ALTER TABLE "AuditEvent" ENABLE ROW LEVEL SECURITY`,
    `ALTER TABLE "AuditEvent" INHERIT "AuditLink"`,
    `CREATE SCHEMA x CREATE TABLE y (id bigint REFERENCES "AuditEvent" (id))`,
    `DROP TABLE "AuditEvent"`,
    `DROP SCHEMA public CASCADE`,
    `ALTER SCHEMA public RENAME TO x`,
    `CREATE INDEX ON "AuditEvent" (action)`,
    `SELECT setval('"AuditEvent_id_seq"', 1)`,
    `ALTER SEQUENCE "AuditEvent_id_seq" RESTART`,
    `SET session_replication_role = replica`,
    `ALTER ROLE CURRENT_USER SET session_replication_role = replica`,
    `ALTER ROLE CURRENT_USER SUPERUSER`,
    `ALTER DATABASE CURRENT_NAME SET search_path = x`,
    `SET ROLE OWNER_NAME`,
    `SET SESSION AUTHORIZATION OWNER_NAME`,
    `GRANT OWNER_NAME TO CURRENT_USER`,
    `COPY (SELECT 1) TO PROGRAM 'true'`,
    `SELECT pg_read_file('PG_VERSION')`,
    `UPDATE "ValidCompletion" SET position = ''`,
    `UPDATE "Completion" SET position = ''`,
    `DELETE FROM "Completion"`,
    `DELETE FROM "Grading"`,
    `DELETE FROM "Certificate"`,
    `DELETE FROM "Attempt"`,
    `UPDATE "QuizQuestion" SET pillar = NULL`,
    `DELETE FROM "Person"`,
    `TRUNCATE "Session"`,
  ])('%s is refused', async (sql) => {
    const own = sql.replace('CURRENT_NAME', clone.name).replace('OWNER_NAME', new URL(serverUrl()).username);
    const code = await codeOf(productUrl(clone.url), own);
    expect([own, code]).toEqual([own, '42501']);
  });

  it('cannot be given away to oneself', async () => {
    const url = productUrl(clone.url);
    await rowsAt(url, `GRANT UPDATE, DELETE ON "AuditEvent" TO ${PRODUCT_ROLE}`).catch(() => {});
    expect(await codeOf(url, 'DELETE FROM "AuditEvent"')).toBe('42501');
  });

  it('is enough to write and to chain the trail, which is then as it was written', async () => {
    const db = openDatabase(productUrl(clone.url), { max: 2 });
    await chainAudit({ db, now: () => AT });
    expect(await checkAudit({ db })).toMatchObject({ head: { count: 2 }, pending: 0, broken: null });
    expect(await readChainState(db)).toMatchObject({ chained: 2, exposed: false });
    await db.close();
    const owner = openDatabase(clone.url, { max: 1 });
    expect(await readChainState(owner)).toMatchObject({ chained: 2, exposed: true });
    await owner.close();
  });
});

describe('migrating with a role that owns the tables and one for the product', () => {
  const name = `roles_${process.pid}`;
  const [owner, product] = [`${name}_owner`, `${name}_product`];
  const urlAs = (role: string) => {
    const url = new URL(urlOf(name));
    [url.username, url.password] = [role, role];
    return url.href;
  };
  const queueSchema = 'truc_queue';
  const given = () => ({ root, url: urlAs(owner), product: { url: urlAs(product), queueSchema } });
  const openQueueOf = (role: string) =>
    openQueue({ databaseUrl: urlAs(role), name: queueSchema, log: openLog('silent', 'script') });
  const ownerOfQueue = () =>
    rowsAt(urlOf(name), `SELECT nspowner::regrole::text AS owner FROM pg_namespace WHERE nspname = '${queueSchema}'`);

  beforeAll(async () => {
    await asServer(async (client) => {
      for (const role of [owner, product]) await client.query(`CREATE ROLE ${role} LOGIN PASSWORD '${role}'`);
      await client.query(`CREATE DATABASE ${name} OWNER ${owner}`);
    });
    // as an earlier release leaves it: one role for everything, the queue's schema too
    await applyMigrations({ root, url: urlAs(owner) });
    const queue = openQueueOf(owner);
    await queue.ready();
    await queue.close();
    expect(await ownerOfQueue()).toEqual([{ owner }]);
    await applyMigrations(given());
  });
  afterAll(() =>
    asServer(async (client) => {
      await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      for (const role of [owner, product]) await client.query(`DROP ROLE IF EXISTS ${role}`);
    }),
  );

  it('leaves the queue to the product, which makes it anew, also after it was dropped', async () => {
    for (const _ of [1, 2]) {
      const queue = openQueueOf(product);
      await queue.ready();
      await queue.close();
      expect(await ownerOfQueue()).toEqual([{ owner: product }]);
      await rowsAt(urlAs(product), `DROP SCHEMA ${queueSchema} CASCADE`);
    }
  });

  it('gives the rights once, takes away what is beyond them, and touches nothing that is right', async () => {
    const rights = () =>
      rowsAt<{ line: string }>(
        urlOf(name),
        `SELECT c.relname || ' ' || c.relacl::text || ' ' || c.xmin AS line FROM pg_class c
          WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'S') ORDER BY 1`,
      );
    const before = await rights();
    await applyMigrations(given());
    expect(await rights()).toEqual(before);
    await rowsAt(
      urlAs(owner),
      `GRANT ALL ON "AuditEvent" TO ${product}; GRANT UPDATE (hash) ON "AuditLink" TO ${product};
      GRANT DELETE ON "AuditLink" TO PUBLIC; GRANT CREATE ON SCHEMA public TO PUBLIC`,
    );
    await applyMigrations(given());
    for (const sql of [
      `DELETE FROM "AuditEvent"`,
      `UPDATE "AuditLink" SET hash = ''`,
      `DELETE FROM "AuditLink"`,
      `DELETE FROM "_prisma_migrations"`,
      'CREATE TABLE x (id int)',
    ])
      expect([sql, await codeOf(urlAs(product), sql)]).toEqual([sql, '42501']);
  });

  it('keeps what the product makes out of the sessions of the owner', async () => {
    await rowsAt(urlAs(product), `CREATE SCHEMA ${owner}; CREATE TABLE ${owner}."AuditEvent" (id int)`);
    expect(await rowsAt(urlAs(owner), 'SELECT current_schemas(false)::text[] AS searched')).toEqual([
      { searched: ['public'] },
    ]);
    await rowsAt(urlAs(product), `DROP SCHEMA ${owner} CASCADE`);
  });

  it('refuses a product that has another database', async () => {
    const elsewhere = { url: productUrl(clone.url), queueSchema };
    await expect(applyMigrations({ ...given(), product: elsewhere })).rejects.toThrow(/must name one/);
  });

  it('a start without the owner finds that nothing waits, or refuses and says what is missing', async () => {
    expect(await applyMigrations({ root, url: urlAs(product) })).toEqual([]);
    const later = projectWith({ '29990101000000_later': 'CREATE TABLE later (id int);' });
    await expect(applyMigrations({ root: later, url: urlAs(product) })).rejects.toThrow(
      /1 migrations wait.*DATABASE_OWNER_URL/,
    );
    // a table that nobody has decided about is out of the product's reach
    expect(await applyMigrations({ ...given(), root: later })).toEqual(['29990101000000_later']);
    expect(await codeOf(urlAs(product), 'SELECT * FROM later')).toBe('42501');
  });

  it('a start with one role says that the trail is not protected, and what to read', async () => {
    const saysTo = async (role: string) => {
      const db = openDatabase(urlAs(role), { max: 1 });
      return tellExposure(db).finally(() => db.close());
    };
    expect(await saysTo(owner)).toMatch(new RegExp(`not protected: the role ${owner} .*README\\.md, "Two roles"`));
    expect(await saysTo(product)).toBeNull();
  });

  it('the first administrator is made, and the chain gone through, by the product’s role alone', async () => {
    const db = openDatabase(urlAs(product), { max: 2 });
    const asked = { email: 'an@bonoivu.example', name: 'Phạm Hữu An', number: '0123456789', agency: 'VN' };
    const made = await createAdministrator({ db, now: () => AT, random: systemRandom, root }, asked);
    expect(made).toMatchObject({ fullName: 'Phạm Hữu An', token: expect.any(String) });
    await chainAudit({ db, now: () => AT });
    expect(await checkAudit({ db })).toMatchObject({ pending: 0, broken: null });
    await db.close();
  });
});
