import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.mjs';
import { carriersOf, endGroup, identify, isAlive } from './identify-process.mjs';
import { dataRoot, readJson, writeWhole } from './paths.mjs';
import { withLock } from './postgres-lease.mjs';

const file = join(dataRoot, 'run.json');

/**
 * `.data/run.json` says who runs here. Refuses a second start, ends what a killed start has left behind, and
 * returns a notebook for this one.
 */
export const claimRun = (options) => withLock(join(dataRoot, 'run'), () => claim(options));

async function claim({ port, log }) {
  const former = readJson(file);
  if (former) {
    if (former.supervisor?.pid !== process.pid && isAlive(former.supervisor)) {
      throw new Failure(
        `Trúc is already running from this folder (process ${former.supervisor.pid}, port ${former.port}): use it, or stop it with kill ${former.supervisor.pid}.`,
      );
    }
    const left = Object.values(former.children ?? {}).filter(isAlive);
    for (const carrier of former.run ? carriersOf(`TRUC_RUN=${former.run}`) : []) {
      if (!left.some(({ pid }) => pid === carrier.pid)) left.push(carrier);
    }
    if (left.length) {
      log(`ending ${left.length} process${left.length === 1 ? '' : 'es'} left over from the last start`);
      await Promise.all(left.map(endGroup));
    }
  }
  const notes = { run: randomBytes(12).toString('hex'), supervisor: identify(process.pid), port, children: {} };
  const write = () => writeWhole(file, `${JSON.stringify(notes)}\n`);
  write();
  return {
    run: notes.run,
    note(name, pid) {
      notes.children[name] = identify(pid);
      write();
    },
    forget() {
      rmSync(file, { force: true });
    },
  };
}
