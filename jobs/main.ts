import { setTimeout as sleep } from 'node:timers/promises';
import { readEnv } from '#app/platform/env.server.ts';
import { requireServer } from '#app/platform/require-server.server.ts';
import { handlersFor, isHopeless } from './registry.ts';
import { schedule } from './schedule.ts';
import { openWorkerWorld } from './world.ts';

const GRACE_MS = 25_000;

/** The worker process: reads the environment once, opens what it needs, works until it is told to stop. */
async function main(): Promise<void> {
  const { world, queue, vitalSigns, close } = openWorkerWorld(readEnv());
  const { log } = world;

  let stopping = false;
  const stop = async (reason: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ reason }, 'worker stopping');
    // Whatever hangs on the way out does not keep the process.
    setTimeout(() => process.exit(1), GRACE_MS + 5_000).unref();
    await close(GRACE_MS);
    log.info({}, 'worker stopped');
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
  process.on('disconnect', () => void stop('the supervisor is gone'));
  process.on('message', (message) => message === 'ping' && process.send?.('pong'));

  const waitFor = async (what: string, act: () => Promise<void>) => {
    while (!stopping) {
      try {
        return await act();
      } catch (error) {
        log.warn({ err: error }, `the worker waits for ${what}`);
        await sleep(1_000);
      }
    }
  };
  // Nothing is done by a clock that may be wrong.
  await waitFor('the time of the database', vitalSigns.clock.measure);
  await waitFor('the database', vitalSigns.beat);
  await requireServer(world.db);
  if (stopping) return;

  queue.startWorker(handlersFor(world), { concurrency: 4, isHopeless });
  queue.schedule(schedule);
  await waitFor('its queue', () => queue.ready());
  if (stopping) return;
  log.info({}, 'worker ready');
  process.send?.('ready');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
