import type { Db, Tx } from '#app/platform/database.server.ts';
import { cleanLine, nameCharacter } from '../clean-text.ts';
import { AGENCY_CODE } from './agency-codes.ts';

export type AgencyRow = { code: string; parentCode: string | null; nameVi: string; nameEn: string; type: string };
/** `unprintable` names the characters that a certificate, which prints the agency's name, cannot set. */
type ImportOptions = { validFrom: string; today?: string; unprintable?: (text: string) => string[] };
export type AgencyImport = { created: number; renamed: number; moved: number };

/**
 * Brings the tree in line with the rows as of a day (YYYY-MM-DD): new agencies are placed, others renamed, or moved
 * from that day on with their former place kept. Agencies that are not among the rows stay as they are.
 * @throws a sentence that names the row, and nothing is written, when a code is malformed, repeated or has no
 * parent, or a name cannot be printed
 */
export function importAgencies(db: Db, rows: readonly AgencyRow[], options: ImportOptions): Promise<AgencyImport> {
  return db.transaction((tx) => importAgenciesWithin(tx, rows, options), { kind: 'job' });
}

/** The same in the caller's transaction. */
export async function importAgenciesWithin(
  tx: Tx,
  given: readonly AgencyRow[],
  { validFrom, today = validFrom, unprintable = () => [] }: ImportOptions,
): Promise<AgencyImport> {
  const rows = given.map((row) => ({ ...row, nameVi: cleanLine(row.nameVi), nameEn: cleanLine(row.nameEn) }));
  const known = await tx.agency.findMany({
    select: { id: true, code: true, nameVi: true, nameEn: true, type: true },
  });
  refuseNonsense(rows, new Set(known.map((agency) => agency.code)));
  refuseUnprintable(rows, unprintable);
  const byCode = new Map(known.map((agency) => [agency.code, agency]));
  const fresh = rows.filter((row) => !byCode.has(row.code));
  // Lists as parameters: a nation has more units than a statement may have single values.
  const created = await tx.rows<{ id: string; code: string; type: string; nameVi: string; nameEn: string }>`
    INSERT INTO "Agency" (code, type, "nameVi", "nameEn")
    SELECT * FROM unnest(${fresh.map(({ code }) => code)}::text[], ${fresh.map(({ type }) => type)}::text[],
                         ${fresh.map(({ nameVi }) => nameVi)}::text[], ${fresh.map(({ nameEn }) => nameEn)}::text[])
    RETURNING id, code, type, "nameVi", "nameEn"`;
  for (const agency of created) byCode.set(agency.code, agency);

  const renamed = rows.filter((row) => {
    const agency = byCode.get(row.code);
    return agency && (agency.nameVi !== row.nameVi || agency.nameEn !== row.nameEn || agency.type !== row.type);
  });
  for (const { code, type, nameVi, nameEn } of renamed) {
    await tx.agency.update({ where: { code }, data: { type, nameVi, nameEn } });
  }
  const idOf = (code: string | null): string | null => (code === null ? null : (byCode.get(code)?.id ?? null));
  const wanted = rows.map((row) => ({ agencyId: idOf(row.code) ?? '', parentId: idOf(row.parentCode) }));
  const moved = await place(tx, wanted, validFrom);
  await tx.run`SELECT rebuild_agency_ancestors(${today}::date)`;
  return { created: created.length, renamed: renamed.length, moved };
}

async function place(tx: Tx, wanted: { agencyId: string; parentId: string | null }[], validFrom: string) {
  const from = new Date(`${validFrom}T00:00:00Z`);
  const open = await tx.agencyPlacement.findMany({ where: { validTo: null } });
  const current = new Map(open.map((placement) => [placement.agencyId, placement]));
  const toPlace = wanted.filter(({ agencyId, parentId }) => {
    const placement = current.get(agencyId);
    return !placement || placement.parentId !== parentId;
  });
  let moved = 0;
  for (const { agencyId, parentId } of toPlace) {
    const placement = current.get(agencyId);
    if (!placement) continue;
    moved++;
    if (placement.validFrom >= from) {
      await tx.agencyPlacement.update({ where: { id: placement.id }, data: { parentId } });
    } else {
      await tx.agencyPlacement.update({ where: { id: placement.id }, data: { validTo: from } });
    }
  }
  const begun = toPlace.filter(({ agencyId }) => {
    const placement = current.get(agencyId);
    return !placement || placement.validFrom < from;
  });
  await tx.run`
    INSERT INTO "AgencyPlacement" ("agencyId", "parentId", "validFrom")
    SELECT *, ${validFrom}::date FROM unnest(${begun.map(({ agencyId }) => agencyId)}::uuid[], ${begun.map(({ parentId }) => parentId)}::uuid[])`;
  return moved;
}

function refuseNonsense(rows: readonly AgencyRow[], known: ReadonlySet<string>): void {
  const parents = new Map<string, string | null>();
  for (const row of rows) {
    if (!AGENCY_CODE.test(row.code))
      throw new Error(`Agency "${row.code}": a code is capital letters, digits and dots.`);
    if (parents.has(row.code)) throw new Error(`Agency ${row.code} stands in the list twice.`);
    if (row.nameVi === '' || row.nameEn === '') throw new Error(`Agency ${row.code} lacks a name.`);
    parents.set(row.code, row.parentCode);
  }
  for (const [code, parent] of parents) {
    if (parent !== null && !parents.has(parent) && !known.has(parent)) {
      throw new Error(`Agency ${code} stands under ${parent}, which nobody knows.`);
    }
    const seen = new Set<string>([code]);
    for (let above = parent; above !== null && above !== undefined; above = parents.get(above) ?? null) {
      if (seen.has(above)) throw new Error(`Agency ${code} stands under itself.`);
      seen.add(above);
    }
  }
}

function refuseUnprintable(rows: readonly AgencyRow[], unprintable: (text: string) => string[]): void {
  for (const { code, nameVi, nameEn } of rows) {
    const [character] = unprintable(`${nameVi} ${nameEn}`);
    if (character !== undefined)
      throw new Error(`Agency ${code}: a certificate cannot print ${nameCharacter(character)} of its name.`);
  }
}
