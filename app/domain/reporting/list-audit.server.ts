import { type Actor, scopeOf } from '#app/domain/accounts/policy.ts';
import type { Prisma } from '#app/platform/database.server.ts';
import { type Reader, sql } from '#app/platform/sql.server.ts';
import { NATIONAL_CODE } from '../agencies/agency-codes.ts';
import { wholeWithin, within } from '../agencies/within.server.ts';
import { DomainError } from '../errors.ts';
import { type AuditName, auditNamePart } from './audit-names.server.ts';

export type ListedAuditEvent = {
  id: string;
  at: Date;
  action: string;
  actorId: string | null;
  /** Null: the system itself, or a command on the server. */
  actorName: string | null;
  subjectType: string;
  subjectId: string;
  /** Who, which course and which unit it was about; null for what has no name. */
  subject: AuditName | null;
  agencyId: string | null;
  agencyCode: string | null;
  agencyNameVi: string | null;
  agencyNameEn: string | null;
  before: Prisma.JsonValue;
  after: Prisma.JsonValue;
  requestId: string | null;
};

/**
 * What was done in the agencies that the actor administers, the newest first. Events that belong to no agency are
 * for those who administer the whole country.
 */
export async function listAudit(
  { db }: { db: Reader },
  actor: Actor,
  { cursor = null, take = 50, action }: { cursor?: string | null; take?: number; action?: string } = {},
): Promise<{ events: ListedAuditEvent[]; nextCursor: string | null }> {
  const scope = scopeOf(actor, 'administer');
  if (scope.isEmpty) throw new DomainError('forbidden', { deed: 'administer' });
  const size = Math.min(Math.max(take, 1), 200);
  const before = cursor && /^\d{1,18}$/.test(cursor) ? sql`AND e.id < ${cursor}::bigint` : sql.empty;
  const events = await db.rows<ListedAuditEvent>`
    SELECT e.id::text AS id, e.at, e.action, e."actorId", who."fullName" AS "actorName", e."subjectType", e."subjectId",
           named.subject, e."agencyId", a.code AS "agencyCode", a."nameVi" AS "agencyNameVi",
           a."nameEn" AS "agencyNameEn", e.before, e.after, e."requestId"
      FROM "AuditEvent" e
      LEFT JOIN "Person" who ON who.id = e."actorId"
      LEFT JOIN "Agency" a ON a.id = e."agencyId"
      ${auditNamePart}
     WHERE CASE WHEN e."agencyId" IS NULL
                THEN EXISTS (SELECT 1 FROM "Agency" n WHERE n.code = ${NATIONAL_CODE} AND ${wholeWithin(sql`n.id`, scope)})
                ELSE ${within(sql`e."agencyId"`, scope)} END
       ${before} ${action === undefined ? sql.empty : sql`AND e.action = ${action}`}
     ORDER BY e.id DESC LIMIT ${size + 1}`;
  const more = events.length > size;
  const page = events.slice(0, size);
  return { events: page, nextCursor: more ? (page.at(-1)?.id ?? null) : null };
}
