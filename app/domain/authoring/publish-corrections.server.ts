import { type Reader, type Sql, sql, type Writer } from '#app/platform/sql.server.ts';
import type { ParsedCourse } from './parsed-course.ts';

/**
 * Brings what a published course says of its earlier editions to what course.yaml declares: which lessons were wrong, and
 * which questions their papers draw no more. It stands beside the editions: an unchanged declaration changes no row.
 */
export async function publishCorrections(tx: Writer, course: ParsedCourse): Promise<void> {
  const changes = course.changes.declared.map((change, index) => ({ ...change, number: index + 1 }));
  const corrections = changes.flatMap(({ number, on, corrections }) =>
    corrections.map(
      ({ lesson, text, source }) =>
        sql`(${number}::int, ${lesson}, ${on}::date, ${text.vi}, ${text.en}, ${source.vi}, ${source.en})`,
    ),
  );
  // Of a question that was withdrawn more than once the last time counts.
  const withdrawn = new Map(changes.flatMap(({ number, withdraws }) => withdraws.map((code) => [code, number])));
  await tx.run`
    WITH said (n, lesson, day, "textVi", "textEn", "sourceVi", "sourceEn") AS (${valuesOr(corrections, sql`0, '', current_date, '', '', '', ''`)}),
         course AS (SELECT id FROM "Course" WHERE slug = ${course.slug}),
         gone AS (
           DELETE FROM "LessonCorrection" k USING course WHERE k."courseId" = course.id
              AND NOT EXISTS (SELECT 1 FROM said WHERE said.n = k."changeNumber" AND said.lesson = k."lessonCode"))
    INSERT INTO "LessonCorrection" AS k ("courseId", "changeNumber", "lessonCode", "correctedOn", "textVi", "textEn", "sourceVi", "sourceEn")
    SELECT course.id, said.* FROM course, said
    ON CONFLICT ("courseId", "changeNumber", "lessonCode") DO UPDATE
       SET ("correctedOn", "textVi", "textEn", "sourceVi", "sourceEn")
         = ROW(excluded."correctedOn", excluded."textVi", excluded."textEn", excluded."sourceVi", excluded."sourceEn")
     WHERE (k."correctedOn", k."textVi", k."textEn", k."sourceVi", k."sourceEn") IS DISTINCT FROM
           (excluded."correctedOn", excluded."textVi", excluded."textEn", excluded."sourceVi", excluded."sourceEn")`;
  await tx.run`
    WITH said (code, n) AS (${valuesOr(
      [...withdrawn].map(([code, number]) => sql`(${code}, ${number}::int)`),
      sql`'', 0`,
    )}),
         course AS (SELECT id FROM "Course" WHERE slug = ${course.slug}),
         gone AS (
           DELETE FROM "WithdrawnQuestion" w USING course WHERE w."courseId" = course.id
              AND NOT EXISTS (SELECT 1 FROM said WHERE said.code = w.code))
    INSERT INTO "WithdrawnQuestion" AS w ("courseId", code, "changeNumber")
    SELECT course.id, said.* FROM course, said
    ON CONFLICT ("courseId", code) DO UPDATE SET "changeNumber" = excluded."changeNumber"
     WHERE w."changeNumber" <> excluded."changeNumber"`;
}

/** The number of an earlier edition whose papers the withdrawals of course.yaml leave nothing to ask; null: there is none. */
export async function editionLeftEmpty(tx: Reader, course: ParsedCourse): Promise<number | null> {
  const withdrawn = course.changes.declared.flatMap(({ withdraws }, index) =>
    withdraws.map((code) => sql`(${code}, ${index + 1}::int)`),
  );
  if (withdrawn.length === 0) return null;
  const empty = await tx.maybeOne<{ number: number }>`
    WITH said (code, n) AS (VALUES ${sql.join(withdrawn)})
    SELECT d.number FROM "Course" c JOIN "CourseEdition" d ON d."courseId" = c.id JOIN "Quiz" q ON q."editionId" = d.id
     WHERE c.slug = ${course.slug} AND NOT EXISTS (
       SELECT 1 FROM "QuizQuestion" a JOIN "QuestionVersion" v ON v.id = a."questionVersionId"
        WHERE a."quizId" = q.id AND NOT EXISTS (SELECT 1 FROM said WHERE said.code = v.code AND said.n > d."changeCount"))
     ORDER BY d.number LIMIT 1`;
  return empty?.number ?? null;
}

/** The rows; without any, none of the same columns. */
const valuesOr = (rows: readonly Sql[], columns: Sql): Sql =>
  rows.length > 0 ? sql`VALUES ${sql.join([...rows])}` : sql`SELECT ${columns} WHERE false`;
