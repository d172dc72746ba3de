import type { Reader, Writer } from './sql.server.ts';

/** The mark by which the database knows the storage of its documents; null before it was set up. */
export async function readStorageMark(db: Reader): Promise<string | null> {
  const row = await db.maybeOne<{ mark: string }>`SELECT mark::text AS mark FROM "StorageMark"`;
  return row?.mark ?? null;
}

/** From now on the documents are in the storage that carries this mark. */
export async function writeStorageMark(db: Writer, mark: string): Promise<void> {
  await db.run`
    INSERT INTO "StorageMark" (mark) VALUES (${mark}::uuid)
    ON CONFLICT (singleton) DO UPDATE SET mark = excluded.mark, "madeAt" = now()`;
}
