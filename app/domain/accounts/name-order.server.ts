import { type Sql, sql } from '#app/platform/sql.server.ts';

type Way = 'ASC' | 'DESC';

const given = (name: Sql): Sql => sql`split_part(${name}, ' ', 1) COLLATE "vi-x-icu"`;

/**
 * The order of Vietnamese name lists: by given name, its tone included, and only then by the rest. One text would not do:
 * a collation looks at the tones of the whole text after all of its letters. `names` is a "sortName"; the index
 * person_by_name answers it.
 */
export const byName = (names: Sql, way: Way = 'ASC'): Sql =>
  sql`${given(names)} ${sql.raw(way)}, ${names} COLLATE "vi-x-icu" ${sql.raw(way)}`;

/** The same as a row's key, to be compared with that of a cursor. */
export const nameKey = (names: Sql): Sql => sql`${given(names)}, ${names} COLLATE "vi-x-icu"`;

/** A name that came in a cursor. */
export const nameOfCursor = (name: string | undefined): Sql => nameKey(sql`${name ?? ''}::text`);
