import { readChainState } from '#app/domain/ledger/chain-audit.server.ts';
import type { Reader } from '#app/platform/sql.server.ts';

/** In a sentence, that web and worker could change the audit trail, and what to do; null when they cannot. */
export async function tellExposure(db: Reader): Promise<string | null> {
  const { exposed } = await readChainState(db);
  if (!exposed) return null;
  const row = await db.one<{ role: string }>`SELECT current_user::text AS role`;
  return `The audit trail is not protected: the role ${row.role} of DATABASE_URL owns the tables or may change them, and so web and worker could alter it. README.md, "Two roles", says how to give them a role of their own.`;
}
