import { issueCertificateJob } from '#app/domain/certificates/jobs.ts';
import { settleStandings } from '#app/domain/ledger/settle-standings.server.ts';
import { completeCourse, type Ready, readyRow } from '#app/domain/progress/complete-course.server.ts';
import type { Db, Tx } from '#app/platform/database.server.ts';
import type { Enqueue } from '#app/platform/job.ts';
import type { Random } from '#app/platform/random.server.ts';
import { sql } from '#app/platform/sql.server.ts';
import { GRADER_VERSION, gradePaper } from './grade-paper.ts';
import { paperKeyOf, showPaper } from './paper.ts';
import type { Answer } from './question.ts';
import { readBank, readKeys } from './read-bank.server.ts';
import { LATENCY_GRACE_MS, sortSaves, writeAnswers } from './save-answers.server.ts';
import { storeMarks } from './store-marks.ts';
import { openPaper, type StoredPaper } from './store-paper.ts';
import type { Device, SlotOutcome } from './weigh-saves.ts';

type SubmitWorld = { db: Db; random: Random; now: () => Date; enqueue: Enqueue; appUrl: string };

/** `slots` says of each answer that came along what became of it. */
export type SubmitOutcome =
  | { outcome: 'graded'; passed: boolean; slots: SlotOutcome[]; certificateId: string | null }
  /** The same submission again, by double click, back button, second tab or retry: the result stands. */
  | { outcome: 'already-graded'; slots: SlotOutcome[] }
  | { outcome: 'not-found' };

export type Submission = {
  attemptId: string;
  personId: string;
  /** Answers that the device still held, as they were sent. */
  saves: readonly unknown[];
  device?: Device | null;
};

type Locked = {
  id: string;
  state: 'IN_PROGRESS' | 'FINISHED';
  enrolmentId: string;
  deadlineAt: Date | null;
  quizId: string;
  paper: StoredPaper;
  passPercent: number;
};

/** Locks the attempt and then the person: every writer of standings takes the person's lock, and nobody both in another order. */
const lockAttempt = async (tx: Tx, attemptId: string, personId: string | null): Promise<Locked | null> => {
  const locked = await tx.maybeOne<Locked>`
    SELECT a.id, a.state, a."enrolmentId", a."deadlineAt", a."quizId", a.paper, q."passPercent"
      FROM "Attempt" a JOIN "Quiz" q ON q.id = a."quizId" JOIN "Person" p ON p.id = a."personId"
     WHERE a.id = ${attemptId}::uuid AND (${personId}::uuid IS NULL OR a."personId" = ${personId}::uuid)
       FOR NO KEY UPDATE OF a, p`;
  return locked;
};

async function writeSent(
  tx: Tx,
  { id, paper, quizId }: Locked,
  { sent, device, now }: { sent: readonly unknown[]; device: Device | null; now: Date },
  { db, random }: SubmitWorld,
): Promise<SlotOutcome[]> {
  const bank = await readBank(db, quizId, tx);
  const { saves, refused } = sortSaves(showPaper(openPaper(paper, bank), bank), sent);
  const { slots } = await writeAnswers(tx, (work) => work(tx), random, { attemptId: id, saves, now, device });
  return [...slots, ...refused];
}

