import http from 'node:http';
import { recountRollups } from '#app/domain/reporting/recount.server.ts';
import { applyBatch } from '#app/domain/training/apply-batch.server.ts';
import { sweepOverdue } from '#app/domain/training/sweep-overdue.server.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import type { HttpClient } from '#tests/support/http-client.ts';
import { assignUnit, type Desk } from '../../drill/learn.ts';
import type { Site } from '../../drill/open-ground.ts';
import { percentile, type Row, round } from '../measure.ts';
import type { Cast, Somebody } from './people-of-nation.ts';

export const deskOf = (site: Site, appUrl: string): Desk => ({
  ...{ db: site.db, random: systemRandom, appUrl, now: () => new Date() },
  enqueue: async () => 'queued',
});

/** What a page takes while something else runs. */
export async function pagesDuring(client: HttpClient, path: string, work: Promise<unknown>): Promise<number[]> {
  const ms: number[] = [];
  let isOver = false;
  const over = work.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    const from = performance.now();
    const { status } = await client.get(path);
    if (status !== 200) throw new Error(`${path} answered ${status}`);
    ms.push(performance.now() - from);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await over;
  return ms;
}

/** One midnight that is still to come, as if it had just passed: each run takes the next. */
export async function measureOverdue({ db }: Site): Promise<Row> {
  const next = await db.maybeOne<{ dueAt: Date; waiting: number }>`
    SELECT "dueAt", count(*)::int AS waiting FROM "Assignment" WHERE "overdueAt" IS NULL AND status IN ('NOT_STARTED', 'IN_PROGRESS')
       AND "dueAt" = (SELECT min("dueAt") FROM "Assignment" WHERE "overdueAt" IS NULL AND status IN ('NOT_STARTED', 'IN_PROGRESS')) GROUP BY 1`;
  if (!next) throw new Error('no midnight is left: make the nation anew');
  const now = () => new Date(next.dueAt.getTime() + 1_000);
  const from = performance.now();
  let swept = 0;
  let calls = 0;
  let longest = 0;
  while (swept < next.waiting) {
    const begun = performance.now();
    const some = await sweepOverdue({ db, now });
    if (some === 0) break;
    swept += some;
    calls++;
    longest = Math.max(longest, performance.now() - begun);
  }
  const perSecond = (swept / (performance.now() - from)) * 1000;
  return {
    ...{ what: 'overdue sweep of one midnight', count: swept, perSecond: round(perSecond, 0), calls },
    ...{ p95: round(longest, 0), limit: '>= 5,000/s', verdict: perSecond >= 5_000 ? 'ok' : 'short' },
  };
}

/** A course that nobody was assigned, to a whole province: alone, taken back, and again with somebody on her page beside it. */
export async function measureBatch(site: Site, cast: Cast, desk: Desk): Promise<Row[]> {
  const { province, learner } = cast;
  const at = { courseCode: 'K5', agencyCode: province.code };
  const rateOf = async (act: () => Promise<unknown>) => {
    const from = performance.now();
    await act();
    return round((province.people / (performance.now() - from)) * 1000, 0);
  };
  const apply = (batchId: string) => applyBatch({ db: site.db, now: desk.now }, batchId);
  const takeBack = (batchId: string) =>
    site.db.assignmentBatch.update({ where: { id: batchId }, data: { state: 'CANCELLED', finishedAt: null } });
  const first = await assignUnit(desk, province.actor, at);
  const alone = await rateOf(() => apply(first));
  await takeBack(first);
  const back = await rateOf(() => apply(first));
  const second = await assignUnit(desk, province.actor, at);
  const work = rateOf(() => apply(second));
  const ms = await pagesDuring(learner.client, '/learning', work);
  const p95 = round(percentile(ms, 95));
  await takeBack(second);
  await apply(second);
  const count = province.people;
  return [
    {
      what: 'batch of a province, alone',
      count,
      perSecond: alone,
      limit: '>= 2,000/s',
      verdict: alone >= 2_000 ? 'ok' : 'short',
    },
    { what: 'un-assigning it', count, perSecond: back },
    {
      ...{
        what: 'batch of a province, /learning beside it',
        count,
        perSecond: await work,
        p50: round(percentile(ms, 50)),
        p95,
      },
      ...{ limit: 'p95 < 100 ms', verdict: p95 < 100 ? 'ok' : 'short' },
    },
  ];
}

export async function measureRecount({ db }: Site): Promise<Row> {
  const from = performance.now();
  const { compared, differences } = await recountRollups({ db, now: () => new Date() });
  const seconds = round((performance.now() - from) / 1000, 1);
  if (differences > 0) throw new Error(`${differences} figures differ from the recount`);
  return { what: 'recount', count: compared, seconds, limit: '<= 300 s', verdict: seconds <= 300 ? 'ok' : 'short' };
}

/** A file until its first row, and to its end where that is waited for. */
export async function measureFile(
  { client }: Somebody,
  webs: { urls: readonly string[]; appUrl: string },
  { what, path, isWhole, limitMs }: { what: string; path: string; isWhole: boolean; limitMs?: number },
): Promise<Row> {
  const { hostname, port } = new URL(webs.urls[0] ?? '');
  const headers = {
    Host: new URL(webs.appUrl).host,
    Cookie: [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
  };
  const from = performance.now();
  const { firstMs, lines } = await new Promise<{ firstMs: number; lines: number }>((resolve, reject) => {
    http
      .get({ hostname, port, path, headers }, (response) => {
        if (response.statusCode !== 200) reject(new Error(`status ${response.statusCode} for ${path}`));
        let seen = 0;
        let first = 0;
        response.on('data', (chunk: Buffer) => {
          for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) seen++;
          // the first line is the heading
          if (first > 0 || seen < 2) return;
          first = performance.now() - from;
          if (isWhole) return;
          response.destroy();
          resolve({ firstMs: first, lines: 0 });
        });
        response.on('end', () => resolve({ firstMs: first, lines: seen }));
        response.on('error', (error) => (first > 0 ? undefined : reject(error)));
      })
      .on('error', reject);
  });
  return {
    ...{ what, firstRowMs: round(firstMs, 0) },
    ...(isWhole ? { count: lines - 1, seconds: round((performance.now() - from) / 1000, 1) } : {}),
    ...(limitMs ? { limit: `first row < ${limitMs} ms`, verdict: firstMs < limitMs ? 'ok' : 'short' } : {}),
  };
}
