import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSession } from '#app/domain/accounts/sessions.server.ts';
import { recountRollups } from '#app/domain/reporting/recount.server.ts';
import { seededRandom, systemRandom } from '#app/platform/random.server.ts';
import { HttpClient, type Reply } from '#tests/support/http-client.ts';
import { rightSaves } from '#tests/support/learner.ts';
import { makeDice } from '../../prisma/seed/dice.ts';
import { type Supervised, supervise } from '../start/supervise.mjs';
import { watchDatabase } from '../start/watch-database.mjs';
import { enrolAndRead, makeAgencies, makePeople } from './make-people.ts';
import { type Ground, openRedis, openSite, publishAll, root, type Site, withGround } from './open-ground.ts';
import { checkDocuments } from './read-outcome.ts';

/** After the last disturbance everything acknowledged is finished within this: a sweep, a fold, a queue's patience. */
const SETTLE_MS = 180_000;
const AT_ONCE = AbortSignal.abort();

export type Field = {
  ground: Ground;
  site: Site;
  redisUrl: string | undefined;
  /** Where the web answers. */
  url: string;
  web(): Supervised;
  worker(): Supervised;
  /** The process of that name that runs at this moment. */
  pidOf(name: 'web' | 'worker'): number;
  /** Ends the worker and starts one whose environment is changed so. */
  changeWorker(env: Record<string, string>): Promise<void>;
  say: (line: string) => void;
};

type Given = {
  seed: string;
  learners: number;
  say: (line: string) => void;
  backend?: 'postgres' | 'redis';
  /** Whether learners must have had to ask again: a disturbance that no page feels tries nothing. */
  isFelt?: boolean;
};
type Ack = { attemptId: string; slot: number; answer: unknown };
type Tally = { saves: Ack[]; submissions: string[]; stuck: string[]; retries: number; faults: string[] };

/**
 * Learners take their quizzes over HTTP while something breaks, and go on asking until they are answered, as the
 * browser does. True when nothing acknowledged was lost or doubled, nobody was left stuck, and the recount agrees.
 */
export function underLoad(
  name: string,
  given: Given,
  disturb: (field: Field) => Promise<void>,
  settings: Record<string, string | number> = {},
): Promise<boolean> {
  const { say, seed } = given;
  say(`${name}: seed ${seed}, ${given.learners} learners`);
  return withGround(
    `drill-${name}`,
    async (ground) => {
      const site = await openSite(ground, `drilled_${name}`);
      const redisUrl = given.backend === 'redis' ? await openRedis(ground) : undefined;
      const [course] = await publishAll(site);
      if (!course) throw new Error('content/ holds no course');
      const agencyCodes = await makeAgencies(site.db);
      const people = await makePeople(site.db, { count: given.learners, agencyCodes, seed });
      const ids = people.map((person) => person.id);
      await enrolAndRead(site.db, ids, course.id, new Date());
      const field = await openField(ground, site, { redisUrl, say });
      const watch = watchDatabase({ server: ground.postgres, say });
      ground.onClose(() => watch.stop());

      const tally: Tally = { saves: [], submissions: [], stuck: [], retries: 0, faults: [] };
      const since = { over: Number.POSITIVE_INFINITY };
      const dice = makeDice(seededRandom(`load ${seed}`));
      const spread = 20_000;
      const learning = ids.map(async (personId) => {
        await sleep(dice.between(0, spread));
        await learn(field, tally, { personId, slug: course.slug, since, pauseMs: dice.between(200, 900) });
      });
      await sleep(4_000);
      await disturb(field);
      since.over = Date.now();
      say('  the disturbance is over');
      await Promise.all(learning);
      return judge(name, field, tally, { ...given, over: since.over });
    },
    { settings },
  );
}

async function openField(
  ground: Ground,
  site: Site,
  { redisUrl, say }: { redisUrl: string | undefined; say: (line: string) => void },
): Promise<Field> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const common = {
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    DATABASE_URL: site.databaseUrl,
    STORAGE_URL: site.storageUrl,
    APP_URL: url,
    PORT: String(port),
    HOST: '127.0.0.1',
    ...(redisUrl ? { REDIS_URL: redisUrl } : {}),
  } as unknown as NodeJS.ProcessEnv;
  const pids: Record<string, number> = {};
  mkdirSync(path.join(ground.folder, 'log'), { recursive: true });
  const open = (name: 'web' | 'worker', env: Record<string, string> = {}) =>
    supervise({
      name,
      args: [`build/${name}.js`],
      cwd: root,
      env: { ...common, ...env },
      logFile: path.join(ground.folder, 'log', `${name}.log`),
      graceMs: 10_000,
      note: (_, pid) => {
        pids[name] = pid;
      },
      say,
    });
  const running = { web: open('web'), worker: open('worker') };
  ground.onClose(() => Promise.all([running.web.stop(AT_ONCE), running.worker.stop(AT_ONCE)]));
  await Promise.all([running.web.ready, running.worker.ready]);
  return {
    ground,
    site,
    redisUrl,
    url,
    say,
    web: () => running.web,
    worker: () => running.worker,
    pidOf: (name) => pids[name] ?? 0,
    async changeWorker(env) {
      await running.worker.stop(new AbortController().signal);
      running.worker = open('worker', env);
    },
  };
}

type Learner = { personId: string; slug: string; since: { over: number }; pauseMs: number };

