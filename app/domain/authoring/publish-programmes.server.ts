import type { Db } from '#app/platform/database.server.ts';
import { sql } from '#app/platform/sql.server.ts';
import type { ProgrammeSheet } from './registers.ts';

const PROGRAMME_FIELDS = [
  ...['nameVi', 'nameEn', 'targetPercent', 'periodFrom', 'periodTo'],
  ...['legalBasisVi', 'legalBasisEn', 'countingRuleVi', 'countingRuleEn', 'allOf', 'oneOf', 'position'],
];
const fieldsOf = (prefix: string) => sql.raw(PROGRAMME_FIELDS.map((name) => `${prefix}"${name}"`).join(', '));

/** Programmes stand beside the editions and are never taken out: courses name them. An unchanged one changes no row. */
export async function publishProgrammes(db: Db, programmes: readonly ProgrammeSheet[]): Promise<void> {
  const rows = programmes.map(
    (p) => sql`(${p.code}, ${p.name.vi}, ${p.name.en}, ${p.targetPercent}::int, ${p.period.from}::int,
      ${p.period.to}::int, ${p.legalBasis.vi}, ${p.legalBasis.en}, ${p.countingRule.vi}, ${p.countingRule.en},
      ${p.counts.allOf}, ${p.counts.oneOf ?? []}, ${p.position}::int)`,
  );
  // In the order of their codes, so that two publishers never wait for each other.
  const sorted = rows.map((row, index) => ({ row, code: programmes[index]?.code ?? '' }));
  sorted.sort((a, b) => (a.code < b.code ? -1 : 1));
  await db.run`
    INSERT INTO "Programme" AS p (code, ${fieldsOf('')}) VALUES ${sql.join(sorted.map(({ row }) => row))}
    ON CONFLICT (code) DO UPDATE SET (${fieldsOf('')}) = ROW(${fieldsOf('excluded.')})
    WHERE (${fieldsOf('p.')}) IS DISTINCT FROM (${fieldsOf('excluded.')})`;
}
