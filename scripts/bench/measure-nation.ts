import pg from 'pg';
import { openLog } from '#app/platform/log.server.ts';
import { openStorage } from '#app/platform/storage.server.ts';
import { openTroubles } from '#app/platform/trouble.server.ts';
import { SWEEP_PARTS } from '#jobs/sweep-minute.ts';
import type { HttpClient } from '#tests/support/http-client.ts';
import type { Ground, Site } from '../drill/open-ground.ts';
import { makeNation, readNation, withNation } from '../nation/open-nation.ts';
import { percentile, type Row, round } from './measure.ts';
import {
  deskOf,
  measureBatch,
  measureFile,
  measureOverdue,
  measureRecount,
  pagesDuring,
} from './nation/acts-of-nation.ts';
import { type Visit, visitsOf } from './nation/pages-of-nation.ts';
import { castNation } from './nation/people-of-nation.ts';
import { timeInTurn, touchedBy } from './nation/time-visit.ts';
import { type RunningWebs, runWebs } from './run-web.ts';
import { expectStatus } from './visit.ts';

const LIMITS = { pageMs: 250, previewMs: 1_000, pageBlocks: 3_000, sweepBlocks: 100, besideTimes: 4 };
/** Smaller nations are made where there is none; a large one takes longer than anybody waits for a bench. */
const MADE_HERE = 100_000;

/** Every page, finder, sweep, file and count over nations of these sizes: what it takes, and the blocks that it reads. */
export async function measureNation({
  sizes,
  webs: count,
}: {
  sizes: readonly number[];
  webs: number;
}): Promise<Row[]> {
  const rows: Row[] = [];
  for (const people of sizes) {
    if (!readNation(people) && people <= MADE_HERE) await makeNation({ people });
    const measured = await withNation(people, (ground, site) => measureOne(ground, site, count));
    rows.push(...measured.map((row) => ({ ...row, what: `${row.what}, ${people.toLocaleString('en')} people` })));
  }
  return rows;
}

async function measureOne(ground: Ground, site: Site, count: number): Promise<Row[]> {
  const webs = await runWebs(ground, site, { count });
  const onlooker = new pg.Client({ connectionString: site.superuserUrl, application_name: 'bench' });
  await onlooker.connect();
  ground.onClose(() => onlooker.end());
  const cast = await castNation(site, webs);
  const desk = deskOf(site, webs.appUrl);
  const role = new URL(site.databaseUrl).username;

  const alone = await timeInTurn(() => cast.learner.client.get('/accessibility'));
  const pages: Measured[] = [];
  for (const visit of visitsOf(cast)) pages.push({ visit, row: await measurePage(visit, { onlooker, role, alone }) });
  const rows: Row[] = [{ what: '/accessibility (limit: a page alone)', ...alone }, ...pages.map(({ row }) => row)];
  rows.push(...(await measureSweep(site, { onlooker, role, webs })));
  rows.push(await measureWorst(pages, cast.learner.client));
  const province = `/manage/reports/${cast.province.code}`;
  rows.push(
    await measureFile(cast.province, webs, {
      what: 'people.csv of a province',
      path: `${province}/people.csv`,
      isWhole: true,
      limitMs: 1_000,
    }),
    await measureFile(cast.nation, webs, {
      what: 'people.csv of the nation, first row',
      path: '/manage/reports/VN/people.csv',
      isWhole: false,
    }),
    await measureFile(cast.nation, webs, {
      what: 'units.csv of the nation',
      path: '/manage/reports/VN/units.csv',
      isWhole: true,
    }),
    await measureRecount(site),
    await measureOverdue(site),
    ...(await measureBatch(site, cast, desk)),
  );
  return rows;
}

type Measured = { visit: Visit; row: Row };
type Looking = { onlooker: pg.Client; role: string };

async function measurePage(
  { what, client, path, isPreview = false }: Visit,
  { onlooker, role, alone }: Looking & { alone: { p50: number } },
): Promise<Row> {
  const go = () => client.get(path);
  const first = await go();
  const limitMs = isPreview ? LIMITS.previewMs : LIMITS.pageMs;
  const limit = `< ${limitMs} ms, <= ${LIMITS.pageBlocks} blocks`;
  // What does not answer is a measurement too: the page's own limit ended it.
  if (first.status >= 500) return { what, status: first.status, limit, verdict: 'short' };
  expectStatus(first, 200);
  const times = await timeInTurn(go);
  const { blocks, sqlMs } = await touchedBy(onlooker, role, go);
  const isWithin = times.p95 < limitMs && blocks <= LIMITS.pageBlocks;
  return {
    what,
    ...times,
    sqlMs,
    blocks,
    ofPageAlone: round(times.p50 / alone.p50),
    limit,
    verdict: isWithin ? 'ok' : 'short',
  };
}

/** Every part of the minute's sweep, once it has found everything there is. */
async function measureSweep(
  { db, storageUrl }: Site,
  { onlooker, role, webs }: Looking & { webs: RunningWebs },
): Promise<Row[]> {
  const log = openLog('silent', 'script');
  const world = {
    ...deskOf({ db } as Site, webs.appUrl),
    ...{ log, storage: openStorage(storageUrl), troubles: openTroubles({ db, log }), clockAgrees: async () => true },
    queueDepth: async () => ({ waiting: 0, active: 0, delayed: 0, failed: 0 }),
  };
  const rows: Row[] = [];
  for (const [name, part] of SWEEP_PARTS) {
    await part(world);
    const { blocks, sqlMs } = await touchedBy(onlooker, role, () => part(world));
    const verdict = blocks <= LIMITS.sweepBlocks ? 'ok' : 'short';
    rows.push({
      what: `sweep that finds nothing: ${name}`,
      sqlMs,
      blocks,
      limit: `<= ${LIMITS.sweepBlocks} blocks`,
      verdict,
    });
  }
  return rows;
}

/** The twelve that took longest, all at once, again and again; a learner's page beside them. */
async function measureWorst(pages: readonly Measured[], learner: HttpClient): Promise<Row> {
  const tookOf = ({ row }: Measured) => Number(row.p95 ?? Number.MAX_VALUE);
  const worst = [...pages].sort((a, b) => tookOf(b) - tookOf(a)).slice(0, 12);
  const quiet = await timeInTurn(() => learner.get('/learning'), { times: 60 });
  let failed = 0;
  const until = performance.now() + 10_000;
  const storm = Promise.all(
    worst.map(async ({ visit }) => {
      do if ((await visit.client.get(visit.path)).status !== 200) failed++;
      while (performance.now() < until);
    }),
  );
  const ms = await pagesDuring(learner, '/learning', storm);
  const p95 = round(percentile(ms, 95));
  const times = round(p95 / quiet.p95);
  return {
    ...{
      what: 'twelve worst requests at once, /learning beside them',
      p50: round(percentile(ms, 50)),
      p95,
      failed,
      ofQuiet: times,
    },
    limit: `none fails, p95 <= ${LIMITS.besideTimes} x quiet`,
    verdict: failed === 0 && times <= LIMITS.besideTimes ? 'ok' : 'short',
  };
}
