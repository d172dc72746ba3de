import { type Reader, sql } from './sql.server.ts';

/** What the rules of the product count on at the server, as one of our connections finds it. */
export type ServerFacts = { number: number; version: string; encoding: string; zone: string; isolation: string };

/** A server on which the product would compute or keep something wrong; the message is one sentence for who runs it. */
export class ServerUnfit extends Error {
  override name = 'ServerUnfit';
}

const OLDEST_SERVER = 180_000;

export const serverFacts = sql`
  SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version,
         current_setting('server_encoding') AS encoding, current_setting('TimeZone') AS zone,
         current_setting('default_transaction_isolation') AS isolation`;

/** Why the product does not work on this server, in one sentence; null where it does. */
export function whyUnfit({ number, version, encoding, zone, isolation }: ServerFacts): string | null {
  if (number < OLDEST_SERVER) return `Trúc needs PostgreSQL 18 or newer, and the server at DATABASE_URL is ${version}.`;
  if (encoding !== 'UTF8')
    return `The database must be encoded in UTF8, and it is in ${encoding}: make it anew with ENCODING 'UTF8'.`;
  if (zone !== 'UTC')
    return `Connections must reckon in UTC, and they do in ${zone}: a pooler between must let the start-up parameter "options" through, or the server be set to UTC.`;
  if (isolation !== 'read committed')
    return `Transactions must begin as READ COMMITTED, and the server's default_transaction_isolation is "${isolation}".`;
  return null;
}

/** @throws ServerUnfit where version or settings of the server do not fit */
export async function requireServer(db: Reader): Promise<void> {
  const why = whyUnfit(await db.one<ServerFacts>(serverFacts));
  if (why) throw new ServerUnfit(why);
}
