import { type Reader, sql } from '#app/platform/sql.server.ts';
import { DomainError } from '../errors.ts';
import { searchPatterns } from '../fold-for-search.ts';
import { grantInForce } from './grant-in-force.server.ts';
import { byName, nameKey, nameOfCursor } from './name-order.server.ts';
import { personWithin } from './people-scope.server.ts';
import { type Actor, type Role, scopeOf } from './policy.ts';

type PersonGrant = {
  id: string;
  role: Role;
  agencyId: string;
  agencyCode: string;
  agencyNameVi: string;
  agencyNameEn: string;
  /** An ISO instant. */
  createdAt: string;
};

export type ListedPerson = {
  id: string;
  fullName: string;
  personnelNumber: string;
  email: string;
  hasPassword: boolean;
  deactivatedAt: Date | null;
  /** Of her current primary appointment, or of the latest that she had or will have. Null: never anybody's staff. */
  position: string | null;
  agencyId: string | null;
  agencyCode: string | null;
  agencyNameVi: string | null;
  agencyNameEn: string | null;
  /** The agency above it. */
  aboveNameVi: string | null;
  aboveNameEn: string | null;
  /** In force. */
  grants: PersonGrant[];
};

const columns = (now: Date) => sql`
  p.id, p."fullName", p."sortName", p."personnelNumber", p.email, p."passwordHash" IS NOT NULL AS "hasPassword",
  p."deactivatedAt", home.position, home."agencyId", ha.code AS "agencyCode", ha."nameVi" AS "agencyNameVi",
  ha."nameEn" AS "agencyNameEn", up."nameVi" AS "aboveNameVi", up."nameEn" AS "aboveNameEn",
  (SELECT coalesce(json_agg(json_build_object('id', g.id, 'role', g.role, 'agencyId', ga.id, 'agencyCode', ga.code,
            'agencyNameVi', ga."nameVi", 'agencyNameEn', ga."nameEn", 'createdAt', g."createdAt") ORDER BY g."createdAt", g.id), '[]'::json)
     FROM "Grant" g JOIN "Agency" ga ON ga.id = g."agencyId"
    WHERE g."personId" = p.id AND ${grantInForce('g', now)}) AS grants`;

const home = sql`
  LEFT JOIN LATERAL (
    SELECT ap."agencyId", ap.position FROM "Appointment" ap WHERE ap."personId" = p.id AND ap."isPrimary"
     ORDER BY (ap.state = 'CURRENT') DESC, ap."validFrom" DESC LIMIT 1) home ON true
  LEFT JOIN "Agency" ha ON ha.id = home."agencyId"
  LEFT JOIN "AgencyAncestor" ua ON ua."agencyId" = ha.id AND ua.depth = 1 LEFT JOIN "Agency" up ON up.id = ua."ancestorId"`;

/** The people of the agencies that the actor administers, in Vietnamese order; every word of `search` must match. */
export async function listPeople(
  { db, now }: { db: Reader; now: () => Date },
  actor: Actor,
  { search = '', cursor = null, take = 50 }: { search?: string; cursor?: string | null; take?: number } = {},
): Promise<{ people: ListedPerson[]; nextCursor: string | null }> {
  const scope = scopeOf(actor, 'administer');
  if (scope.isEmpty) throw new DomainError('forbidden', { deed: 'administer' });
  const size = Math.min(Math.max(take, 1), 200);
  const after = readCursor(cursor);
  const words = searchPatterns(search).map((pattern) => sql`AND p."searchText" LIKE ${pattern}`);
  const rows = await db.rows<ListedPerson & { sortName: string }>`
    SELECT ${columns(now())} FROM (
      SELECT * FROM "Person" p
       WHERE ${personWithin(scope)}
         ${words.length > 0 ? sql.join(words, ' ') : sql.empty}
         ${after ? sql`AND (${nameKey(sql`p."sortName"`)}, p.id) > (${nameOfCursor(after.sortName)}, ${after.id}::uuid)` : sql.empty}
       ORDER BY ${byName(sql`p."sortName"`)}, p.id LIMIT ${size + 1}) p
    ${home}
    ORDER BY ${byName(sql`p."sortName"`)}, p.id`;
  const last = rows.length > size ? rows[size - 1] : undefined;
  const people = rows.slice(0, size).map(({ sortName: _, ...person }) => person);
  return { people, nextCursor: last ? writeCursor(last) : null };
}

/** @throws not-found when nobody has the id, or somebody outside what the actor administers */
export async function getPerson(
  { db, now }: { db: Reader; now: () => Date },
  actor: Actor,
  personId: string,
): Promise<ListedPerson> {
  const row = await db.maybeOne<ListedPerson & { sortName: string }>`
    SELECT ${columns(now())} FROM "Person" p ${home}
     WHERE p.id = ${personId}::uuid AND ${personWithin(scopeOf(actor, 'administer'))}`;
  if (!row) throw new DomainError('not-found', { personId });
  const { sortName: _, ...person } = row;
  return person;
}

const writeCursor = ({ sortName, id }: { sortName: string; id: string }): string =>
  Buffer.from(JSON.stringify([sortName, id])).toString('base64url');

/** Where the last page ended; a cursor that nobody wrote begins at the beginning. */
function readCursor(cursor: string | null): { sortName: string; id: string } | null {
  if (!cursor) return null;
  try {
    const [sortName, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[];
    if (typeof sortName !== 'string' || typeof id !== 'string' || sortName.includes('\u0000')) return null;
    return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id) ? { sortName, id } : null;
  } catch {
    return null;
  }
}
