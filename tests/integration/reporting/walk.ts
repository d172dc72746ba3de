import { lockPeople } from '#app/domain/accounts/lock-people.server.ts';
import { settleRegistered } from '#app/domain/accounts/settle-registered.server.ts';
import { endOfDay, vietnamDay, vietnamMonth } from '#app/domain/calendar.ts';
import { recordMonthly, settleStandings } from '#app/domain/ledger/settle-standings.server.ts';
import type { Db, Tx } from '#app/platform/database.server.ts';

/** A published course with nothing in it: enough to be assigned, taken and completed. */
export async function createBareCourse(
  db: Db,
  code: string,
  programmeCode: 'ASEAN' | 'SKILLS' = 'SKILLS',
): Promise<{ id: string; editionId: string }> {
  await db.programme.createMany({
    data: [
      {
        code: programmeCode,
        position: programmeCode === 'ASEAN' ? 1 : 2,
        nameVi: 'Kỹ năng',
        nameEn: 'Skills',
        targetPercent: 80,
        periodFrom: 2026,
        periodTo: 2035,
        legalBasisVi: 'QĐ',
        legalBasisEn: 'Decision',
        countingRuleVi: 'Đếm',
        countingRuleEn: 'Count',
      },
    ],
    skipDuplicates: true,
  });
  const course = await db.course.create({ data: { code, slug: code.toLowerCase(), programmeCode } });
  const edition = await db.courseEdition.create({
    data: {
      courseId: course.id,
      number: 1,
      lineNumber: 1,
      changeCount: 1,
      changeNoteVi: '',
      changeNoteEn: '',
      contentHash: code,
      titleVi: `Khóa ${code}`,
      titleEn: `Course ${code}`,
      summaryVi: '',
      summaryEn: '',
      outcomes: [],
      minutesVi: 60,
      minutesEn: 60,
      lessonCount: 4,
      reviewedOn: new Date('2026-01-01'),
      reviewBy: new Date('2027-01-01'),
      publishedAt: new Date('2026-01-01'),
    },
  });
  await db.course.update({ where: { id: course.id }, data: { currentEditionId: edition.id } });
  return { id: course.id, editionId: edition.id };
}

type Course = { id: string; editionId: string };

/** Does something to one person under her lock, and settles what came of it. */
export const change = (db: Db, personId: string, at: Date, write: (tx: Tx) => Promise<unknown>) =>
  db.transaction(async (tx) => {
    await lockPeople(tx, [personId]);
    await write(tx);
    await settleRegistered(tx, [personId], at);
    await settleStandings(tx, [personId], null, at);
  });

const homeOf = (tx: Tx, personId: string) =>
  tx.appointment.findFirst({ where: { personId, state: 'CURRENT', isPrimary: true } });

export async function assign(
  db: Db,
  { personId, course, at, dueAt }: { personId: string; course: Course; at: Date; dueAt: Date },
) {
  await change(db, personId, at, async (tx) => {
    const home = await homeOf(tx, personId);
    const held = await tx.assignment.count({
      where: { personId, courseId: course.id, status: { not: 'NO_LONGER_REQUIRED' } },
    });
    const done = await tx.completion.count({ where: { personId, courseId: course.id, corrections: { none: {} } } });
    if (!home || held > 0 || done > 0) return;
    const enrolled = await tx.enrolment.count({ where: { personId, courseId: course.id } });
    const batch = await tx.assignmentBatch.create({
      data: {
        courseId: course.id,
        agencyId: home.agencyId,
        dueAt,
        createdById: personId,
        plannedPeople: 1,
        state: 'DONE',
      },
    });
    await tx.assignment.create({
      data: {
        batchId: batch.id,
        personId,
        courseId: course.id,
        agencyId: home.agencyId,
        status: enrolled > 0 ? 'IN_PROGRESS' : 'NOT_STARTED',
        assignedAt: at,
        dueAt,
      },
    });
  });
}

/** New people of one unit who were all assigned one course, due the next day. */
export const assignToMany = (
  db: Db,
  { agencyId, courseId, people, at }: { agencyId: string; courseId: string; people: number; at: Date },
) => db.run`
    WITH people AS (
      INSERT INTO "Person" ("personnelNumber", "fullName", "sortName", "searchText", email)
      SELECT to_char(n, 'FM0000000000'), 'Nguyễn Văn ' || n, lpad(n::text, 6, '0') || ' Nguyễn Văn', '', n || '@truc.example'
        FROM generate_series(1, ${people}::int) n RETURNING id),
    places AS (
      INSERT INTO "Appointment" ("personId", "agencyId", position, "validFrom", state)
      SELECT id, ${agencyId}::uuid, '', '2026-01-01', 'CURRENT' FROM people),
    batch AS (
      INSERT INTO "AssignmentBatch" ("courseId", "agencyId", "dueAt", "createdById", "plannedPeople", "personIds")
      SELECT ${courseId}::uuid, ${agencyId}::uuid, ${dueOn(at, 1)}, id, 1, '{}' FROM people LIMIT 1 RETURNING id)
    INSERT INTO "Assignment" ("batchId", "personId", "courseId", "agencyId", "assignedAt", "dueAt")
    SELECT batch.id, people.id, ${courseId}::uuid, ${agencyId}::uuid, ${at}, ${dueOn(at, 1)} FROM people, batch`;

