import { DomainError } from '#app/domain/errors.ts';
import type { Db } from '#app/platform/database.server.ts';
import type { MyAttemptRequest } from './asking.ts';
import { type Paper, paperKeyOf, showPaper } from './paper.ts';
import { type Answer, sameAnswer } from './question.ts';
import { readBank, readDrawnPaper, readKeys } from './read-bank.server.ts';
import { conflictRows } from './read-conflicts.server.ts';
import { type ReviewedQuestion, reviewPaper } from './review-paper.ts';
import { readMarks, type StoredMarks } from './store-marks.ts';
import { openPaper, type StoredPaper } from './store-paper.ts';
import { type Conflict, conflictsOf, type Kept } from './weigh-saves.ts';

export type SavedAnswer = { slot: number; answer: Answer | null; revision: number; flagged: boolean; savedAt: string };
export type AttemptView = {
  attemptId: string;
  state: 'IN_PROGRESS' | 'FINISHED';
  number: number;
  attemptLimit: number;
  passPercent: number;
  startedAt: Date;
  deadlineAt: Date | null;
  course: { code: string; slug: string; titleVi: string; titleEn: string };
  paper: Paper;
  answers: SavedAnswer[];
  /** Slots that wait for her choice between the answer that stands and others. */
  conflicts: Conflict[];
};

/** An attempt of this person, without anything that could tell an answer. One statement. @throws not-found */
export async function readAttempt(db: Db, owner: { attemptId: string; personId: string }): Promise<AttemptView> {
  const row = await db.maybeOne<
    Omit<AttemptView, 'course' | 'paper' | 'conflicts'> &
      AttemptView['course'] & { quizId: string; paper: StoredPaper; conflicts: Parameters<typeof conflictsOf>[0] }
  >`
    SELECT a.id AS "attemptId", a.state, a.number, a."startedAt", a."deadlineAt", a."quizId", a.paper, q."passPercent",
           attempts_allowed(a."enrolmentId", q."attemptLimit") AS "attemptLimit", c.code, c.slug, d."titleVi", d."titleEn",
           coalesce((SELECT json_agg(json_build_object('slot', s.slot, 'answer', s.answer, 'revision', s.revision,
                       'flagged', s.flagged, 'savedAt', s."savedAt") ORDER BY s.slot)
              FROM "AttemptAnswer" s WHERE s."attemptId" = a.id), '[]') AS answers,
           ${conflictRows(owner.attemptId)} AS conflicts
      FROM "Attempt" a JOIN "Quiz" q ON q.id = a."quizId" JOIN "CourseEdition" d ON d.id = q."editionId"
      JOIN "Course" c ON c.id = d."courseId"
     WHERE a.id = ${owner.attemptId}::uuid AND a."personId" = ${owner.personId}::uuid`;
  if (!row) throw new DomainError('not-found', { attemptId: owner.attemptId });
  const { code, slug, titleVi, titleEn, quizId, paper, conflicts, ...attempt } = row;
  // Whoever opens the paper will save its answers.
  readDrawnPaper.put(db, owner.attemptId, { personId: owner.personId, quizId, paper });
  const bank = await readBank(db, quizId);
  return {
    ...attempt,
    paper: showPaper(openPaper(paper, bank), bank),
    conflicts: conflictsOf(conflicts),
    course: { code, slug, titleVi, titleEn },
  };
}

export type AnswerBeside = Pick<Kept, 'slot' | 'answer' | 'device' | 'writtenAt'> & { reason: 'CONFLICT' | 'LATE' };

export type AttemptResult = {
  attemptId: string;
  number: number;
  attemptLimit: number;
  attemptsUsed: number;
  passPercent: number;
  finishedAt: Date;
  passed: boolean;
  earned: { n: number; d: number };
  possible: number;
  course: { code: string; slug: string; titleVi: string; titleEn: string };
  /** Whether right answers and explanations may be shown: after passing. Before that another attempt may always follow. */
  revealed: boolean;
  inProgressId: string | null;
  /** How her newest request for one more attempt stands. */
  request: Pick<MyAttemptRequest, 'state' | 'afterAttempt' | 'ordinal'> | null;
  questions: ReviewedQuestion[];
  /** Answers that did not count: set aside without her choice, or come after the end; none that says what counted. */
  beside: AnswerBeside[];
  lessons: { code: string; slug: string; titleVi: string; titleEn: string }[];
  certificate: { id: string; serial: string; status: 'RESERVED' | 'ISSUED'; documentBytes: number | null } | null;
};

/** What there is only once an attempt is graded. */
type Graded = Pick<AttemptResult, 'finishedAt' | 'possible' | 'passed'> & {
  earnedNumerator: number;
  earnedDenominator: number;
  marks: StoredMarks;
};

