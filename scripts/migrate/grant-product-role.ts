import type pg from 'pg';
import { PRODUCT_RIGHTS } from '#prisma/product-rights.ts';

/** What differs between the rights that the role has and those that it should have, as statements; none when nothing does. */
const DIFFERENCES = `
  WITH product AS (SELECT oid FROM pg_roles WHERE rolname = $1),
  objects AS (
    SELECT c.oid, c.relname, c.relacl, c.relkind = 'S' AS sequence,
           format('%s public.%I', CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, c.relname) AS name
      FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
  ), wanted AS (
    SELECT o.oid, o.name, w.right_to FROM objects o JOIN jsonb_to_recordset($2) AS w (relation text, right_to text) ON w.relation = o.relname
     WHERE NOT o.sequence
    UNION ALL SELECT oid, name, unnest(ARRAY['SELECT', 'USAGE']) FROM objects WHERE sequence
  ), held AS (
    SELECT o.oid, o.name, a.grantee, a.privilege_type AS right_to, true AS whole FROM objects o, aclexplode(o.relacl) a
    UNION ALL
    SELECT o.oid, o.name, a.grantee, a.privilege_type, false
      FROM objects o JOIN pg_attribute t ON t.attrelid = o.oid, aclexplode(t.attacl) a
  )
  SELECT format('REVOKE %s ON %s FROM %s', string_agg(DISTINCT h.right_to, ', '), h.name,
                CASE h.grantee WHEN 0 THEN 'PUBLIC' ELSE format('%I', $1::text) END) AS statement
    FROM held h LEFT JOIN product p ON p.oid = h.grantee
   WHERE h.grantee = 0 OR (p.oid IS NOT NULL AND NOT EXISTS (SELECT FROM wanted w WHERE w.oid = h.oid AND w.right_to = h.right_to))
   GROUP BY h.name, h.grantee
  UNION ALL
  SELECT format('GRANT %s ON %s TO %I', string_agg(w.right_to, ', '), w.name, $1::text)
    FROM wanted w
   WHERE NOT EXISTS (SELECT FROM held h JOIN product p ON p.oid = h.grantee WHERE h.oid = w.oid AND h.right_to = w.right_to AND h.whole)
   GROUP BY w.name
  UNION ALL
  SELECT format('GRANT USAGE ON SCHEMA public TO %I', $1::text) WHERE NOT has_schema_privilege($1, 'public', 'USAGE')
  UNION ALL
  SELECT 'REVOKE CREATE ON SCHEMA public FROM PUBLIC'
    FROM pg_namespace n, aclexplode(n.nspacl) a WHERE n.nspname = 'public' AND a.grantee = 0 AND a.privilege_type = 'CREATE'
  UNION ALL
  -- the queue makes its schema by itself, and makes it again when it was dropped
  SELECT format('GRANT CREATE ON DATABASE %I TO %I', current_database(), $1::text)
   WHERE NOT has_database_privilege($1, current_database(), 'CREATE')
  UNION ALL
  -- so that nobody who may make schemas puts one of his own before ours, in the sessions of whoever owns the tables
  SELECT format('ALTER ROLE %I IN DATABASE %I SET search_path = public', current_user, current_database())
   WHERE NOT EXISTS (SELECT FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase JOIN pg_roles r ON r.oid = s.setrole
                      WHERE d.datname = current_database() AND r.rolname = current_user AND 'search_path=public' = ANY (s.setconfig))`;

const wanted = JSON.stringify(
  Object.entries(PRODUCT_RIGHTS).flatMap(([relation, rights]) =>
    ['SELECT', ...rights].map((right) => ({ relation, right_to: right })),
  ),
);

/**
 * Gives `role` the rights of web and worker, takes away what it has beyond them, and leaves the queue's schema to it. As
 * the owner of the tables, after every migration; what is right already stays untouched.
 */
export async function grantProductRole(
  client: pg.Client,
  { role, queueSchema }: { role: string; queueSchema: string },
): Promise<void> {
  await client.query('BEGIN');
  try {
    const { rows } = await client.query<{ statement: string }>(DIFFERENCES, [role, wanted]);
    for (const { statement } of rows) await client.query(statement);
    await releaseQueue(client, queueSchema);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

/** A queue that was made by the owner's role is made anew by the product's: it holds hints alone, and the sweeps give them again. */
async function releaseQueue(client: pg.Client, schema: string): Promise<void> {
  const { rows } = await client.query<{ statement: string }>(
    `SELECT format('DROP SCHEMA %I CASCADE', n.nspname) AS statement
       FROM pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = 'migration'
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'min_client_version'
      WHERE n.nspname = $1 AND n.nspname <> 'public' AND n.nspowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)`,
    [schema],
  );
  for (const { statement } of rows) await client.query(statement);
}
