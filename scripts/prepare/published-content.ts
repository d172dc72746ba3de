import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Db } from '#app/platform/database.server.ts';

/** The code that reads content, where it runs from its sources rather than as one built file. */
const READERS = [
  'app/domain/authoring',
  'app/domain/catalogue',
  'app/domain/fold-for-search.ts',
  'app/domain/calendar.ts',
  'app/words',
];

/** One hash over the files of `content/` and the code that reads them: equal means that reading again finds nothing new. */
export function hashContentAndReader(root: string): string {
  const self = fileURLToPath(import.meta.url);
  const isBuilt = !self.endsWith('.ts');
  const hash = createHash('sha256');
  const add = (file: string) => {
    const bytes = readFileSync(file);
    hash.update(`${path.relative(root, file)}\0${bytes.length}\0`).update(bytes);
  };
  const addAll = (entry: string) => {
    const files = readdirSync(entry, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
    const names = files
      .map((each) => path.join(each.parentPath, each.name))
      .filter((name) => !/\.test\.tsx?$/.test(name));
    for (const name of names.sort()) add(name);
  };
  addAll(path.join(root, 'content'));
  // Of other people's code the lock file tells; what of it is installed otherwise was not tested with us.
  add(path.join(root, 'package-lock.json'));
  if (isBuilt) add(self);
  else
    for (const entry of READERS) entry.endsWith('.ts') ? add(path.join(root, entry)) : addAll(path.join(root, entry));
  return hash.digest('hex');
}

/** How many courses were published from exactly this; null when it was something else, or nothing. */
export async function countPublished(db: Db, sourceHash: string): Promise<number | null> {
  const known = await db.publishedContent.findFirst();
  return known?.sourceHash === sourceHash ? known.courses : null;
}

export async function rememberPublished(db: Db, sourceHash: string, courses: number): Promise<void> {
  await db.publishedContent.deleteMany();
  await db.publishedContent.createMany({ data: [{ sourceHash, courses }], skipDuplicates: true });
}
