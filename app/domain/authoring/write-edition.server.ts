import { asDate } from '#app/domain/calendar.ts';
import type { Tx } from '#app/platform/database.server.ts';
import type { Random } from '#app/platform/random.server.ts';
import type { DeclaredEdition } from './declare-edition.ts';
import { hashQuestion } from './hash-content.server.ts';
import type { ParsedCourse } from './parsed-course.ts';
import { writeLessons } from './write-lessons.server.ts';

/** Of which course and content an edition is, and when it is made. */
export type Fresh = { courseId: string; hash: string; random: Random; at: Date };

/** Writes an edition of a course with everything in it, under the next number. It is not the current one by that. */
export async function writeEdition(
  tx: Tx,
  course: ParsedCourse,
  { lineNumber, changeCount, note }: DeclaredEdition,
  fresh: Fresh,
): Promise<{ id: string; number: number }> {
  const { courseId, random, at } = fresh;
  const { _max } = await tx.courseEdition.aggregate({ where: { courseId }, _max: { number: true } });
  const edition = { id: random.uuid(at), number: (_max.number ?? 0) + 1 };
  await tx.courseEdition.createMany({
    data: [
      {
        ...edition,
        courseId,
        contentHash: fresh.hash,
        lineNumber: lineNumber ?? edition.number,
        changeCount,
        changeNoteVi: note.vi,
        changeNoteEn: note.en,
        titleVi: course.title.vi,
        titleEn: course.title.en,
        summaryVi: course.summary.vi,
        summaryEn: course.summary.en,
        outcomes: course.outcomes,
        minutesVi: course.minutes.vi,
        minutesEn: course.minutes.en,
        lessonCount: course.lessonCount,
        reviewedOn: asDate(course.reviewedOn),
        reviewBy: asDate(course.reviewBy),
        publishedAt: at,
      },
    ],
  });
  await writeLessons(tx, course, edition.id, fresh);
  await writeQuiz(tx, course, edition.id, fresh);
  return edition;
}

/** The quiz of an edition. A question that did not change keeps the version it has. */
async function writeQuiz(
  tx: Tx,
  course: ParsedCourse,
  editionId: string,
  { courseId, random, at }: Fresh,
): Promise<void> {
  const quizId = random.uuid(at);
  await tx.quiz.createMany({ data: [{ id: quizId, editionId, ...course.quiz }] });
  const questions = course.questions.map((question) => ({ ...question, contentHash: hashQuestion(question) }));
  await tx.questionVersion.createMany({
    data: questions.map(({ code, contentHash, type, difficulty, content, answerKey }) => ({
      id: random.uuid(at),
      courseId,
      code,
      contentHash,
      type,
      difficulty,
      content,
      answerKey,
    })),
    skipDuplicates: true,
  });
  const versions = await tx.questionVersion.findMany({
    where: { courseId, contentHash: { in: questions.map((question) => question.contentHash) } },
    select: { id: true, code: true, contentHash: true },
  });
  const ids = new Map(versions.map((version) => [`${version.code} ${version.contentHash}`, version.id]));
  await tx.quizQuestion.createMany({
    data: questions.map(({ code, contentHash, lessonCode, facts, pillar, competency }, index) => ({
      quizId,
      questionVersionId: ids.get(`${code} ${contentHash}`) ?? '',
      lessonCode,
      position: index + 1,
      facts,
      pillar,
      competency,
    })),
  });
}
