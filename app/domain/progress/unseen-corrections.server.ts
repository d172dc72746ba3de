import type { Reader, Writer } from '#app/platform/sql.server.ts';
import type { Bilingual } from '#app/words/locale.ts';

/** What a later change corrected in a course that she completed. */
export type UnseenCorrections = {
  slug: string;
  code: string;
  title: Bilingual;
  changeNumber: number;
  correctedOn: Date;
  lessons: { code: string; text: Bilingual; source: Bilingual }[];
};

type Row = Omit<UnseenCorrections, 'title'> & { titleVi: string; titleEn: string };

/** Corrections of courses that she completed in an edition before them, as long as she has not said that she has seen them. One statement. */
export async function unseenCorrections(db: Reader, personId: string): Promise<UnseenCorrections[]> {
  const rows = await db.rows<Row>`
    SELECT c.slug, c.code, d."titleVi", d."titleEn", k."changeNumber", max(k."correctedOn") AS "correctedOn",
           json_agg(json_build_object('code', k."lessonCode", 'text', json_build_object('vi', k."textVi", 'en', k."textEn"),
             'source', json_build_object('vi', k."sourceVi", 'en', k."sourceEn")) ORDER BY k."lessonCode") AS lessons
      FROM "Course" c JOIN "CourseEdition" d ON d.id = c."currentEditionId"
      JOIN LATERAL (
        SELECT x."changeCount" FROM "ValidCompletion" v JOIN "CourseEdition" x ON x.id = v."editionId"
         WHERE v."personId" = ${personId}::uuid AND v."courseId" = c.id ORDER BY v."completedAt" DESC LIMIT 1) v ON true
      JOIN "LessonCorrection" k ON k."courseId" = c.id AND k."changeNumber" > v."changeCount"
     WHERE NOT EXISTS (SELECT 1 FROM "CorrectionSeen" s WHERE s."personId" = ${personId}::uuid AND s."courseId" = c.id
                          AND s."changeNumber" = k."changeNumber")
     GROUP BY c.slug, c.code, d."titleVi", d."titleEn", k."changeNumber" ORDER BY k."changeNumber", c.code`;
  return rows.map(({ titleVi, titleEn, ...row }) => ({ ...row, title: { vi: titleVi, en: titleEn } }));
}

/**
 * She has seen what was corrected in these courses, named by their code and the number of the change: recorded once. What she
 * was not told is left out.
 */
export async function markCorrectionsSeen(
  db: Writer,
  { personId, seen, now }: { personId: string; seen: readonly { code: string; changeNumber: number }[]; now: Date },
): Promise<void> {
  if (seen.length === 0) return;
  await db.run`
    INSERT INTO "CorrectionSeen" ("personId", "courseId", "changeNumber", "seenAt")
    SELECT DISTINCT ${personId}::uuid, c.id, k."changeNumber", ${now}::timestamptz
      FROM unnest(${seen.map(({ code }) => code)}::text[], ${seen.map(({ changeNumber }) => changeNumber)}::int[]) s (code, number)
      JOIN "Course" c ON c.code = s.code
      JOIN "LessonCorrection" k ON k."courseId" = c.id AND k."changeNumber" = s.number
     WHERE EXISTS (SELECT 1 FROM "ValidCompletion" v WHERE v."personId" = ${personId}::uuid AND v."courseId" = c.id)
    ON CONFLICT DO NOTHING`;
}