export async function enrolBare(db: Db, { personId, course, at }: { personId: string; course: Course; at: Date }) {
  await change(db, personId, at, async (tx) => {
    const home = await homeOf(tx, personId);
    const made = await tx.run`
      INSERT INTO "Enrolment" ("personId", "courseId", "editionId", "agencyId", source, "enrolledAt")
      VALUES (${personId}::uuid, ${course.id}::uuid, ${course.editionId}::uuid, ${home?.agencyId ?? null}::uuid, 'SELF', ${at})
      ON CONFLICT DO NOTHING`;
    if (made === 0) return;
    await tx.assignment.updateMany({
      where: { personId, courseId: course.id, status: 'NOT_STARTED' },
      data: { status: 'IN_PROGRESS' },
    });
    if (!home) return;
    const month = vietnamMonth(at);
    await recordMonthly(tx, { agencyId: home.agencyId, courseId: course.id, kind: 'enrolled', month, people: 1, at });
  });
}

export async function completeBare(db: Db, { personId, course, at }: { personId: string; course: Course; at: Date }) {
  await enrolBare(db, { personId, course, at });
  await change(db, personId, at, async (tx) => {
    const home = await homeOf(tx, personId);
    const enrolment = await tx.enrolment.findFirstOrThrow({ where: { personId, courseId: course.id } });
    const made = await tx.run`
      INSERT INTO "Completion" ("enrolmentId", cycle, "personId", "courseId", "editionId", "agencyId", "agencyNameVi", "agencyNameEn", position, "completedAt")
      VALUES (${enrolment.id}::uuid, 1, ${personId}::uuid, ${course.id}::uuid, ${course.editionId}::uuid, ${home?.agencyId ?? null}::uuid, '', '', '', ${at})
      ON CONFLICT DO NOTHING`;
    if (made === 0) return;
    await tx.assignment.updateMany({
      where: { personId, courseId: course.id, status: { in: ['NOT_STARTED', 'IN_PROGRESS'] } },
      data: { status: 'COMPLETED', completedAt: at, overdueAt: null },
    });
    if (!home) return;
    const month = vietnamMonth(at);
    await recordMonthly(tx, { agencyId: home.agencyId, courseId: course.id, kind: 'completed', month, people: 1, at });
  });
}

export const dropAssignment = (db: Db, personId: string, course: Course, at: Date) =>
  change(
    db,
    personId,
    at,
    (tx) => tx.run`
      UPDATE "Assignment" SET status = 'NO_LONGER_REQUIRED', "endedAt" = ${at}, "overdueAt" = NULL, "withdrawnReason" = 'x',
             "withdrawnOverdue" = status <> 'WAIVED' AND "firstOverdueAt" IS NOT NULL
       WHERE "personId" = ${personId}::uuid AND "courseId" = ${course.id}::uuid AND status IN ('NOT_STARTED', 'IN_PROGRESS', 'WAIVED')`,
  );

export const moveDue = (db: Db, personId: string, course: Course, at: Date, dueAt: Date) =>
  change(db, personId, at, (tx) =>
    tx.assignment.updateMany({
      where: { personId, courseId: course.id, status: { in: ['NOT_STARTED', 'IN_PROGRESS'] } },
      data: { dueAt, overdueAt: null },
    }),
  );

export const waive = (db: Db, personId: string, course: Course, at: Date) =>
  change(db, personId, at, (tx) =>
    tx.assignment.updateMany({
      where: { personId, courseId: course.id, status: { in: ['NOT_STARTED', 'IN_PROGRESS'] } },
      data: { status: 'WAIVED', overdueAt: null },
    }),
  );

export const correct = (db: Db, personId: string, course: Course, at: Date) =>
  change(db, personId, at, async (tx) => {
    const valid = await tx.completion.findFirst({
      where: { personId, courseId: course.id, corrections: { none: {} } },
    });
    if (!valid) return;
    await tx.completionCorrection.create({
      data: { completionId: valid.id, reason: 'ghi nhầm', madeById: personId, madeAt: at },
    });
  });

/** Her present appointment ends with this day, and the next begins on it: planned, for the sweep to carry out. */
export async function planMove(db: Db, personId: string, agencyId: string | null, at: Date) {
  const day = new Date(`${vietnamDay(at)}T00:00:00Z`);
  await change(db, personId, at, async (tx) => {
    const open = await tx.appointment.findFirst({ where: { personId, isPrimary: true, validTo: null } });
    if (open) {
      if (open.validFrom >= day) return;
      await tx.appointment.update({ where: { id: open.id }, data: { validTo: day } });
    }
    if (agencyId) {
      await tx.appointment.create({ data: { personId, agencyId, position: 'Chuyên viên', validFrom: day } });
    }
  });
}

export const setActive = (db: Db, personId: string, active: boolean, at: Date) =>
  change(db, personId, at, (tx) =>
    tx.person.update({ where: { id: personId }, data: { deactivatedAt: active ? null : at } }),
  );

export const dueOn = (at: Date, days: number): Date => endOfDay(vietnamDay(new Date(at.getTime() + days * 86_400_000)));

/** Small, seeded, good enough to choose the next step of a walk. */
export function chooser(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    number: (below: number): number => Math.floor(next() * below),
    of: <T>(things: readonly T[]): T => {
      const thing = things[Math.floor(next() * things.length)];
      if (thing === undefined) throw new Error('nothing to choose from');
      return thing;
    },
  };
}
