import type { Tx } from '#app/platform/database.server.ts';

/** One publisher at a time writes editions. */
export const lockPublishing = (tx: Tx) =>
  tx.run`SELECT pg_advisory_xact_lock(hashtextextended('catalogue.publish', 0))`;
