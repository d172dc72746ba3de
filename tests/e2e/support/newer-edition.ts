import { sql } from '#app/platform/sql.server.ts';
import type { Site } from './site.ts';

/**
 * A newer edition of a course of the demo, materially another one with the same words, which says the corrections of the
 * course once more: of whoever has begun or completed before, the edition is then an earlier one.
 */
export async function publishNewerEdition(site: Site, slug: string): Promise<void> {
  const { db } = site;
  const current = sql`SELECT d.* FROM "Course" c JOIN "CourseEdition" d ON d.id = c."currentEditionId" WHERE c.slug = ${slug}`;
  await db.run`INSERT INTO "CourseEdition" SELECT (e).* FROM (SELECT jsonb_populate_record(NULL::"CourseEdition", to_jsonb(d) || jsonb_build_object('id', uuidv7(),
    'number', d.number + 1, 'lineNumber', d.number + 1, 'changeCount', d."changeCount" + 1, 'contentHash', d."contentHash" || '+')) AS e
    FROM (${current}) d) t`;
  const both = sql`SELECT o.id AS old, n.id AS new FROM (${current}) o JOIN "CourseEdition" n ON n."courseId" = o."courseId" AND n.number = o.number + 1`;
  await db.run`INSERT INTO "Module" SELECT uuidv7(), b.new, m.position, m."titleVi", m."titleEn" FROM (${both}) b JOIN "Module" m ON m."editionId" = b.old`;
  await db.run`INSERT INTO "Lesson" SELECT (e).* FROM (SELECT jsonb_populate_record(NULL::"Lesson", to_jsonb(l) || jsonb_build_object('id', uuidv7(), 'editionId', b.new,
    'moduleId', n.id)) AS e FROM (${both}) b JOIN "Lesson" l ON l."editionId" = b.old JOIN "Module" m ON m.id = l."moduleId"
    JOIN "Module" n ON n."editionId" = b.new AND n.position = m.position) t`;
  await db.run`WITH q AS (INSERT INTO "Quiz" SELECT (e).* FROM (SELECT jsonb_populate_record(NULL::"Quiz", to_jsonb(q) || jsonb_build_object('id', uuidv7(), 'editionId', b.new)) AS e
    FROM (${both}) b JOIN "Quiz" q ON q."editionId" = b.old) t RETURNING id)
    INSERT INTO "QuizQuestion" SELECT q.id, a."questionVersionId", a."lessonCode", a.position, a.facts, a.pillar, a.competency
      FROM q, (${both}) b JOIN "Quiz" o ON o."editionId" = b.old JOIN "QuizQuestion" a ON a."quizId" = o.id`;
  await db.run`INSERT INTO "LessonCorrection" SELECT (e).* FROM (SELECT jsonb_populate_record(NULL::"LessonCorrection", to_jsonb(k) || jsonb_build_object('changeNumber', d."changeCount" + 1)) AS e
    FROM (${current}) d JOIN "LessonCorrection" k ON k."courseId" = d."courseId" AND k."changeNumber" = (SELECT max(c."changeNumber") FROM "LessonCorrection" c WHERE c."courseId" = d."courseId")) t`;
  await db.run`UPDATE "Course" SET "currentEditionId" = b.new FROM (${both}) b WHERE slug = ${slug}`;
}
