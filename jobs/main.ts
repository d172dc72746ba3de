import { setTimeout as sleep } from 'node:timers/promises';
import { readEnv } from '#app/platform/env.server.ts';
import { handlersFor, isHopeless } from './registry.ts';
import { schedule } from './schedule.ts';
import { openWorkerWorld } from './world.ts';

const GRACE_MS = 25_000;

/** The worker process: reads the environment once, opens what it needs, works until it is told to stop. */
async function main(): Promise<void> {
  const { world, queue, close } = openWorkerWorld(readEnv());
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

  queue.startWorker(handlersFor(world), { concurrency: 4, isHopeless });
  queue.schedule(schedule);
  while (!stopping) {
    try {
      await queue.ready();
      break;
    } catch (error) {
      log.warn({ err: error }, 'the worker waits for its queue');
      await sleep(1_000);
    }
  }
  if (stopping) return;
  log.info({}, 'worker ready');
  process.send?.('ready');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
