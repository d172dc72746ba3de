import { chmodSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const isOpen = ({ mode }) => (mode & 0o077) !== 0;

/**
 * Takes a folder of ours and everything in it from everybody but its owner: folders 0700, files 0600. The folder itself
 * comes last, so that one that is closed already, with however many documents, costs one look. Links and what belongs
 * to somebody else are let be; a folder that is not there is none.
 */
export function closeToOthers(folder) {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (!found?.isDirectory() || !isOurs(found) || !isOpen(found)) return;
  closeWithin(folder);
}

function closeWithin(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) closeWithin(path);
    else if (entry.isFile()) closeFile(path);
  }
  if (isOurs(lstatSync(folder))) chmodSync(folder, 0o700);
}

/** One file, without the right to run it, which no file of ours needs. */
export function closeFile(path) {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found?.isFile() && isOurs(found) && isOpen(found)) chmodSync(path, 0o600);
}

const isOurs = ({ uid }) => uid === process.getuid?.();
