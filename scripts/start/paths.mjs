import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { closeFile, closeToOthers } from './close-to-others.mjs';
import { Failure } from './failure.mjs';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const dataRoot = join(root, '.data');

/**
 * Makes `.data/` (for its owner alone: it holds passwords and documents) and proves that it can be written. What an
 * earlier release left open to others is closed; PostgreSQL looks after its own folder.
 */
export function openDataRoot(folder = dataRoot) {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const probe = join(folder, `.probe-${process.pid}-${randomBytes(4).toString('hex')}`);
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    throw new Failure(
      `Trúc cannot write in ${folder} (${error.code}): start it as the owner of that folder, or change its permissions.`,
    );
  }
  const { uid, mode } = statSync(folder);
  if (process.getuid?.() === 0 && uid !== 0) {
    // files of root among those of an ordinary user would lock that user out
    throw new Failure(`${folder} belongs to user ${uid}, and you are root: start Trúc as that user.`);
  }
  if ((mode & 0o077) !== 0 && uid === process.getuid?.()) chmodSync(folder, 0o700);
  for (const name of ['documents', 'log', 'backups']) closeToOthers(join(folder, name));
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isFile()) closeFile(join(folder, entry.name));
  return folder;
}

export function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** Undefined also for a file that a crash left cut short. */
export function readJson(path) {
  const text = readText(path);
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Written wholly or not at all, so that a crash never leaves half a file. */
export function writeWhole(path, text, mode = 0o600) {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, text, { mode });
  chmodSync(draft, mode);
  renameSync(draft, path);
}