async function learn(field: Field, tally: Tally, learner: Learner): Promise<void> {
  const { site } = field;
  const { personId, slug, since, pauseMs } = learner;
  const { token } = await retried(() =>
    createSession({ db: site.db, now: () => new Date(), random: systemRandom }, personId),
  );
  const client = new HttpClient({ url: field.url, token });
  const insist = async (what: string, ask: () => Promise<Reply>, isAnswered: (reply: Reply) => boolean) => {
    for (let pause = 250; ; pause = Math.min(pause * 1.5, 3_000)) {
      const reply = await ask().catch(() => null);
      if (reply && isAnswered(reply)) return reply;
      if (reply && reply.status >= 500 && reply.status !== 503) tally.faults.push(`${what}: ${reply.status}`);
      if (reply?.location?.includes('/sign-in')) throw new Error(`${what}: signed out`);
      tally.retries++;
      if (Date.now() > since.over + 60_000) throw new Error(`${what}: not answered (${reply?.status ?? 'no answer'})`);
      await sleep(pause);
    }
  };
  try {
    const started = await insist(
      'start',
      () => client.post(`/courses/${slug}/quiz`),
      (reply) => reply.status === 302 && (reply.location ?? '').startsWith('/attempts/'),
    );
    const page = started.location?.split('?')[0] ?? '';
    const attemptId = page.split('/').at(-1) ?? '';
    // What the person would know by having read is looked up outside of the product.
    const saves = await retried(() => rightSaves(site, attemptId));
    for (const save of saves) {
      await insist(
        'save',
        () => client.postJson(`${page}/answers`, { saves: [save] }),
        (reply) => reply.status === 200 && /"outcome":"saved"/.test(reply.text),
      );
      tally.saves.push({ attemptId, slot: save.slot, answer: save.answer });
      await sleep(pauseMs);
    }
    await insist(
      'submit',
      () => client.post(`${page}/check`, { saves: '[]' }),
      (reply) => reply.status === 302 && (reply.location ?? '').includes('/result'),
    );
    tally.submissions.push(attemptId);
  } catch (error) {
    tally.stuck.push(error instanceof Error ? error.message : String(error));
  }
}

/** Looks from outside of the product go on until they are answered: they are no part of what is tried. */
async function retried<T>(act: () => Promise<T>): Promise<T> {
  for (let times = 1; ; times++) {
    try {
      return await act();
    } catch (error) {
      if (times > 120) throw error;
      await sleep(500);
    }
  }
}

async function judge(
  name: string,
  field: Field,
  tally: Tally,
  { learners, over, isFelt = false }: Given & { over: number },
): Promise<boolean> {
  const { site, say } = field;
  const { db } = site;
  let left = Number.NaN;
  const until = Date.now() + SETTLE_MS;
  do {
    await sleep(500);
    const [issued, deltas] = await retried(() =>
      Promise.all([db.certificate.count({ where: { status: 'ISSUED' } }), db.rollupDelta.count()]),
    );
    left = tally.submissions.length - issued + deltas;
  } while (left > 0 && Date.now() < until);
  const seconds = ((Date.now() - over) / 1_000).toFixed(1);

  const stored = new Map(
    (await db.attemptAnswer.findMany({ select: { attemptId: true, slot: true, answer: true } })).map((row) => [
      `${row.attemptId} ${row.slot}`,
      JSON.stringify(row.answer),
    ]),
  );
  const lostSaves = tally.saves.filter(
    ({ attemptId, slot, answer }) => !sameJson(stored.get(`${attemptId} ${slot}`), answer),
  );
  const finished = await db.one<{ graded: number; doubled: number }>`
    SELECT (SELECT count(DISTINCT a.id)::int FROM "Attempt" a JOIN "Grading" g ON g."attemptId" = a.id
             WHERE a.id = ANY(${tally.submissions}::uuid[]) AND a.state <> 'IN_PROGRESS') AS graded,
           (SELECT count(*)::int FROM (
              SELECT 1 FROM "Grading" GROUP BY "attemptId" HAVING count(*) > 1
              UNION ALL SELECT 1 FROM "Completion" GROUP BY "enrolmentId" HAVING count(*) > 1
              UNION ALL SELECT 1 FROM "Certificate" GROUP BY "completionId" HAVING count(*) > 1
              UNION ALL SELECT 1 FROM "Attempt" GROUP BY "personId", "quizId" HAVING count(*) > 1) d) AS doubled`;
  const documents = await checkDocuments(site);
  const recount = await recountRollups({ db, now: () => new Date() });
  const lost = lostSaves.length + (tally.submissions.length - finished.graded) + documents.wrong.length;
  const stuck = tally.stuck.length + Math.max(0, left) + (learners - tally.submissions.length - tally.stuck.length);
  const doubled = finished.doubled;
  for (const reason of [...new Set([...tally.stuck, ...tally.faults])].slice(0, 10)) say(`  ✗ ${reason}`);
  say(
    `${name}: acknowledged ${tally.saves.length} saves and ${tally.submissions.length} submissions, lost ${lost}, doubled ${doubled}, ` +
      `stuck ${stuck}, ${seconds} s until all was done; ${tally.retries} asked again, ${tally.faults.length} answers of 500, ` +
      `${documents.issued} documents as their rows say, recount ${recount.differences} of ${recount.compared} differ`,
  );
  if (isFelt && tally.retries === 0) say('  ✗ no page felt it');
  return lost + doubled + stuck + tally.faults.length + recount.differences === 0 && (!isFelt || tally.retries > 0);
}

/** PostgreSQL keeps the keys of an object in an order of its own. */
function sameJson(stored: string | undefined, answer: unknown): boolean {
  const sorted = (value: unknown): unknown =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .sort()
            .map(([key, each]) => [key, sorted(each)]),
        )
      : value;
  return stored !== undefined && JSON.stringify(sorted(JSON.parse(stored))) === JSON.stringify(sorted(answer));
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
