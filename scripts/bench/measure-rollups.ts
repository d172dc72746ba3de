import { setTimeout as sleep } from 'node:timers/promises';
import { scopeOfGrants } from '#app/domain/accounts/policy.ts';
import { completionReport } from '#app/domain/reporting/completion-report.server.ts';
import { foldDeltas } from '#app/domain/reporting/fold.server.ts';
import { recountRollups, repairRollups } from '#app/domain/reporting/recount.server.ts';
import { openQueue } from '#app/platform/queue.server.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { sql } from '#app/platform/sql.server.ts';
import { beginQuiz, type Desk, eachOf, makeManager, type OpenAttempt, passQuiz } from '../drill/learn.ts';
import { enrolAndRead, makeAgencies, makePeople } from '../drill/make-people.ts';
import {
  type DrillCourse,
  type Ground,
  openSite,
  publishAll,
  query,
  type Site,
  silentLog,
  withGround,
} from '../drill/open-ground.ts';
import { runWorker } from '../drill/run-worker.ts';
import { makeHistory } from './make-history.ts';
import { percentile, type Row, round } from './measure.ts';

const UNITS = 12_000;
const DELTAS = 200_000;

/** Folding at its quickest, how soon figures and certificates follow a completion, and what it all costs as a nation grows. */
export async function measureRollups({
  seconds,
  sizes,
}: {
  seconds: number;
  sizes: readonly number[];
}): Promise<Row[]> {
  return withGround('bench-rollups', async (ground) => {
    const site = await openSite(ground, 'truc');
    const { db } = site;
    const courses = await publishAll(site);
    const agencyCodes = await makeAgencies(db, { units: UNITS });
    const rows: Row[] = [...(await measureFold(site))];
    rows.push(...(await measureFreshness(ground, site, { seconds, agencyCodes, courses })));
    const manager = await makeManager(db);
    let there = await db.person.count();
    for (const people of sizes) {
      await makePeople(db, {
        count: people - there,
        agencyCodes,
        seed: `rollups ${people}`,
        numbersFrom: 1_000_000 + there,
      });
      there = people;
      await clearHistory(site);
      await makeHistory(site, courses, manager.personId);
      rows.push(...(await measureAt(site, courses, people)));
    }
    return rows;
  });
}

const scatter = (deltas: number) => `
  INSERT INTO "RollupDelta" ("agencyId", "courseId", kind, month, people)
  SELECT a.ids[1 + floor(random() * cardinality(a.ids))::int], c.ids[1 + floor(random() * cardinality(c.ids))::int],
         (ARRAY['assigned', 'started', 'completed', 'overdue'])[1 + n % 4], NULL, 1
    FROM generate_series(1, ${deltas}) n,
         (SELECT array_agg(x."agencyId") AS ids FROM (SELECT "agencyId" FROM "AgencyAncestor" GROUP BY 1) x) a,
         (SELECT array_agg(id) AS ids FROM "Course") c`;

async function measureFold({ db, superuserUrl }: Site): Promise<Row[]> {
  const run = async (what: string, act: () => Promise<number>): Promise<Row> => {
    const from = performance.now();
    const folded = await act();
    const ms = performance.now() - from;
    return { what, perSecond: round((folded / ms) * 1000, 0), count: folded, ms: round(ms, 0) };
  };
  // Once for the roll-ups' rows to be there: a nation's second day is like all that follow.
  await db.run(sql.raw(scatter(DELTAS)));
  await foldDeltas(db);
  await db.run(sql.raw(scatter(DELTAS)));
  await query(superuserUrl, ['ANALYZE "RollupDelta"']);
  const limit = await run(`adding up ${DELTAS} deltas over ${UNITS} units, nothing written (limit)`, async () => {
    await db.rows`
      SELECT count(*)::int FROM (SELECT x."ancestorId", d."courseId", d.kind, sum(d.people) FROM
        (SELECT "agencyId", "courseId", kind, sum(people) AS people FROM "RollupDelta" GROUP BY 1, 2, 3) d
        JOIN "AgencyAncestor" x ON x."agencyId" = d."agencyId" GROUP BY 1, 2, 3) t`;
    return DELTAS;
  });
  const fold = await run(`folding them`, () => foldDeltas(db));
  await db.run`DELETE FROM "RollupNow"`;
  return [limit, { ...fold, ofLimit: round(Number(fold.perSecond) / Number(limit.perSecond), 2) }];
}

