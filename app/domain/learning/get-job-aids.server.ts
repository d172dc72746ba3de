import type { Block } from '#app/domain/catalogue/lesson-block.ts';
import { type Reader, sql } from '#app/platform/sql.server.ts';
import type { Bilingual } from '#app/words/locale.ts';
import { type LessonSource, sourcesPart } from './get-lesson.server.ts';
import { enrolmentPart } from './personal-state.server.ts';

/** One page to use at the desk, of the lesson that it rests on. Days as YYYY-MM-DD. */
export type JobAid = {
  lesson: { code: string; slug: string };
  title: Bilingual;
  html: Bilingual;
  reviewedOn: string;
  asOf: string | null;
  sources: LessonSource[];
};

export type JobAids = {
  course: { code: string; slug: string; title: Bilingual };
  /** Null: she is not enrolled. */
  enrolmentId: string | null;
  aids: JobAid[];
};

type Row = {
  code: string;
  slug: string;
  titleVi: string;
  titleEn: string;
  enrolmentId: string | null;
  aids: (Omit<JobAid, 'title' | 'html'> & { vi: Block; en: Block })[];
};

const aidIn = (column: 'blocksVi' | 'blocksEn') =>
  sql.raw(`jsonb_path_query_first(l."${column}", '$[*] ? (@.kind == "aid")')`);

/**
 * The job aids of a course in the order of its lessons: of the edition that the person's enrolment follows, else of the
 * current one. Null when there is no such course. One statement.
 */
export async function getJobAids(
  db: Reader,
  { slug, personId }: { slug: string; personId: string },
): Promise<JobAids | null> {
  const row = await db.maybeOne<Row>`
    SELECT c.code, c.slug, d."titleVi", d."titleEn", e.id AS "enrolmentId",
           (SELECT coalesce(json_agg(json_build_object('lesson', json_build_object('code', l.code, 'slug', l.slug),
                     'vi', ${aidIn('blocksVi')}, 'en', ${aidIn('blocksEn')},
                     'reviewedOn', l."reviewedOn", 'asOf', l."asOf", 'sources', ${sourcesPart}) ORDER BY l.position), '[]')
              FROM "Lesson" l WHERE l."editionId" = d.id AND ${aidIn('blocksVi')} IS NOT NULL) AS aids
      FROM "Course" c
      ${enrolmentPart(personId)}
      JOIN "CourseEdition" d ON d.id = coalesce(e."editionId", c."currentEditionId")
     WHERE c.slug = ${slug}`;
  if (!row) return null;
  return {
    course: { code: row.code, slug: row.slug, title: { vi: row.titleVi, en: row.titleEn } },
    enrolmentId: row.enrolmentId,
    aids: row.aids.map(({ vi, en, ...aid }) => ({
      ...aid,
      title: { vi: vi.title ?? '', en: en.title ?? '' },
      html: { vi: vi.html, en: en.html },
    })),
  };
}
