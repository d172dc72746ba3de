import type { MyAttemptRequest, MyAttempts } from '#app/domain/assessment/asking.ts';
import { type Sql, sql } from '#app/platform/sql.server.ts';
import type { Bilingual } from '#app/words/locale.ts';

/*
 * How a person stands in a course, as parts of one statement over "Course" c. Each part is a lateral join that brings one
 * row at most; for nobody (a null person) it brings none. No part reads a paper, an answer or a key.
 */

type AssignmentStatus = 'NOT_STARTED' | 'IN_PROGRESS' | 'COMPLETED' | 'WAIVED';

/** The assignment in force. `from` is the agency in which whoever assigned it worked on that day. */
export type MyAssignment = {
  id: string;
  status: AssignmentStatus;
  assignedAt: Date;
  dueAt: Date;
  isOverdue: boolean;
  seenAt: Date | null;
  note: string;
  from: Bilingual;
};

/** The current certificate of the completion: neither superseded nor revoked. */
export type MyCertificate = { id: string; status: 'RESERVED' | 'ISSUED'; serial: string };

/** e: her latest enrolment, with the edition that she reads: her own or an editorial successor. */
export const enrolmentPart = (personId: string | null) => sql`
  LEFT JOIN LATERAL (
    SELECT id, edition_followed("editionId") AS "editionId", cycle, source, "enrolledAt" FROM "Enrolment"
     WHERE "personId" = ${personId}::uuid AND "courseId" = c.id ORDER BY cycle DESC LIMIT 1) e ON true`;

/** What later changes corrected in lessons of the edition d: of all of them, or of one. */
export type ReadCorrection = { lessonCode: string; on: string; text: Bilingual; source: Bilingual };

/** k: corrections that the edition d does not hold yet, the newest first; of the lesson with this code, where one is named. */
export const correctionsPart = (lessonCode: Sql | null) => sql`
  CROSS JOIN LATERAL (
    SELECT coalesce(json_agg(json_build_object('lessonCode', k."lessonCode", 'on', k."correctedOn",
             'text', json_build_object('vi', k."textVi", 'en', k."textEn"),
             'source', json_build_object('vi', k."sourceVi", 'en', k."sourceEn")) ORDER BY k."changeNumber" DESC, k."lessonCode"), '[]') AS corrections
      FROM "LessonCorrection" k WHERE k."courseId" = c.id AND k."changeNumber" > d."changeCount"
       ${lessonCode ? sql`AND k."lessonCode" = ${lessonCode}` : sql.empty}) k`;

/** a: the assignment in force, as JSON. */
export const assignmentPart = (personId: string | null) => sql`
  LEFT JOIN LATERAL (
    SELECT json_build_object('id', a.id, 'status', a.status, 'assignedAt', a."assignedAt", 'dueAt', a."dueAt",
             'isOverdue', a."overdueAt" IS NOT NULL, 'seenAt', a."seenAt", 'note', b.note,
             'from', json_build_object('vi', g."nameVi", 'en', g."nameEn")) AS assignment
      FROM "Assignment" a
      JOIN "AssignmentBatch" b ON b.id = a."batchId"
      LEFT JOIN "Appointment" p ON p."personId" = b."createdById" AND p."isPrimary"
        AND daterange(p."validFrom", p."validTo") @> (b."createdAt" AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
      JOIN "Agency" g ON g.id = coalesce(p."agencyId", b."agencyId")
     WHERE a."personId" = ${personId}::uuid AND a."courseId" = c.id AND a.status <> 'NO_LONGER_REQUIRED' LIMIT 1) a ON true`;

