import pg from 'pg';
import { hashPassword } from '#app/domain/accounts/hash-password.server.ts';
import { importAgencies } from '#app/domain/agencies/import-agencies.server.ts';
import { publishContent } from '#app/domain/authoring/publish-content.server.ts';
import { startOfDay, vietnamDay } from '#app/domain/calendar.ts';
import { chainAudit } from '#app/domain/ledger/chain-audit.server.ts';
import type { Db } from '#app/platform/database.server.ts';
import { openLog } from '#app/platform/log.server.ts';
import { seededRandom } from '#app/platform/random.server.ts';
import { DEMO_PASSWORD } from '../demo-accounts.ts';
import { DAY_MS } from '../plan-people.ts';
import { agencyFile, readAgencies } from '../read-agencies.ts';
import { DemoRefused, readCourses } from '../seed-demo.ts';
import { bareTables, type PutBack } from './bare-tables.ts';
import { checkNation } from './check-nation.ts';
import { type Filling, fillAudit, fillFigures, fillLearning, fillPeople, fillTraining } from './fill-tables.ts';
import { nationAgencies, UNITS } from './plan-nation.ts';
import { FIRST_DAY, type Moment, PAIR, planAttempts, planBatches, planPairs, planPeople } from './plan-pairs.ts';
import { stageNation } from './stage-nation.ts';

export type NationWorld = {
  /** Over a migrated database without people. */
  db: Db;
  /** The same one, as superuser: for taking off keys and triggers while it is filled. */
  superuserUrl: string;
  root: string;
  appUrl: string;
  now: () => Date;
};
export type NationOptions = {
  people: number;
  units?: number;
  seed?: string;
  /** For so many certificates no mark: they are reserved, and whoever fills the nation draws their documents. */
  documents?: number;
};
export type Tell = (step: string, ms: number) => void;

/**
 * Fills a database with a nation of so many people and a year of its history: sets of rows made from numbers, the same
 * for the same seed and day. Keys, references and triggers are off meanwhile; all rows are checked when they are on
 * again.
 * @throws DemoRefused where there is anybody
 */
export async function fillNation(
  { db, superuserUrl, root, appUrl, now }: NationWorld,
  { people, units = UNITS, seed = 'nation', documents = 0 }: NationOptions,
  tell: Tell = () => {},
): Promise<void> {
  if (await db.person.findFirst({ select: { id: true } }))
    throw new DemoRefused('A nation is made in a database without people: this one has some.');
  const at = now();
  const today = vietnamDay(at);
  const moment: Moment = {
    now: `'${at.toISOString()}'::timestamptz`,
    midnight: `'${startOfDay(today).toISOString()}'::timestamptz`,
    today: `'${today}'::date`,
  };
  const timed = async <T>(step: string, act: () => Promise<T>): Promise<T> => {
    const from = performance.now();
    const result = await act();
    tell(step, performance.now() - from);
    return result;
  };

  await timed('courses', async () => {
    const random = seededRandom(seed);
    const { broken } = await publishContent({ db, random, now, log: openLog('silent', 'script') }, `${root}/content`);
    if (broken.length > 0) throw new Error(`content/ is broken: ${JSON.stringify(broken[0])}`);
  });
  const shipped = readAgencies(agencyFile(root));
  const rows = nationAgencies(shipped, Math.max(units, shipped.length));
  await timed('units', () => {
    const validFrom = vietnamDay(new Date(at.getTime() - FIRST_DAY * DAY_MS));
    return importAgencies(db, rows, { validFrom, today });
  });
  const parents = new Map(rows.map((row) => [row.code, row.parentCode]));
  const agencies = (await db.agency.findMany()).map((agency) => ({
    ...agency,
    parentCode: parents.get(agency.code) ?? null,
  }));
  const courses = await db.transaction((tx) => readCourses(db, tx));

  const lanes = await openLanes(superuserUrl);
  const [client] = lanes;
  try {
    const both = (statements: readonly Step[]) => inLanes(lanes, statements, timed);
    await timed('papers and names', async () =>
      stageNation(client, { agencies, courses, seed, passwordHash: await hashPassword(DEMO_PASSWORD) }),
    );
    await timed('plan of people', () => planPeople(client, people, moment));
    await planBatches(client, moment);
    await client.query(PAIR);
    await both(planPairs(moment).map((sql, index) => ({ step: `plan of course ${index + 1}`, sql })));
    await both([
      { step: 'plan of attempts', sql: planAttempts(moment) },
      { step: 'statistics', sql: 'ANALYZE nation.pair' },
    ]);
    await client.query('ANALYZE nation.attempt');

    // the longest first
    const facts = [...fillLearning({ appUrl, documents }), ...fillTraining(moment), ...fillPeople(moment)];
    const figures = fillFigures();
    const tables = [...facts, ...figures].map(({ table }) => table);
    const off = await bareTables(client, tables);
    await both(facts.map(fromEmpty));
    await both(figures.map(fromEmpty));
    const named = (each: PutBack) => ({ step: each.sql.slice(0, 90), ...each });
    await both(off.keys.map(named));
    await both(off.references.map(named));
    for (const { table, sql } of fillAudit(moment)) await timed(table, () => client.query(sql));
    await client.query('DROP SCHEMA nation CASCADE');
    await timed('chain of the audit trail', async () => {
      while ((await chainAudit({ db, now })) > 0);
    });
    await both(tables.map((table) => ({ step: `vacuum ${table}`, sql: `VACUUM (ANALYZE) "${table}"` })));
    await client.query('VACUUM (ANALYZE)');
    const broken = await timed('check', () => checkNation(client));
    if (broken.length > 0) throw new Error(`the nation breaks rules: ${broken.join('; ')}`);
  } finally {
    await Promise.all(lanes.map((lane) => lane.end()));
  }
}

/** Two, for as many cores: each without triggers. */
async function openLanes(url: string): Promise<[pg.Client, pg.Client]> {
  const open = async () => {
    const client = new pg.Client({ connectionString: url, application_name: 'truc-nation' });
    await client.connect();
    await client.query(
      `SET session_replication_role = replica; SET timezone = 'UTC'; SET work_mem = '256MB'; SET statement_timeout = 0`,
    );
    return client;
  };
  return Promise.all([open(), open()]);
}

type Timed = <T>(step: string, act: () => Promise<T>) => Promise<T>;
type Step = { step: string; sql: string; locks?: readonly string[] };

/** Runs them all, each by whoever is free first; what locks a table that another works on is left until that one is done. */
async function inLanes(lanes: readonly pg.Client[], steps: readonly Step[], timed: Timed): Promise<void> {
  const waiting = [...steps];
  const locked: string[] = [];
  const next = (): Step | undefined => {
    const free = waiting.findIndex(({ locks = [] }) => !locks.some((table) => locked.includes(table)));
    // Where each would wait, one waits.
    return waiting.splice(Math.max(free, 0), 1)[0];
  };
  await Promise.all(
    lanes.map(async (client) => {
      for (let step = next(); step; step = next()) {
        const { sql, locks = [], step: name } = step;
        locked.push(...locks);
        await timed(name, () => client.query(sql));
        for (const table of locks) locked.splice(locked.indexOf(table), 1);
      }
    }),
  );
}

/** A table that is emptied in the same transaction is written to its file alone, not to the log as well. */
const fromEmpty = ({ table, sql }: Filling) => ({
  step: table,
  sql: `BEGIN; TRUNCATE "${table}"; ${sql}; COMMIT`,
});
