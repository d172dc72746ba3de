import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { paperKeyOf } from '#app/domain/assessment/paper.ts';
import { readBank, readKeys } from '#app/domain/assessment/read-bank.server.ts';
import { openPaper, type StoredPaper } from '#app/domain/assessment/store-paper.ts';
import { rightAnswer } from '#prisma/seed/answer-paper.ts';
import type { HttpClient } from '#tests/support/http-client.ts';
import { enrolAndRead, makeAgencies, makePeople } from '../drill/make-people.ts';
import { openSite, publishAll, withGround } from '../drill/open-ground.ts';
import { openCounter } from './count-work.ts';
import { percentile, type Row, round, underLoad, warmUp } from './measure.ts';
import { runWebs } from './run-web.ts';
import { expectStatus, signIn } from './visit.ts';

const USERS = 8;
/** How often it is done beforehand, for each process. */
const WARM = 250;

/**
 * Whole attempts over HTTP by eight people at once: start, the page, one save of ten answers, handing in, the result;
 * all right, so that each ends in a completion and a reserved certificate. Every person has a session of her own.
 */
export async function measureAttempts({ seconds, webs: count }: { seconds: number; webs: number }): Promise<Row[]> {
  return withGround('bench-attempts', async (ground) => {
    const site = await openSite(ground, 'truc');
    const [course] = await publishAll(site);
    if (!course) throw new Error('content/ holds no course');
    // More than can be used up: at the end nobody may be found without a learner.
    const people = await makePeople(site.db, {
      count: 2 * WARM * count + seconds * 300,
      agencyCodes: await makeAgencies(site.db),
      seed: 'attempts',
    });
    await enrolAndRead(
      site.db,
      people.map((person) => person.id),
      course.id,
      new Date(),
    );
    const webs = await runWebs(ground, site, { count });
    const clients = await signIn(
      site,
      webs,
      people.map((person) => person.id),
    );
    const counter = await openCounter(ground, site, webs.pids);
    await counter.client.query('VACUUM ANALYZE');
    // As superuser, so that what is looked up here counts as nobody's statement.
    const onlooker = new pg.Pool({ connectionString: site.superuserUrl, max: USERS });
    ground.onClose(() => onlooker.end());
    let next = 0;
    const learner = (): HttpClient => {
      const client = clients[next++];
      if (!client) throw new Error('all learners have passed: fewer seconds, or more people');
      return client;
    };
    const steps: Record<string, number[]> = { start: [], page: [], save: [], submit: [], result: [] };
    const timed = async <T>(step: string, act: () => Promise<T>): Promise<T> => {
      const from = performance.now();
      const value = await act();
      steps[step]?.push(performance.now() - from);
      return value;
    };

    const attempt = async (client: HttpClient, { singleSaves = false } = {}): Promise<void> => {
      const started = expectStatus(await timed('start', () => client.post(`/courses/${course.slug}/quiz`)), 302);
      const page = started.location ?? '';
      expectStatus(await timed('page', () => client.get(page)), 200);
      // What the person would know by having read is looked up outside of the product.
      const { rows } = await onlooker.query<{ quizId: string; paper: StoredPaper }>(
        'SELECT "quizId", paper FROM "Attempt" WHERE id = $1',
        [page.split('/').at(-1)],
      );
      const [drawn] = rows;
      if (!drawn) throw new Error('an attempt without a paper');
      const paper = openPaper(drawn.paper, await readBank(site.db, drawn.quizId));
      const saves = paperKeyOf(paper, await readKeys(site.db, drawn.quizId)).slots.map(({ slot, key }) => ({
        saveId: randomUUID(),
        slot,
        answer: rightAnswer(key),
        basedOn: 0,
        flagged: false,
      }));
      for (const batch of singleSaves ? saves.map((save) => [save]) : [saves])
        expectStatus(await timed('save', () => client.postJson(`${page}/answers`, { saves: batch })), 200);
      expectStatus(await timed('submit', () => client.post(`${page}/check`)), 302);
      expectStatus(await timed('result', () => client.get(`${page}/result`)), 200);
    };

    // Warm: both processes have compiled what they run.
    await warmUp({ users: USERS, times: WARM * count }, () => attempt(learner()));
    const whole = await counter.statements(() => attempt(learner()));
    const singly = await counter.statements(() => attempt(learner(), { singleSaves: true }));
    for (const each of Object.values(steps)) each.length = 0;
    const { value: load, work } = await counter.work(() =>
      underLoad({ users: USERS, seconds }, () => attempt(learner())),
    );
    const passed = await site.db.completion.count();
    if (passed < load.count) throw new Error(`${load.count} attempts, but only ${passed} completions`);
    const per = (total: number, digits = 1) => round(total / load.count, digits);
    return [
      {
        what: `whole attempts, ${USERS} users, ${count} web processes`,
        perSecond: round(load.perSecond),
        p50: round(percentile(load.ms, 50)),
        p95: round(percentile(load.ms, 95)),
        count: load.count,
        webCpuMs: per(work.webCpuMs),
        dbCpuMs: per(work.dbCpuMs),
        statements: whole,
        statementsSingly: singly,
        tableBytes: per(work.tableBytes, 0),
        walBytes: per(work.walBytes, 0),
      },
      ...Object.entries(steps).map(([step, ms]) => ({
        what: `  ${step}`,
        p50: round(percentile(ms, 50)),
        p95: round(percentile(ms, 95)),
        count: ms.length,
      })),
    ];
  });
}
