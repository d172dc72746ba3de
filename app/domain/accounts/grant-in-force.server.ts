import { type Sql, sql } from '#app/platform/sql.server.ts';

/** Whether the grant of the alias holds at an instant. */
export const grantInForce = (alias: string, at: Date): Sql => {
  const g = sql.raw(alias);
  return sql`(${g}."validTo" IS NULL OR ${g}."validTo" > ${at})`;
};
