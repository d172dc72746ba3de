import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { endGroup, identify, isAlive } from './identify-process.mjs';
import { dataRoot, openDataRoot, readJson, writeWhole } from './paths.mjs';
import { withLock } from './postgres-lease.mjs';

const LONGEST_MS = 900_000;

/**
 * Does what only one program at a time may do in this folder, such as installing or building. `act` is given a
 * function that it tells its program to: whoever comes after a caller that was killed ends that program first, so that
 * no two ever write the same files.
 */
export function runAlone(name, act) {
  openDataRoot();
  const note = join(dataRoot, `${name}.running.json`);
  return withLock(
    join(dataRoot, name),
    async () => {
      const left = readJson(note);
      if (left && isAlive(left)) await endGroup(left);
      try {
        return await act((pid) => writeWhole(note, JSON.stringify(identify(pid))));
      } finally {
        rmSync(note, { force: true });
      }
    },
    LONGEST_MS,
  );
}