type ResultRow = Omit<AttemptResult, keyof Graded | 'course' | 'earned' | 'revealed' | 'questions'> &
  AttemptResult['course'] & {
    everPassed: boolean;
    quizId: string;
    paper: StoredPaper;
    answers: { slot: number; answer: Answer | null }[];
  } & (({ state: 'FINISHED' } & Graded) | ({ state: 'IN_PROGRESS' } & { [Key in keyof Graded]: null }));

/**
 * The result of a finished attempt of this person: right, partly right or wrong per question always; keys and
 * explanations only once she has passed, for until then an attempt that could profit from them may be granted. One statement.
 * @throws not-found for another's, conflict while it is in progress
 */
export async function readResult(db: Db, owner: { attemptId: string; personId: string }): Promise<AttemptResult> {
  const row = await db.maybeOne<ResultRow>`
    SELECT a.id AS "attemptId", a.state, a.number, a."finishedAt", a."quizId", a.paper, q."passPercent", attempts_allowed(a."enrolmentId", q."attemptLimit") AS "attemptLimit",
           (SELECT json_build_object('state', r.state, 'afterAttempt', r."afterAttempt", 'ordinal', r.ordinal) FROM "AttemptRequest" r
             WHERE r."enrolmentId" = a."enrolmentId" ORDER BY r."afterAttempt" DESC, r.ordinal DESC LIMIT 1) AS request,
           (SELECT x.id FROM "Attempt" x WHERE x."enrolmentId" = a."enrolmentId" AND x.state = 'IN_PROGRESS') AS "inProgressId",
           g."earnedNumerator", g."earnedDenominator", g.possible, g.passed, g.marks,
           c.code, c.slug, d."titleVi", d."titleEn",
           (SELECT count(*)::int FROM "Attempt" x WHERE x."enrolmentId" = a."enrolmentId") AS "attemptsUsed",
           EXISTS (SELECT 1 FROM "Attempt" x JOIN "Grading" y ON y."attemptId" = x.id AND y.passed
                    WHERE x."enrolmentId" = a."enrolmentId") AS "everPassed",
           coalesce((SELECT json_agg(json_build_object('slot', s.slot, 'answer', s.answer)) FROM "AttemptAnswer" s WHERE s."attemptId" = a.id), '[]') AS answers,
           coalesce((SELECT json_agg(json_build_object('slot', k.slot, 'answer', k.answer, 'device', k.device, 'writtenAt', k."writtenAt", 'reason', k.reason)
                       ORDER BY k.slot, k."writtenAt", k."saveId")
              FROM "KeptAnswer" k WHERE k."attemptId" = a.id AND k.reason <> 'REPLACED' AND k."settledAt" IS NULL), '[]') AS beside,
           (SELECT json_agg(json_build_object('code', l.code, 'slug', l.slug, 'titleVi', l."titleVi", 'titleEn', l."titleEn") ORDER BY l.position)
              FROM "Lesson" l WHERE l."editionId" = d.id) AS lessons,
           (SELECT json_build_object('id', t.id, 'serial', t.serial, 'status', t.status, 'documentBytes', t."documentBytes")
              FROM "Completion" m JOIN "Certificate" t ON t."completionId" = m.id AND t."supersededAt" IS NULL AND t."revokedAt" IS NULL
             WHERE m."enrolmentId" = a."enrolmentId" LIMIT 1) AS certificate
      FROM "Attempt" a JOIN "Quiz" q ON q.id = a."quizId" JOIN "CourseEdition" d ON d.id = q."editionId"
      JOIN "Course" c ON c.id = d."courseId"
      LEFT JOIN LATERAL (SELECT * FROM "Grading" g WHERE g."attemptId" = a.id ORDER BY g.number DESC LIMIT 1) g ON true
     WHERE a.id = ${owner.attemptId}::uuid AND a."personId" = ${owner.personId}::uuid`;
  if (!row) throw new DomainError('not-found', { attemptId: owner.attemptId });
  if (row.state !== 'FINISHED')
    throw new DomainError('conflict', { attemptId: owner.attemptId, reason: 'in progress' });
  const {
    code,
    slug,
    titleVi,
    titleEn,
    quizId,
    paper,
    answers,
    marks,
    earnedNumerator,
    earnedDenominator,
    everPassed,
    state,
    beside,
    ...result
  } = row;
  const revealed = everPassed;
  const bank = await readBank(db, quizId);
  const drawn = openPaper(paper, bank);
  const questions = reviewPaper({
    paper: showPaper(drawn, bank),
    paperKey: revealed ? paperKeyOf(drawn, await readKeys(db, quizId)) : null,
    answers,
    marks: readMarks(marks),
  });
  return {
    ...result,
    earned: { n: earnedNumerator, d: earnedDenominator },
    course: { code, slug, titleVi, titleEn },
    revealed,
    questions,
    beside: beside.filter(
      ({ slot, answer }) => !sameAnswer(answer, answers.find((each) => each.slot === slot)?.answer ?? null),
    ),
  };
}
