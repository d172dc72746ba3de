import type { Scope } from '#app/domain/agencies/scope.ts';
import { within } from '#app/domain/agencies/within.server.ts';
import { type Reader, sql } from '#app/platform/sql.server.ts';
import type { Bilingual } from '#app/words/locale.ts';

/** A course that was assigned and has since become materially another one. */
export type MaterialChange = {
  courseCode: string;
  title: Bilingual;
  number: number;
  publishedAt: Date;
  note: Bilingual;
};

/** For so many days a manager is told. */
const TOLD_FOR_DAYS = 90;

type Row = {
  code: string;
  titleVi: string;
  titleEn: string;
  number: number;
  publishedAt: Date;
  noteVi: string;
  noteEn: string;
};

/**
 * Material editions of courses that were assigned within the scope before them: whoever had begun finishes the edition
 * that she began, whoever begins now reads the new one. The newest first. One statement.
 */
export async function materialChanges(
  db: Reader,
  { scope, now }: { scope: Scope; now: Date },
): Promise<MaterialChange[]> {
  const rows = await db.rows<Row>`
    SELECT c.code, d."titleVi", d."titleEn", m.number, m."publishedAt", m."changeNoteVi" AS "noteVi", m."changeNoteEn" AS "noteEn"
      FROM "Course" c JOIN "CourseEdition" d ON d.id = c."currentEditionId"
      JOIN "CourseEdition" m ON m."courseId" = c.id AND m.number = d."lineNumber"
     WHERE m.number > 1 AND m."publishedAt" > ${now}::timestamptz - make_interval(days => ${TOLD_FOR_DAYS})
       AND EXISTS (SELECT 1 FROM "AssignmentBatch" b WHERE b."courseId" = c.id AND b."createdAt" < m."publishedAt"
                      AND b.state <> 'CANCELLED' AND ${within(sql`b."agencyId"`, scope)})
     ORDER BY m."publishedAt" DESC, c.code`;
  return rows.map((row) => ({
    courseCode: row.code,
    title: { vi: row.titleVi, en: row.titleEn },
    number: row.number,
    publishedAt: row.publishedAt,
    note: { vi: row.noteVi, en: row.noteEn },
  }));
}
