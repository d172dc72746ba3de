import type pg from 'pg';

/** Statements that put back what was taken off, in the order in which they can be run: those of one list side by side. */
export type TakenOff = { keys: string[]; references: string[] };

/**
 * Takes keys, references and indexes off these tables, so that rows go in without them; checks stay. Made again from the
 * statements that are answered, each looks at all rows.
 */
export async function bareTables(client: pg.Client, tables: readonly string[]): Promise<TakenOff> {
  const oids = `SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname = ANY($1)`;
  type Taken = { drop: string; make: string };
  const { rows: references } = await client.query<Taken>(
    `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
            format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS make
       FROM pg_constraint WHERE contype = 'f' AND (conrelid IN (${oids}) OR confrelid IN (${oids})) ORDER BY 1`,
    [tables],
  );
  const { rows: constraints } = await client.query<Taken>(
    `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
            format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS make
       FROM pg_constraint WHERE contype IN ('p', 'u', 'x') AND conrelid IN (${oids}) ORDER BY 1`,
    [tables],
  );
  const { rows: indexes } = await client.query<Taken>(
    `SELECT format('DROP INDEX %s', indexrelid::regclass) AS drop, pg_get_indexdef(indexrelid) AS make
       FROM pg_index i WHERE indrelid IN (${oids})
        AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')) ORDER BY 1`,
    [tables],
  );
  for (const { drop } of [...references, ...constraints, ...indexes]) await client.query(drop);
  return {
    keys: [...constraints, ...indexes].map(({ make }) => make),
    references: references.map(({ make }) => make),
  };
}
