import type { Db } from './database.server.ts';

/** The mark by which the database knows the storage of its documents; null before it was set up. */
export async function readStorageMark(db: Pick<Db, '$queryRaw'>): Promise<string | null> {
  const [row] = await db.$queryRaw<{ mark: string }[]>`SELECT mark::text AS mark FROM "StorageMark"`;
  return row?.mark ?? null;
}

/** From now on the documents are in the storage that carries this mark. */
export async function writeStorageMark(db: Pick<Db, '$executeRaw'>, mark: string): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "StorageMark" (mark) VALUES (${mark}::uuid)
    ON CONFLICT (singleton) DO UPDATE SET mark = excluded.mark, "madeAt" = now()`;
}
