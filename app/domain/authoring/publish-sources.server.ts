import type { Db } from '#app/platform/database.server.ts';
import { sql } from '#app/platform/sql.server.ts';
import type { Registers } from './registers.ts';

const FIELDS = [
  ...['kind', 'number', 'titleVi', 'titleEn', 'issuerVi', 'issuerEn', 'issuedOn', 'inForceFrom', 'inForceTo'],
  ...['amendedBy', 'replacedById', 'url', 'host', 'checkedOn', 'awaitsGazette'],
];
const fieldsOf = (prefix: string) => sql.raw(FIELDS.map((name) => `${prefix}"${name}"`).join(', '));

/**
 * Brings the documents that lessons may name to what the register says of them. They stand beside the editions: an
 * unchanged one changes no row, and one that is taken out stays for the editions that name it. What nobody has opened in
 * the gazette is published without its address.
 */
export async function publishSources(db: Db, sources: Registers['sources']): Promise<void> {
  if (sources.size === 0) return;
  // In the order of their ids, so that two publishers never wait for each other.
  const sorted = [...sources.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const rows = sorted.map(
    ({ title, issuer, inForce, awaitsGazette, ...each }) => sql`(${each.id}, ${each.kind}, ${each.number ?? null},
      ${title.vi}, ${title.en}, ${issuer.vi}, ${issuer.en}, ${each.date ?? null}::date, ${inForce?.from ?? null}::date,
      ${inForce?.to ?? null}::date, ${each.amendedBy}::text[], ${each.replacedBy ?? null}, ${awaitsGazette ? null : (each.url ?? null)},
      ${awaitsGazette ? null : (each.host ?? null)}, ${each.checkedOn ?? null}::date, ${awaitsGazette}::boolean)`,
  );
  await db.run`
    INSERT INTO "SourceDocument" AS s (id, ${fieldsOf('')}) VALUES ${sql.join(rows)}
    ON CONFLICT (id) DO UPDATE SET (${fieldsOf('')}) = ROW(${fieldsOf('excluded.')})
    WHERE (${fieldsOf('s.')}) IS DISTINCT FROM (${fieldsOf('excluded.')})`;
}
