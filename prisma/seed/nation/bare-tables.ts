import type pg from 'pg';

/** A statement that puts something back, and the tables that it locks for itself: none where it only reads one beside others. */
export type PutBack = { sql: string; locks: string[] };

/** What was taken off, in the order in which it can be put back: that of one list side by side. */
export type TakenOff = { keys: PutBack[]; references: PutBack[] };

/**
 * Takes keys, references and indexes off these tables, so that rows go in without them; checks stay. Made again from the
 * statements that are answered, each looks at all rows.
 */
export async function bareTables(client: pg.Client, tables: readonly string[]): Promise<TakenOff> {
  const oids = `SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname = ANY($1)`;
  type Taken = PutBack & { drop: string };
  const { rows: references } = await client.query<Taken>(
    `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
            format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS sql,
            ARRAY[conrelid, confrelid]::regclass[]::text[] AS locks
       FROM pg_constraint WHERE contype = 'f' AND (conrelid IN (${oids}) OR confrelid IN (${oids})) ORDER BY 1`,
    [tables],
  );
  const { rows: constraints } = await client.query<Taken>(
    `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
            format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS sql,
            ARRAY[conrelid]::regclass[]::text[] AS locks
       FROM pg_constraint WHERE contype IN ('p', 'u', 'x') AND conrelid IN (${oids}) ORDER BY 1`,
    [tables],
  );
  const { rows: indexes } = await client.query<Taken>(
    `SELECT format('DROP INDEX %s', indexrelid::regclass) AS drop, pg_get_indexdef(indexrelid) AS sql, ARRAY[]::text[] AS locks
       FROM pg_index i WHERE indrelid IN (${oids})
        AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')) ORDER BY 1`,
    [tables],
  );
  for (const { drop } of [...references, ...constraints, ...indexes]) await client.query(drop);
  return { keys: [...constraints, ...indexes], references };
}
