import { type Sql, sql } from '#app/platform/sql.server.ts';

/**
 * Whether the agency of the alias has every word of a search (`searchPatterns`) in its names or its code, without case
 * and diacritics: both sides are folded alike.
 */
export function agencyMatches(alias: string, patterns: readonly string[]): Sql {
  const a = sql.raw(alias);
  return patterns.length === 0
    ? sql`true`
    : sql.join(
        patterns.map((pattern) => sql`${a}."searchText" LIKE ${pattern}`),
        ' AND ',
      );
}