/** v: her latest valid completion, with its current certificate. */
export const completionPart = (personId: string | null) => sql`
  LEFT JOIN LATERAL (
    SELECT v.id AS "completionId", v."completedAt", z.id AS "certificateId", z.status::text AS "certificateStatus", z.serial
      FROM "ValidCompletion" v
      LEFT JOIN "Certificate" z ON z."completionId" = v.id AND z.kind = 'COURSE_COMPLETION'
        AND z."supersededAt" IS NULL AND z."revokedAt" IS NULL
     WHERE v."personId" = ${personId}::uuid AND v."courseId" = c.id ORDER BY v."completedAt" DESC LIMIT 1) v ON true`;

/** t: attempts of the enrolment e at the quiz q, and her newest request for one more. The newest grading of an attempt is its result. */
export const attemptsPart = sql`
  LEFT JOIN LATERAL (
    SELECT count(*)::int AS used, attempts_allowed(e.id, q."attemptLimit") AS allowed,
           (SELECT json_build_object('state', n.state, 'reason', n.reason, 'askedAt', n."askedAt", 'endedAt', n."endedAt",
              'answer', n.answer, 'decidedBy', by."fullName", 'afterAttempt', n."afterAttempt", 'ordinal', n.ordinal)
              FROM "AttemptRequest" n LEFT JOIN "Person" by ON by.id = n."decidedById"
             WHERE n."enrolmentId" = e.id ORDER BY n."afterAttempt" DESC, n.ordinal DESC LIMIT 1) AS request,
           (array_agg(t.id) FILTER (WHERE t.state = 'IN_PROGRESS'))[1] AS "inProgressId",
           coalesce(bool_or(r.passed), false) AS "isPassed",
           coalesce(json_agg(json_build_object('id', t.id, 'number', t.number, 'state', t.state, 'startedAt', t."startedAt",
             'finishedAt', t."finishedAt", 'isPassed', r.passed) ORDER BY t.number), '[]') AS attempts
      FROM "Attempt" t
      LEFT JOIN LATERAL (
        SELECT passed FROM "Grading" WHERE "attemptId" = t.id ORDER BY number DESC LIMIT 1) r ON t.state = 'FINISHED'
     WHERE t."enrolmentId" = e.id) t ON true`;

type StoredAssignment = Omit<MyAssignment, 'assignedAt' | 'dueAt' | 'seenAt'> & {
  assignedAt: string;
  dueAt: string;
  seenAt: string | null;
};

type StoredRequest = Omit<MyAttemptRequest, 'askedAt' | 'endedAt'> & { askedAt: string; endedAt: string | null };

export type AttemptColumns = Omit<MyAttempts, 'request'> & { request: StoredRequest | null };

export type CompletionColumns = {
  completionId: string | null;
  completedAt: Date | null;
  certificateId: string | null;
  certificateStatus: MyCertificate['status'] | null;
  serial: string | null;
};
export type AssignmentColumn = { assignment: StoredAssignment | null };

/** An instant inside JSON arrives as text. */
export function readInstant(text: string): Date;
export function readInstant(text: string | null): Date | null;
export function readInstant(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}

export const readAssignment = ({ assignment }: AssignmentColumn): MyAssignment | null =>
  assignment && {
    ...assignment,
    assignedAt: readInstant(assignment.assignedAt),
    dueAt: readInstant(assignment.dueAt),
    seenAt: readInstant(assignment.seenAt),
  };

export const readAttempts = ({ used, allowed, inProgressId, isPassed, request }: AttemptColumns): MyAttempts => ({
  used,
  allowed,
  inProgressId,
  isPassed,
  request: request && {
    ...request,
    askedAt: readInstant(request.askedAt),
    endedAt: readInstant(request.endedAt),
  },
});

export const readCompletion = (row: CompletionColumns): { id: string; completedAt: Date } | null =>
  row.completionId && row.completedAt ? { id: row.completionId, completedAt: row.completedAt } : null;

export const readCertificate = (row: CompletionColumns): MyCertificate | null =>
  row.certificateId && row.certificateStatus && row.serial
    ? { id: row.certificateId, status: row.certificateStatus, serial: row.serial }
    : null;
