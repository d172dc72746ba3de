import { basename } from 'node:path';
import { commandOf, identify, isAlive, parentOf } from './identify-process.mjs';

/**
 * One AbortSignal for "please stop" and one for "at once". A signal that npm passes on comes twice for one Ctrl-C, so
 * a second one within two seconds is the same wish. npm that is ended alone says nothing to us: its end is seen by
 * looking whether our ancestors are still there.
 */
export function watchStop({ say }) {
  const stop = new AbortController();
  const force = new AbortController();
  let first = 0;
  const ask = (reason) => {
    if (!first) {
      first = Date.now();
      stop.abort(reason);
    } else if (Date.now() - first > 2000 && !force.signal.aborted) {
      say('  stopping at once');
      force.abort(reason);
    }
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => ask(name));

  const ancestors = process.env.npm_lifecycle_event ? npmAbove() : [];
  const parent = process.ppid;
  if (ancestors.length) {
    const timer = setInterval(
      () => {
        if (
          process.ppid === parent &&
          ancestors.every(({ process: it, above }) => isAlive(it) && (!above || parentOf(it.pid) === above))
        )
          return;
        clearInterval(timer);
        ask('npm has ended');
      },
      process.platform === 'linux' ? 300 : 2000,
    );
    timer.unref();
  }
  return { stop: stop.signal, force: force.signal };
}

/** Our parent, and the one above it when the parent is only the shell that npm runs scripts with. */
function npmAbove() {
  const chain = [{ process: identify(process.ppid) }];
  const shell = /^-?(sh|bash|dash|zsh|ash|busybox)$/.test(basename(commandOf(process.ppid).split(' ')[0] ?? ''));
  if (shell) {
    const above = parentOf(process.ppid);
    chain[0].above = above;
    if (above > 1) chain.push({ process: identify(above) });
  }
  return chain;
}
