import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** Why there is no backup, or why it is not restored, in one sentence. */
export class BackupRefused extends Error {}

/**
 * What a backup holds no rows of: sessions and links that were used since must not come back to life, and what is
 * counted within minutes is over. The storage that documents are brought back into carries a mark of its own.
 */
export const LEFT_OUT = new Set([
  'Session',
  'SignInLink',
  'RateLimit',
  'Heartbeat',
  'Trouble',
  'StorageMark',
  '_prisma_migrations',
]);

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const Name = z.string().regex(/^[A-Za-z_]\w*$/);

const Manifest = z.object({
  format: z.literal(1),
  createdAt: z.iso.datetime(),
  /** The migrations that the rows belong to. */
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })).min(1),
  tables: z.array(
    z.object({ name: Name, columns: z.array(Name).min(1), rows: z.int().min(0), file: z.string(), sha256: Sha256 }),
  ),
  sequences: z.array(z.object({ name: z.string(), next: z.string().regex(/^\d+$/) })),
  documents: z.array(z.object({ name: z.string(), sha256: Sha256, bytes: z.int().min(0) })),
});
export type Manifest = z.infer<typeof Manifest>;

export const MANIFEST_FILE = 'manifest.json';

/** @throws BackupRefused when the folder is no backup, or only half of one */
export function readManifest(folder: string): Manifest {
  let text: string;
  try {
    text = readFileSync(path.join(folder, MANIFEST_FILE), 'utf8');
  } catch {
    throw new BackupRefused(`${folder} is no backup: it has no ${MANIFEST_FILE}.`);
  }
  try {
    return Manifest.parse(JSON.parse(text));
  } catch {
    throw new BackupRefused(
      `${path.join(folder, MANIFEST_FILE)} is not readable: the backup is damaged or of a newer release.`,
    );
  }
}
