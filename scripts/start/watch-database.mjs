import { setTimeout as sleep } from 'node:timers/promises';
import { explain } from './failure.mjs';
import { childrenOf, hasEnded, identify, isAlive, signal } from './identify-process.mjs';

/** So many looks in a row without an answer, each of some seconds, and the server stands still. */
const silentAtMost = 3;
const pauses = [500, 1000, 2000, 4000, 8000, 15_000, 30_000, 60_000];

/**
 * Keeps the embedded PostgreSQL running: one that has ended is started again, one that stands still is woken, or ended
 * and started again. `onTrouble` hears when it begins and, with null, when it answers again. `stop()` ends the watch,
 * not the server.
 */
export function watchDatabase({ server, say, onTrouble = () => {}, everyMs = 1000 }) {
  const closing = new AbortController();
  const rest = (ms) => sleep(ms, undefined, { signal: closing.signal }).catch(() => {});
  let silent = 0;
  // what a server that was ended by force leaves behind keeps its data in use
  let parts = [];

  async function bringBack(how) {
    const since = Date.now();
    let times = 1;
    say(`  ! PostgreSQL ${how}; it is started again.`);
    onTrouble({ name: 'postgres', how, times, since });
    if (how === 'stands still' && (await wake(server))) {
      say('  ✓ PostgreSQL had been halted and goes on.');
      return onTrouble(null);
    }
    while (!closing.signal.aborted) {
      try {
        await Promise.all(parts.map((part) => hasEnded(part, 2000)));
        for (const part of parts.filter(isAlive)) signal(part.pid, 'SIGKILL');
        await server.revive();
        say(
          `  ✓ PostgreSQL answers again (process ${server.pid}), after ${((Date.now() - since) / 1000).toFixed(1)} s.`,
        );
        return onTrouble(null);
      } catch (error) {
        const pause = pauses[Math.min(times, pauses.length) - 1];
        times += 1;
        say(`  ! ${explain(error)} The next try is in ${pause / 1000} s.`);
        onTrouble({ name: 'postgres', how: explain(error), times, since });
        await rest(pause);
      }
    }
  }

  const watching = (async () => {
    while (!closing.signal.aborted) {
      const state = await server.examine();
      if (closing.signal.aborted) return;
      if (state === 'well') parts = childrenOf(server.pid).map(identify);
      silent = state === 'silent' ? silent + 1 : 0;
      if (state === 'gone') await bringBack('has ended');
      else if (silent >= silentAtMost) {
        silent = 0;
        await bringBack('stands still');
      }
      await rest(everyMs);
    }
  })();

  return {
    async stop() {
      closing.abort();
      await watching;
    },
  };
}

/** A server that somebody has halted goes on where it stood, which costs nobody a connection. */
async function wake(server) {
  for (const pid of [server.pid, ...childrenOf(server.pid)]) signal(pid, 'SIGCONT');
  await sleep(500);
  return (await server.examine()) === 'well';
}