/** With the real worker: when the country's figure knows a completion, and when its certificate is issued. */
async function measureFreshness(
  ground: Ground,
  site: Site,
  { seconds, agencyCodes, courses }: { seconds: number; agencyCodes: string[]; courses: DrillCourse[] },
): Promise<Row[]> {
  const { db } = site;
  const perSecond = 15;
  const [course] = courses;
  if (!course) throw new Error('content/ holds no course');
  const people = await makePeople(db, { count: perSecond * seconds, agencyCodes, seed: 'fresh' });
  const queue = openQueue({ databaseUrl: site.databaseUrl, name: 'truc_queue', log: silentLog });
  ground.onClose(() => queue.close());
  const desk: Desk = {
    db,
    now: () => new Date(),
    random: systemRandom,
    enqueue: queue.enqueue,
    appUrl: 'https://truc.example',
  };
  const ids = people.map((person) => person.id);
  await enrolAndRead(db, ids, course.id, new Date());
  const attempts: OpenAttempt[] = [];
  await eachOf(ids, 8, async (personId) => void attempts.push(await beginQuiz(desk, { personId, slug: course.slug })));
  await foldDeltas(db);
  await queue.ready();
  const worker = runWorker(ground, site, { queueName: 'truc_queue' });
  await worker.ready();
  await sleep(2_000);

  const done: number[] = [];
  const known: number[] = [];
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      const row = await db.one<{ people: number }>`
        SELECT coalesce(sum(r.people), 0)::int AS people FROM "RollupMonth" r JOIN "Agency" a ON a.id = r."agencyId" AND a.code = 'VN'
         WHERE r.kind = 'completed'`;
      const now = performance.now();
      while (known.length < row.people) known.push(now);
      await sleep(50);
    }
  })();
  const since = performance.now();
  await Promise.all(
    attempts.map(async (attempt, index) => {
      await sleep(Math.max(0, since + (index * 1000) / perSecond - performance.now()));
      await passQuiz(desk, attempt);
      done.push(performance.now());
    }),
  );
  const until = performance.now() + 60_000;
  while (performance.now() < until) {
    const issued = await db.certificate.count({ where: { status: 'ISSUED' } });
    if (known.length >= done.length && issued >= done.length) break;
    await sleep(100);
  }
  isOver = true;
  await watching;
  await worker.stop();
  await queue.close();
  const ages = done.map((at, index) => (known[index] ?? Number.POSITIVE_INFINITY) - at);
  const issues = await db.rows<{ ms: number }>`
    SELECT (extract(epoch FROM "issuedAt" - "reservedAt") * 1000)::float8 AS ms FROM "Certificate" WHERE status = 'ISSUED'`;
  const row = (what: string, ms: readonly number[]): Row => ({
    what: `${what}, ${perSecond} completions a second`,
    count: ms.length,
    p50: round(percentile(ms, 50), 0),
    p95: round(percentile(ms, 95), 0),
  });
  return [
    row('completion known to the country’s figure', ages),
    row(
      'certificate issued after passing',
      issues.map((each) => each.ms),
    ),
  ];
}

async function clearHistory(site: Site): Promise<void> {
  await query(site.superuserUrl, [
    `TRUNCATE "Certificate", "CompletionCorrection", "Completion", "LessonProgress", "AttemptAnswer", "KeptAnswer", "Grading", "Attempt", "Enrolment",
              "Assignment", "AssignmentBatch", "RollupDelta"`,
  ]);
}

/** What a second's work costs, whatever the number of people: a fold of what 500 changes left, the report, the recount. */
async function measureAt(site: Site, courses: readonly DrillCourse[], people: number): Promise<Row[]> {
  const { db } = site;
  const { id: agencyId } = await db.agency.findUniqueOrThrow({ where: { code: 'VN' } });
  const several = async (times: number, act: () => Promise<unknown>): Promise<number> => {
    const ms: number[] = [];
    for (let turn = 0; turn < times + 1; turn++) {
      const from = performance.now();
      await act();
      ms.push(performance.now() - from);
    }
    return percentile(ms.slice(1), 50);
  };
  const label = `${people.toLocaleString('en')} people`;
  const folds: number[] = [];
  for (let turn = 0; turn < 8; turn++) {
    await db.run(sql.raw(scatter(500)));
    const from = performance.now();
    await foldDeltas(db);
    folds.push(performance.now() - from);
  }
  const now = () => new Date();
  const scope = scopeOfGrants([{ role: 'REPORT_VIEWER', agencyId }], 'read-reports', now());
  const report = await several(20, () => completionReport(db, { scope, agencyId, now: now() }));
  // Takes out what the scattered deltas added, so that the recount finds the truth.
  await repairRollups({ db });
  const recount = await several(1, async () => {
    const { differences } = await recountRollups({ db, now });
    if (differences > 0) throw new Error(`${differences} roll-ups differ from the recount`);
  });
  return [
    { what: `fold of 500 changes, ${label}`, p50: round(percentile(folds, 50)), count: folds.length },
    { what: `report of the country (${courses.length} courses), ${label}`, p50: round(report), count: 20 },
    { what: `recount of everything, ${label}`, p50: round(recount, 0), count: 1 },
  ];
}
