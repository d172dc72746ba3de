import { setTimeout as sleep } from 'node:timers/promises';
import { defineDrill } from './drill.ts';
import { underLoad } from './under-load.ts';

/** A worker that ends as soon as it is started, for a while. The pages go on all the time. */
export const drill = defineDrill({
  options: { learners: 24, seconds: 20 },
  run: (given) =>
    underLoad('worker', given, async ({ web, worker, pidOf, changeWorker, say }) => {
      const pid = pidOf('web');
      await changeWorker({ QUEUE_NAME: 'No such name' });
      await sleep(given.seconds * 1_000);
      say(
        `  the worker has ended ${worker().trouble()?.times ?? 0} times; the web ${web().trouble() ? 'too' : 'goes on'}`,
      );
      if (pidOf('web') !== pid) throw new Error('the web was started anew');
      await changeWorker({});
    }),
});
