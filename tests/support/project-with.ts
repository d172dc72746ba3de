import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const folders: string[] = [];

/** A project with our schema and migrations, and with those of `more` (name → SQL) after them. */
export function projectWith(more: Record<string, string>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'truc-migrations-'));
  folders.push(folder);
  cpSync(path.join(root, 'prisma/migrations'), path.join(folder, 'prisma/migrations'), { recursive: true });
  cpSync(path.join(root, 'prisma/schema'), path.join(folder, 'prisma/schema'), { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  for (const [name, sql] of Object.entries(more)) {
    mkdirSync(path.join(folder, 'prisma/migrations', name));
    writeFileSync(path.join(folder, 'prisma/migrations', name, 'migration.sql'), sql);
  }
  return folder;
}

/** Removes every project that was made. */
export function removeProjects(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}
