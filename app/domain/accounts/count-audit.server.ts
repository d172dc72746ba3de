import { NO_ACCOUNT } from '#app/domain/ledger/audit-subjects.ts';
import type { Db } from '#app/platform/database.server.ts';
import type { Writer } from '#app/platform/sql.server.ts';

export const WINDOW_MS = 15 * 60_000;
const NOBODY = '00000000-0000-0000-0000-000000000000';
const CHUNK = 500;

/** What somebody can do as often as she likes, and is told in the trail as one row with a number. */
export type CountedAction = 'sign-in.failed' | 'password.failed' | 'access.refused';

/**
 * Counts it under the account, the address and the quarter of an hour. `personId` null: nobody whom we know, so that
 * all invented names of an address are one row.
 */
export async function countAudit(
  db: Writer,
  counted: { action: CountedAction; personId: string | null; address: string; at: Date; detail?: string },
): Promise<void> {
  const { action, personId, address, at, detail = '' } = counted;
  const windowAt = new Date(Math.floor(at.getTime() / WINDOW_MS) * WINDOW_MS);
  await db.run`
    INSERT INTO "AuditCount" AS c ("windowAt", action, address, "personId", times, "firstAt", "lastAt", detail)
    VALUES (${windowAt}, ${action}, ${address.slice(0, 64)}, ${personId ?? NOBODY}::uuid, 1, ${at}, ${at}, ${detail.slice(0, 200)})
    ON CONFLICT ("windowAt", action, address, "personId") DO UPDATE SET
      times = c.times + 1, "lastAt" = greatest(c."lastAt", excluded."lastAt"), detail = excluded.detail`;
}

/**
 * Writes the windows that are over into the audit trail, one row each, and answers how many. Taking and writing are one
 * statement: twice, at once or after a crash, each is written once.
 */
export async function recordCounted({ db, now }: { db: Db; now: () => Date }): Promise<number> {
  const over = new Date(now().getTime() - WINDOW_MS);
  let recorded = 0;
  for (;;) {
    const written = await db.run`
      WITH taken AS (
        DELETE FROM "AuditCount" WHERE ("windowAt", action, address, "personId") IN (
          SELECT "windowAt", action, address, "personId" FROM "AuditCount" WHERE "windowAt" <= ${over}
           ORDER BY "windowAt", action, address, "personId" LIMIT ${CHUNK} FOR UPDATE SKIP LOCKED)
        RETURNING *)
      INSERT INTO "AuditEvent" (at, action, "subjectType", "subjectId", "agencyId", after, address)
      SELECT t."lastAt", t.action, 'person',
             CASE WHEN t."personId" = ${NOBODY}::uuid THEN ${NO_ACCOUNT} ELSE t."personId"::text END,
             (SELECT ap."agencyId" FROM "Appointment" ap WHERE ap."personId" = t."personId" AND ap."isPrimary"
               ORDER BY (ap.state = 'CURRENT') DESC, ap."validFrom" DESC LIMIT 1),
             jsonb_build_object('times', t.times, 'firstAt', t."firstAt", 'lastAt', t."lastAt", 'last', t.detail), t.address
        FROM taken t ORDER BY t."lastAt"`;
    recorded += written;
    if (written < CHUNK) return recorded;
  }
}
