import { Prisma } from '#app/platform/database.server.ts';

/**
 * Whether the agency of the alias has every word of a search (`searchPatterns`) in its names or its code, without case
 * and diacritics: both sides are folded alike.
 */
export function agencyMatches(alias: string, patterns: readonly string[]): Prisma.Sql {
  const a = Prisma.raw(alias);
  const folded = Prisma.sql`replace(regexp_replace(normalize(lower(${a}."nameVi" || ' ' || ${a}."nameEn" || ' ' || ${a}.code), NFD), '[\u0300-\u036f]', '', 'g'), 'đ', 'd')`;
  return patterns.length === 0
    ? Prisma.sql`true`
    : Prisma.join(
        patterns.map((pattern) => Prisma.sql`${folded} LIKE ${pattern}`),
        ' AND ',
      );
}
