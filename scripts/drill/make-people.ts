import { searchTextOf, sortNameOf } from '#app/domain/accounts/parse-person-name.ts';
import { settleRegistered } from '#app/domain/accounts/settle-registered.server.ts';
import { importAgencies } from '#app/domain/agencies/import-agencies.server.ts';
import { vietnamDay, vietnamMonth } from '#app/domain/calendar.ts';
import { settleStandings } from '#app/domain/ledger/settle-standings.server.ts';
import type { Db } from '#app/platform/database.server.ts';
import { seededRandom } from '#app/platform/random.server.ts';
import { makeDice } from '../../prisma/seed/dice.ts';
import { makeName } from '../../prisma/seed/make-names.ts';
import { agencyFile, readAgencies } from '../../prisma/seed/read-agencies.ts';
import { root } from './open-ground.ts';

export type Worker = { id: string; personnelNumber: string; agencyCode: string };

const CHUNK = 5_000;
const DAY_MS = 86_400_000;

/** The agencies that ship with the product, and below the provinces as many more communes as it takes to make `units`. */
export async function makeAgencies(db: Db, { units = 0 }: { units?: number } = {}): Promise<string[]> {
  const rows = readAgencies(agencyFile(root));
  const provinces = rows.filter((row) => /^VN\.P\d+$/.test(row.code));
  for (let number = 1; rows.length < units; number++) {
    const province = provinces[number % provinces.length]?.code ?? 'VN';
    const code = `VN.X9${String(number).padStart(5, '0')}`;
    const names = { nameVi: `Ủy ban nhân dân xã thử ${number}`, nameEn: `Commune ${number} for trials` };
    rows.push({ code, parentCode: province, type: 'commune', ...names });
  }
  const today = vietnamDay(new Date());
  await importAgencies(db, rows, { validFrom: '2025-07-01', today });
  const above = new Set(rows.map((row) => row.parentCode));
  return rows.map((row) => row.code).filter((code) => code.startsWith('VN.') && !above.has(code));
}

/** So many people, evenly over these agencies, counted as registered. The same seed makes the same people. */
export async function makePeople(
  db: Db,
  {
    count,
    agencyCodes,
    seed,
    numbersFrom = 1,
  }: { count: number; agencyCodes: readonly string[]; seed: string; numbersFrom?: number },
): Promise<Worker[]> {
  const dice = makeDice(seededRandom(`people ${seed}`));
  const agencies = new Map(
    (await db.agency.findMany({ select: { id: true, code: true } })).map((one) => [one.code, one.id]),
  );
  const made: Worker[] = [];
  for (let from = 0; from < count; from += CHUNK) {
    const people = Array.from({ length: Math.min(CHUNK, count - from) }, (_, index) => {
      const personnelNumber = String(7_000_000_000 + numbersFrom + from + index);
      // Names repeat among so many, as they do in life.
      const fullName = makeName(dice, new Set());
      const email = `p${personnelNumber}@truc.example`;
      const agencyCode = agencyCodes[(from + index) % agencyCodes.length] ?? 'VN';
      return {
        personnelNumber,
        fullName,
        email,
        sortName: sortNameOf(fullName),
        searchText: searchTextOf({ fullName, personnelNumber, email }),
        agencyCode,
        agencyId: agencies.get(agencyCode) ?? '',
      };
    });
    const rows = await db.transaction(
      async (tx) => {
        const ids = await tx.rows<{ id: string; personnelNumber: string }>`
          WITH given AS (
                 SELECT * FROM jsonb_to_recordset(${JSON.stringify(people)}::jsonb)
                   AS x("personnelNumber" text, "fullName" text, email text, "sortName" text, "searchText" text, "agencyId" uuid)),
               born AS (
                 INSERT INTO "Person" ("personnelNumber", "fullName", email, "sortName", "searchText")
                 SELECT "personnelNumber", "fullName", email, "sortName", "searchText" FROM given RETURNING id, "personnelNumber"),
               placed AS (
                 INSERT INTO "Appointment" ("personId", "agencyId", position, "validFrom", state)
                 SELECT b.id, g."agencyId", 'Chuyên viên', '2025-07-01', 'CURRENT' FROM born b JOIN given g USING ("personnelNumber"))
          SELECT id, "personnelNumber" FROM born`;
        await settleRegistered(
          tx,
          ids.map((row) => row.id),
          new Date(),
        );
        return ids;
      },
      { withinMs: 120_000 },
    );
    const byNumber = new Map(rows.map((row) => [row.personnelNumber, row.id]));
    for (const { personnelNumber, agencyCode } of people) {
      made.push({ id: byNumber.get(personnelNumber) ?? '', personnelNumber, agencyCode });
    }
  }
  return made;
}

/**
 * These people enrolled in a course with every lesson read, ready for its quiz: what the lessons' own commands would
 * have left behind after two quiet days, in one transaction.
 */
export async function enrolAndRead(db: Db, people: readonly string[], courseId: string, at: Date): Promise<void> {
  const enrolledAt = new Date(at.getTime() - 2 * DAY_MS);
  const readAt = new Date(at.getTime() - DAY_MS);
  await db.transaction(
    async (tx) => {
      await tx.run`
        WITH enrolled AS (
               INSERT INTO "Enrolment" ("personId", "courseId", "editionId", "agencyId", source, "enrolledAt")
               SELECT p.id, c.id, c."currentEditionId", ap."agencyId",
                      (CASE WHEN a.id IS NULL THEN 'SELF' ELSE 'ASSIGNED' END)::"EnrolmentSource", ${enrolledAt}
                 FROM "Course" c CROSS JOIN unnest(${people}::uuid[]) AS p(id)
                 JOIN "Appointment" ap ON ap."personId" = p.id AND ap.state = 'CURRENT' AND ap."isPrimary"
                 LEFT JOIN "Assignment" a ON a."personId" = p.id AND a."courseId" = c.id AND a.status <> 'NO_LONGER_REQUIRED'
                WHERE c.id = ${courseId}::uuid
               RETURNING id, "agencyId", "editionId", "courseId"),
             told AS (
               INSERT INTO "RollupDelta" ("agencyId", "courseId", kind, month, people, at)
               SELECT "agencyId", "courseId", 'enrolled', ${vietnamMonth(enrolledAt)}::date, count(*)::int, ${at}
                 FROM enrolled GROUP BY 1, 2)
        INSERT INTO "LessonProgress" ("enrolmentId", "lessonCode", "openedAt", "readAt", evidence)
        SELECT e.id, l.code, ${enrolledAt}, ${readAt}, 'ELAPSED' FROM enrolled e JOIN "Lesson" l ON l."editionId" = e."editionId"`;
      await tx.run`
        UPDATE "Assignment" SET status = 'IN_PROGRESS'
         WHERE "personId" = ANY(${people}::uuid[]) AND "courseId" = ${courseId}::uuid AND status = 'NOT_STARTED'`;
      await settleStandings(tx, people, courseId, at);
    },
    { withinMs: 120_000 },
  );
}
