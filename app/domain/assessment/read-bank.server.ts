import type { AnswerKey, QuestionContent } from '#app/domain/catalogue/question-version.ts';
import { remember } from '#app/platform/remember.server.ts';
import type { Bank, Keys } from './paper.ts';
import type { StoredPaper } from './store-paper.ts';

/** Quizzes of published editions and their question versions are immutable; so many are taken at a time. */
const QUIZZES = 200;
/** A paper is frozen at the start of its attempt; so many attempts are answered at a time. */
const PAPERS = 2_000;

/** What everybody may see of a quiz's questions. One statement the first time, none after it. */
export const readBank = remember<Bank>(QUIZZES, async (reader, quizId) => {
  const rows = await reader.rows<{ id: string; lessonCode: string; content: QuestionContent; facts: string[] }>`
    SELECT v.id, q."lessonCode", v.content, q.facts
      FROM "QuizQuestion" q JOIN "QuestionVersion" v ON v.id = q."questionVersionId"
     WHERE q."quizId" = ${quizId}::uuid ORDER BY q.position`;
  return new Map(rows.map(({ id, ...question }) => [id, question]));
});

/** The keys of a quiz's questions: for grading, and for a result that may show them. */
export const readKeys = remember<Keys>(QUIZZES, async (reader, quizId) => {
  const rows = await reader.rows<{ id: string; answerKey: AnswerKey; unit: { vi: string; en: string } | null }>`
    SELECT v.id, v."answerKey", v.content->'unit' AS unit
      FROM "QuizQuestion" q JOIN "QuestionVersion" v ON v.id = q."questionVersionId" WHERE q."quizId" = ${quizId}::uuid`;
  return new Map(rows.map(({ id, answerKey, unit }) => [id, unit ? { ...answerKey, unit } : answerKey]));
});

type Drawn = { personId: string; quizId: string; paper: StoredPaper };

/** Whose an attempt is and what was drawn for it: all that saving an answer needs to know. Null when there is none. */
export const readDrawnPaper = remember(
  PAPERS,
  (reader, attemptId) => reader.maybeOne<Drawn>`
    SELECT "personId", "quizId", paper FROM "Attempt" WHERE id = ${attemptId}::uuid`,
);
