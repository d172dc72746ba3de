import type { AnswerKey, QuestionContent } from '#app/domain/catalogue/question-version.ts';
import type { Db, Reader } from '#app/platform/database.server.ts';
import type { Bank, Keys } from './paper.ts';

/** Quizzes whose questions a process remembers: all that are taken at a time, many times over. */
const REMEMBERED = 200;

/**
 * Reads what never changes once, and remembers it a process long: quizzes of published editions and their question
 * versions are immutable. `reader` is the transaction that asks, so that no second connection is waited for.
 */
function remember<T>(read: (reader: Reader, quizId: string) => Promise<T>) {
  const known = new WeakMap<Db, Map<string, T>>();
  return async (db: Db, quizId: string, reader: Reader = db): Promise<T> => {
    const quizzes = known.get(db) ?? new Map<string, T>();
    known.set(db, quizzes);
    const remembered = quizzes.get(quizId);
    if (remembered !== undefined) return remembered;
    const value = await read(reader, quizId);
    const [oldest] = quizzes.keys();
    if (quizzes.size === REMEMBERED && oldest !== undefined) quizzes.delete(oldest);
    quizzes.set(quizId, value);
    return value;
  };
}

/** What everybody may see of a quiz's questions. One statement the first time, none after it. */
export const readBank: (db: Db, quizId: string, reader?: Reader) => Promise<Bank> = remember(async (reader, quizId) => {
  const rows = await reader.$queryRaw<{ id: string; lessonCode: string; content: QuestionContent }[]>`
    SELECT v.id, q."lessonCode", v.content
      FROM "QuizQuestion" q JOIN "QuestionVersion" v ON v.id = q."questionVersionId"
     WHERE q."quizId" = ${quizId}::uuid ORDER BY q.position`;
  return new Map(rows.map(({ id, ...question }) => [id, question]));
});

/** The keys of a quiz's questions: for grading, and for a result that may show them. */
export const readKeys: (db: Db, quizId: string, reader?: Reader) => Promise<Keys> = remember(async (reader, quizId) => {
  const rows = await reader.$queryRaw<{ id: string; answerKey: AnswerKey }[]>`
    SELECT v.id, v."answerKey"
      FROM "QuizQuestion" q JOIN "QuestionVersion" v ON v.id = q."questionVersionId" WHERE q."quizId" = ${quizId}::uuid`;
  return new Map(rows.map(({ id, answerKey }) => [id, answerKey]));
});
