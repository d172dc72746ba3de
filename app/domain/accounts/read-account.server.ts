import type { Db } from '#app/platform/database.server.ts';
import type { Reader } from '#app/platform/sql.server.ts';
import { DomainError } from '../errors.ts';

export type HeldAppointment = {
  id: string;
  position: string;
  isPrimary: boolean;
  state: 'PLANNED' | 'CURRENT' | 'ENDED';
  /** YYYY-MM-DD; `validTo` is the first day on which it no longer holds. */
  validFrom: string;
  validTo: string | null;
  agencyCode: string;
  /** The agency and those above it, up to the level under the whole country: unit, commune, province. */
  agencyVi: string[];
  agencyEn: string[];
};

/** Every appointment of a person, the present ones first, the main one before the others. */
export const listAppointments = (db: Reader, personId: string): Promise<HeldAppointment[]> =>
  db.rows<HeldAppointment>`
    SELECT ap.id, ap.position, ap."isPrimary", ap.state, ap."validFrom"::text AS "validFrom", ap."validTo"::text AS "validTo",
           a.code AS "agencyCode", way.vi AS "agencyVi", way.en AS "agencyEn"
      FROM "Appointment" ap JOIN "Agency" a ON a.id = ap."agencyId"
      CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(up."nameVi" ORDER BY x.depth), ARRAY[a."nameVi"]) AS vi,
               coalesce(array_agg(up."nameEn" ORDER BY x.depth), ARRAY[a."nameEn"]) AS en
          FROM "AgencyAncestor" x JOIN "Agency" up ON up.id = x."ancestorId"
         WHERE x."agencyId" = a.id
           AND (x.depth = 0 OR EXISTS (SELECT 1 FROM "AgencyAncestor" y
                  JOIN "Agency" top ON top.id = y."ancestorId" AND top.code = 'VN'
                 WHERE y."agencyId" = up.id AND y.depth > 0))) way
     WHERE ap."personId" = ${personId}::uuid
     ORDER BY (ap.state = 'CURRENT') DESC, ap."validFrom" DESC, ap."isPrimary" DESC, ap.id
     LIMIT 50`;

export type Account = {
  fullName: string;
  personnelNumber: string;
  email: string;
  hasPassword: boolean;
  appointments: HeldAppointment[];
};

/** What a person sees of herself. */
export async function readAccount(db: Db, personId: string): Promise<Account> {
  const person = await db.person.findUnique({
    where: { id: personId },
    select: { fullName: true, personnelNumber: true, email: true, passwordHash: true },
  });
  if (!person) throw new DomainError('not-found', { personId });
  const { passwordHash, ...rest } = person;
  const appointments = await listAppointments(db, personId);
  return {
    ...rest,
    hasPassword: passwordHash !== null,
    appointments: appointments.filter((appointment) => appointment.state === 'CURRENT'),
  };
}
