import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { recountRollups } from '#app/domain/reporting/recount.server.ts';
import { openQueue } from '#app/platform/queue.server.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { defineDrill } from './drill.ts';
import { beginQuiz, type Desk, eachOf, passQuiz } from './learn.ts';
import { enrolAndRead, makeAgencies, makePeople } from './make-people.ts';
import { type Ground, openRedis, openSite, publishAll, query, silentLog, withGround } from './open-ground.ts';
import { checkDocuments } from './read-outcome.ts';
import { runWorker } from './run-worker.ts';

type Backend = 'postgres' | 'redis';
type WipeOptions = { seed: string; backend: string; completions: number; say: (line: string) => void };

export const drill = defineDrill({
  options: { completions: 40, backend: 'both' },
  choices: { backend: ['postgres', 'redis', 'both'] },
  run: wipeQueue,
});

/** Lost after 20 s, asked again by the next sweep of the minute; then the queue has to get over it and draw. */
const SWEEP_MS = 20_000 + 60_000 + 30_000;
const WIPES = 8;

/**
 * The queue's schema dropped, or Redis flushed: once between submission and job, while no worker runs, and then again
 * and again while the worker works. Every certificate still comes, within the time of the sweep.
 */
async function wipeQueue({ seed, backend: asked, completions, say }: WipeOptions): Promise<boolean> {
  const backends = (['postgres', 'redis'] as const).filter((one) => asked === 'both' || asked === one);
  say(`seed ${seed}, ${completions} completions in each part`);
  return withGround('drill-wipe', async (ground) => {
    let holds = true;
    for (const backend of backends) holds = (await wipeOn(ground, backend, { seed, completions, say })) && holds;
    return holds;
  });
}

async function wipeOn(ground: Ground, backend: Backend, options: Omit<WipeOptions, 'backend'>): Promise<boolean> {
  const { completions, say, seed } = options;
  const site = await openSite(ground, `wiped_${backend}`);
  const { db } = site;
  const redisUrl = backend === 'redis' ? await openRedis(ground) : undefined;
  const queueName = 'drill_wipe';
  const [course] = await publishAll(site);
  if (!course) throw new Error('content/ holds no course');
  const people = await makePeople(db, { count: 2 * completions, agencyCodes: await makeAgencies(db), seed });
  const queue = openQueue({ databaseUrl: site.databaseUrl, redisUrl, name: queueName, log: silentLog });
  ground.onClose(() => queue.close());
  await queue.ready();
  const desk: Desk = {
    db,
    now: () => new Date(),
    random: systemRandom,
    enqueue: queue.enqueue,
    appUrl: 'http://127.0.0.1:3000',
  };
  const learners = people.map((person) => ({ personId: person.id, slug: course.slug }));
  await enrolAndRead(
    db,
    people.map((person) => person.id),
    course.id,
    desk.now(),
  );
  const attempts = learners.map((learner) => ({ ...learner, attemptId: '' }));
  await eachOf(learners, 8, async (learner, index) => {
    attempts[index] = await beginQuiz(desk, learner);
  });
  const wipe = () => wipeStore({ redisUrl, databaseUrl: site.superuserUrl, queueName });
  const wait = async (wanted: number): Promise<number> => {
    const since = Date.now();
    while ((await db.certificate.count({ where: { status: 'ISSUED' } })) < wanted && Date.now() - since < SWEEP_MS)
      await sleep(250);
    return Date.now() - since;
  };

  // Between submission and job: nobody works yet, and what was asked is gone before anybody does.
  await eachOf(attempts.slice(0, completions), 8, (attempt) => passQuiz(desk, attempt));
  const { waiting } = await queue.depth();
  await wipe();
  const worker = runWorker(ground, site, { redisUrl, queueName });
  await worker.ready();
  const between = await wait(completions);
  const issuedBetween = await db.certificate.count({ where: { status: 'ISSUED' } });
  say(
    `${backend}: ${waiting} jobs wiped before a worker saw them: ${issuedBetween} of ${completions} certificates after ${(between / 1000).toFixed(1)} s`,
  );

  // During: the ground is pulled away under the worker and the web while both go on.
  const wipes: string[] = [];
  const submitting = eachOf(attempts.slice(completions), 2, async (attempt) => {
    await passQuiz(desk, attempt);
    await sleep(150);
  });
  for (let turn = 0; turn < WIPES; turn++) {
    await sleep(400);
    const before = await queue.depth().catch(() => null);
    await wipe();
    wipes.push(before ? `${before.waiting}+${before.active}` : '?');
  }
  await submitting;
  const during = await wait(2 * completions);
  for (const since = Date.now(); (await db.rollupDelta.count()) > 0 && Date.now() - since < SWEEP_MS; ) {
    await sleep(250);
  }
  const documents = await checkDocuments(site);
  const { differences } = await recountRollups({ db, now: desk.now });
  say(
    `${backend}: wiped ${WIPES} times during ${completions} completions (waiting+active before each: ${wipes.join(' ')}): ` +
      `${documents.issued} of ${2 * completions} issued ${(during / 1000).toFixed(1)} s after the last, ${documents.wrong.length} with another document, ` +
      `${differences} roll-ups differ, ${queue.failures()} hints not queued`,
  );
  await worker.stop();
  await queue.close();
  const holds =
    waiting >= completions &&
    issuedBetween === completions &&
    documents.issued === 2 * completions &&
    documents.certificates === 2 * completions &&
    documents.wrong.length === 0 &&
    differences === 0;
  say(holds ? `✓ ${backend}: every certificate came` : `✗ ${backend}: see above`);
  return holds;
}

async function wipeStore(store: {
  redisUrl: string | undefined;
  databaseUrl: string;
  queueName: string;
}): Promise<void> {
  if (store.redisUrl) {
    const client = new Redis(store.redisUrl);
    await client.flushall();
    client.disconnect();
    return;
  }
  for (let tries = 1; ; tries++) {
    try {
      return await query(store.databaseUrl, [`DROP SCHEMA IF EXISTS "${store.queueName}" CASCADE`]);
    } catch (error) {
      // Whoever works in the schema locks its tables in another order than dropping does: one of the two is refused.
      if (tries === 20 || !/deadlock/.test(String(error))) throw error;
    }
  }
}
