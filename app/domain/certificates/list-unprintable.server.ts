import { personWithin } from '#app/domain/accounts/people-scope.server.ts';
import { type Actor, scopeOf } from '#app/domain/accounts/policy.ts';
import type { Reader } from '#app/platform/sql.server.ts';

export type Unprintable = {
  id: string;
  serial: string;
  holderName: string;
  courseCode: string;
  /** What no font has, as one text. */
  characters: string;
  reservedAt: Date;
};

/** Certificates of the people whom the actor administers that wait because no font has their characters, oldest first. */
export function listUnprintable(db: Reader, actor: Actor, take = 20): Promise<Unprintable[]> {
  return db.rows<Unprintable>`
    SELECT c.id, c.serial, c.statement->>'holderName' AS "holderName", c.statement->'course'->>'code' AS "courseCode",
           c.unprintable AS characters, c."reservedAt"
      FROM "Certificate" c JOIN "Person" p ON p.id = c."personId"
     WHERE c.status = 'RESERVED' AND c.unprintable IS NOT NULL AND c."revokedAt" IS NULL
       AND ${personWithin(scopeOf(actor, 'administer'))}
     ORDER BY c."reservedAt", c.id LIMIT ${take}`;
}
