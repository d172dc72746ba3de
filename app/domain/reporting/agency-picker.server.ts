import { searchPatterns } from '#app/domain/fold-for-search.ts';
import { Id } from '#app/domain/ids.ts';
import { Prisma, type Reader } from '#app/platform/database.server.ts';
import { withinScope } from './figures.server.ts';

export type PickedUnit = {
  id: string;
  code: string;
  nameVi: string;
  nameEn: string;
  type: string;
  /** The agency above it, so that two units of one name can be told apart; null where that may not be seen. */
  parentNameVi: string | null;
  parentNameEn: string | null;
  units: number;
  registered: number;
};

/** As `foldForSearch` folds what is typed. */
const folded = Prisma.sql`
  replace(regexp_replace(normalize(lower(a."nameVi" || ' ' || a."nameEn" || ' ' || a.code), NFD), '[\u0300-\u036f]', '', 'g'), 'đ', 'd')`;

/**
 * Units to choose from, within the scope: by words of their names or code without case and diacritics, the highest
 * first; or those directly below one. Without either: where the scope itself begins. One statement.
 */
export async function agencyPicker(
  db: Reader,
  {
    scope,
    search = '',
    parentId = null,
    cursor = null,
    take = 50,
  }: { scope: readonly string[]; search?: string; parentId?: string | null; cursor?: string | null; take?: number },
): Promise<{ units: PickedUnit[]; nextCursor: string | null }> {
  const size = Math.min(Math.max(take, 1), 200);
  const patterns = searchPatterns(search);
  const after = readCursor(cursor);
  const wanted =
    patterns.length > 0
      ? Prisma.join(
          patterns.map((pattern) => Prisma.sql`${folded} LIKE ${pattern}`),
          ' AND ',
        )
      : parentId === null
        ? Prisma.sql`a.id = ANY(${[...scope]}::uuid[])`
        : Prisma.sql`EXISTS (SELECT 1 FROM "AgencyAncestor" b WHERE b."agencyId" = a.id AND b.depth = 1 AND b."ancestorId" = ${parentId}::uuid)`;
  const rows = await db.$queryRaw<(PickedUnit & { level: number })[]>`
    SELECT l.id, l.code, l."nameVi", l."nameEn", l.type, l.level::int AS level,
           up."nameVi" AS "parentNameVi", up."nameEn" AS "parentNameEn",
           (SELECT count(*)::int FROM "AgencyAncestor" b WHERE b."ancestorId" = l.id AND b.depth = 1) AS units,
           coalesce((SELECT sum(r.people)::int FROM "RollupNow" r WHERE r."agencyId" = l.id AND r.kind = 'registered'), 0) AS registered
      FROM (
        SELECT * FROM (
          SELECT a.*, (SELECT count(*) FROM "AgencyAncestor" x WHERE x."agencyId" = a.id) AS level FROM "Agency" a
           WHERE ${wanted} AND ${withinScope(Prisma.sql`a.id`, scope)}) found
         ${after ? Prisma.sql`WHERE (level, "nameVi" COLLATE "vi-x-icu", id) > (${after.level}, ${after.name} COLLATE "vi-x-icu", ${after.id}::uuid)` : Prisma.empty}
         ORDER BY level, "nameVi" COLLATE "vi-x-icu", id LIMIT ${size + 1}) l
      LEFT JOIN "AgencyAncestor" u ON u."agencyId" = l.id AND u.depth = 1 AND ${withinScope(Prisma.sql`u."ancestorId"`, scope)}
      LEFT JOIN "Agency" up ON up.id = u."ancestorId"
     ORDER BY l.level, l."nameVi" COLLATE "vi-x-icu", l.id`;
  const last = rows.length > size ? rows[size - 1] : undefined;
  return {
    units: rows.slice(0, size).map(({ level: _, ...unit }) => unit),
    nextCursor: last ? Buffer.from(JSON.stringify([last.level, last.nameVi, last.id])).toString('base64url') : null,
  };
}

/** Where the last page ended; a cursor that nobody wrote begins at the beginning. */
function readCursor(cursor: string | null): { level: number; name: string; id: string } | null {
  if (!cursor) return null;
  try {
    const [level, name, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[];
    if (
      typeof level !== 'number' ||
      !Number.isSafeInteger(level) ||
      typeof name !== 'string' ||
      name.includes('\u0000')
    )
      return null;
    return Id.safeParse(id).success ? { level, name, id: String(id) } : null;
  } catch {
    return null;
  }
}
