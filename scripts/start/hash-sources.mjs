import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

/**
 * One hash over names and bytes of the files and folders named, in a fixed order; what is missing counts as missing.
 * @param {string[]} paths from the root
 * @param {{ keep?: (path: string) => boolean }} [options] which files count
 */
export function hashSources(paths, { keep = () => true } = {}) {
  const hash = createHash('sha256');
  const add = (path) => {
    const kind = statSync(join(root, path), { throwIfNoEntry: false });
    if (kind?.isDirectory()) {
      for (const name of readdirSync(join(root, path)).sort()) add(`${path}/${name}`);
    } else if (kind?.isFile() && keep(path)) {
      const bytes = readFileSync(join(root, path));
      hash.update(`${path}\0${bytes.length}\0`).update(bytes);
    }
  };
  for (const path of paths) add(path);
  return hash.digest('hex');
}

export const isTest = (path) => /\.test\.tsx?$/.test(path);