/** Grades the saved answers and finishes; facts, completion, reservation and deltas commit with the caller's transaction. */
async function finish(tx: Tx, locked: Locked, finishedAt: Date, { db, random, appUrl }: SubmitWorld) {
  // A statement after the lock: it sees the answers that the holder of the lock before us committed.
  const saved = await tx.one<{ answers: { slot: number; answer: Answer | null }[] } & Ready>`
    SELECT coalesce((SELECT json_agg(json_build_object('slot', s.slot, 'answer', s.answer)) FROM "AttemptAnswer" s
              WHERE s."attemptId" = ${locked.id}::uuid), '[]') AS answers, ready.*
      FROM (${readyRow(locked.enrolmentId)}) ready`;
  const { answers, ...ready } = saved;
  const drawn = openPaper(locked.paper, await readBank(db, locked.quizId, tx));
  const paperKey = paperKeyOf(drawn, await readKeys(db, locked.quizId, tx));
  const grade = gradePaper(paperKey, new Map(answers.map((row) => [row.slot, row.answer])), locked.passPercent);
  const enrolled = { enrolmentId: locked.enrolmentId, attemptId: locked.id };
  const completion = grade.passed ? completeCourse(ready, enrolled, { random, now: finishedAt, appUrl }) : null;
  const written = await tx.one<{ completed: boolean }>`
    WITH finished AS (
      UPDATE "Attempt" SET state = 'FINISHED', "finishedAt" = ${finishedAt}, "checkStateAt" = NULL
       WHERE id = ${locked.id}::uuid AND state = 'IN_PROGRESS' RETURNING id),
    graded AS (
      INSERT INTO "Grading" (id, "attemptId", number, "graderVersion", "earnedNumerator", "earnedDenominator", possible, passed, marks, "gradedAt")
      SELECT ${random.uuid(finishedAt)}::uuid, id, 1, ${GRADER_VERSION}, ${grade.earned.n}, ${grade.earned.d}, ${grade.possible},
             ${grade.passed}, ${JSON.stringify(storeMarks(grade.marks))}::jsonb, ${finishedAt} FROM finished),
    ${completion?.facts ?? sql`completed AS (SELECT id FROM finished WHERE false)`}
    SELECT EXISTS (SELECT 1 FROM completed) AS completed`;
  if (!completion || !written.completed) return { passed: grade.passed, certificateId: null };
  await settleStandings(tx, [ready.personId], ready.courseId, finishedAt);
  return { passed: true, certificateId: completion.certificateId };
}

/**
 * Hands in an attempt: one transaction under the attempt's lock saves the answers that came with it, grades the frozen
 * paper, finishes, and when the course is complete records completion, certificate and deltas. An answer that was made
 * from another than the one that stands is kept and does not count; one that came after the end neither.
 * The certificate's job is asked for after the commit; if the queue is down the sweep finds the row.
 */
export async function submitAttempt(
  world: SubmitWorld,
  { attemptId, personId, saves, device = null }: Submission,
): Promise<SubmitOutcome> {
  const now = world.now();
  const result = await world.db.transaction(async (tx): Promise<SubmitOutcome> => {
    const locked = await lockAttempt(tx, attemptId, personId);
    if (!locked) return { outcome: 'not-found' };
    const slots = saves.length > 0 ? await writeSent(tx, locked, { sent: saves, device, now }, world) : [];
    if (locked.state === 'FINISHED') return { outcome: 'already-graded', slots };
    const late = locked.deadlineAt !== null && now.getTime() > locked.deadlineAt.getTime() + LATENCY_GRACE_MS;
    const finishedAt = late && locked.deadlineAt ? locked.deadlineAt : now;
    const { passed, certificateId } = await finish(tx, locked, finishedAt, world);
    return { outcome: 'graded', passed, slots, certificateId };
  });
  if (result.outcome === 'graded' && result.certificateId) {
    await world.enqueue(issueCertificateJob, { certificateId: result.certificateId });
  }
  return result;
}

/**
 * Finishes an attempt whose time is up, on the answers saved until then; the time of finishing is the deadline.
 * Harmless when somebody else was quicker.
 */
export async function expireAttempt(world: SubmitWorld, attemptId: string): Promise<'finished' | 'already-settled'> {
  const now = world.now();
  const certificateId = await world.db.transaction(async (tx) => {
    const locked = await lockAttempt(tx, attemptId, null);
    if (!locked?.deadlineAt || locked.state === 'FINISHED') return undefined;
    if (locked.deadlineAt.getTime() + LATENCY_GRACE_MS > now.getTime()) return undefined;
    return (await finish(tx, locked, locked.deadlineAt, world)).certificateId;
  });
  if (certificateId === undefined) return 'already-settled';
  if (certificateId) await world.enqueue(issueCertificateJob, { certificateId });
  return 'finished';
}
