-- Programmes as data, editions in lines, sections of papers, terms and search.

ALTER TABLE "Programme" ADD COLUMN "allOf" TEXT[] DEFAULT ARRAY[]::TEXT[], ADD COLUMN "oneOf" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- ---------------------------------------------------------------- editions

ALTER TABLE "CourseEdition" ADD COLUMN "lineNumber" INTEGER, ADD COLUMN "changeCount" INTEGER,
  ADD COLUMN "changeNoteVi" TEXT, ADD COLUMN "changeNoteEn" TEXT;
-- Until now every enrolment stayed on its edition: each is a line of its own.
ALTER TABLE "CourseEdition" DISABLE TRIGGER edition_is_immutable;
UPDATE "CourseEdition" SET "lineNumber" = number, "changeCount" = number, "changeNoteVi" = '', "changeNoteEn" = '';
ALTER TABLE "CourseEdition" ENABLE TRIGGER edition_is_immutable;
ALTER TABLE "CourseEdition" ALTER COLUMN "lineNumber" SET NOT NULL, ALTER COLUMN "changeCount" SET NOT NULL,
  ALTER COLUMN "changeNoteVi" SET NOT NULL, ALTER COLUMN "changeNoteEn" SET NOT NULL;
-- A line begins with the edition that gives it its number.
ALTER TABLE "CourseEdition" ADD CONSTRAINT edition_line_is_earlier CHECK ("lineNumber" BETWEEN 1 AND number);
CREATE INDEX "CourseEdition_courseId_lineNumber_number_idx" ON "CourseEdition" ("courseId", "lineNumber", number);

-- What an enrolment reads: of the line to which it is pinned the current edition, else the newest.
CREATE FUNCTION edition_followed(pinned uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT x.id FROM "CourseEdition" p
    JOIN "CourseEdition" x ON x."courseId" = p."courseId" AND x."lineNumber" = p."lineNumber"
    LEFT JOIN "Course" c ON c."currentEditionId" = x.id
   WHERE p.id = pinned ORDER BY (c.id IS NULL), x.number DESC LIMIT 1
$$;

-- ---------------------------------------------------------------- lessons

ALTER TABLE "Lesson" ADD COLUMN "termsVi" JSONB NOT NULL DEFAULT '[]', ADD COLUMN "termsEn" JSONB NOT NULL DEFAULT '[]',
  ADD COLUMN facts TEXT[] DEFAULT ARRAY[]::TEXT[];
CREATE UNIQUE INDEX "Lesson_editionId_code_key" ON "Lesson" ("editionId", code);

-- A lesson is the same lesson through the editions of a line: progress is kept by its code.
ALTER TABLE "LessonProgress" ADD COLUMN "lessonCode" TEXT;
UPDATE "LessonProgress" p SET "lessonCode" = l.code FROM "Lesson" l WHERE l.id = p."lessonId";
ALTER TABLE "LessonProgress" DROP CONSTRAINT "LessonProgress_pkey", DROP COLUMN "lessonId",
  ALTER COLUMN "lessonCode" SET NOT NULL, ADD CONSTRAINT "LessonProgress_pkey" PRIMARY KEY ("enrolmentId", "lessonCode");

CREATE TABLE "LessonText" (
  "lessonId" UUID NOT NULL,
  locale TEXT NOT NULL,
  body TEXT NOT NULL,
  "foldedTitle" TEXT NOT NULL,
  "foldedHeadings" TEXT NOT NULL,
  "foldedBody" TEXT NOT NULL,
  searchable tsvector NOT NULL,
  CONSTRAINT "LessonText_pkey" PRIMARY KEY ("lessonId", locale),
  CONSTRAINT "LessonText_lessonId_fkey" FOREIGN KEY ("lessonId") REFERENCES "Lesson" (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT lesson_text_locale_is_known CHECK (locale IN ('vi', 'en'))
);
CREATE INDEX lesson_text_by_words ON "LessonText" USING gin (searchable);
CREATE TRIGGER lesson_text_is_immutable BEFORE UPDATE OR DELETE ON "LessonText" FOR EACH ROW EXECUTE FUNCTION forbid_change();

-- Every word of every lesson once: what a slip is compared with.
CREATE TABLE "LessonWord" (word TEXT NOT NULL, CONSTRAINT "LessonWord_pkey" PRIMARY KEY (word));
CREATE INDEX lesson_word_by_likeness ON "LessonWord" USING gin (word gin_trgm_ops);

CREATE TABLE "GlossaryTerm" (
  id TEXT NOT NULL,
  "termVi" TEXT NOT NULL,
  "termEn" TEXT NOT NULL,
  "definitionVi" TEXT NOT NULL,
  "definitionEn" TEXT NOT NULL,
  "searchText" TEXT NOT NULL,
  CONSTRAINT "GlossaryTerm_pkey" PRIMARY KEY (id)
);

-- ---------------------------------------------------------------- quizzes

ALTER TABLE "Quiz" ADD COLUMN sections JSONB;
-- Quizzes of editions published before: one question a lesson, and the rest where most candidates are left.
ALTER TABLE "Quiz" DISABLE TRIGGER quiz_is_immutable;
DO $$
DECLARE
  quiz RECORD;
  section jsonb;
BEGIN
  FOR quiz IN SELECT id, "questionCount" FROM "Quiz" LOOP
    WITH RECURSIVE candidates AS (
      SELECT "lessonCode", count(*)::int AS have FROM "QuizQuestion" WHERE "quizId" = quiz.id GROUP BY 1
    ), drawn (step, counts) AS (
      SELECT 0, (SELECT jsonb_object_agg("lessonCode", 1) FROM candidates)
      UNION ALL
      SELECT step + 1, counts || jsonb_build_object(pick."lessonCode", (counts ->> pick."lessonCode")::int + 1)
        FROM drawn CROSS JOIN LATERAL (
          SELECT "lessonCode" FROM candidates WHERE have > (counts ->> "lessonCode")::int
           ORDER BY have - (counts ->> "lessonCode")::int DESC, "lessonCode" LIMIT 1) pick
       WHERE step < quiz."questionCount" - (SELECT count(*) FROM candidates)
    )
    SELECT (SELECT jsonb_agg(jsonb_build_object('lessonCode', key, 'questions', value::int) ORDER BY key) FROM jsonb_each_text(counts))
      INTO section FROM drawn ORDER BY step DESC LIMIT 1;
    UPDATE "Quiz" SET sections = coalesce(section, '[]') WHERE id = quiz.id;
  END LOOP;
END $$;
ALTER TABLE "Quiz" ENABLE TRIGGER quiz_is_immutable;
ALTER TABLE "Quiz" ALTER COLUMN sections SET NOT NULL;

ALTER TABLE "QuizQuestion" ADD COLUMN facts TEXT[] DEFAULT ARRAY[]::TEXT[], ADD COLUMN pillar TEXT, ADD COLUMN competency TEXT;
ALTER TABLE "QuizQuestion" ADD CONSTRAINT quiz_question_is_about_one_thing CHECK (pillar IS NULL OR competency IS NULL);

-- ---------------------------------------------------------------- attempts

-- An enrolment reads one line of editions: its attempts count together, whichever edition's paper they had.
ALTER TABLE "Attempt" DROP CONSTRAINT IF EXISTS "Attempt_enrolmentId_quizId_number_key";
DROP INDEX IF EXISTS "Attempt_enrolmentId_quizId_number_key";
CREATE UNIQUE INDEX "Attempt_enrolmentId_number_key" ON "Attempt" ("enrolmentId", number);
DROP INDEX attempt_one_in_progress;
CREATE UNIQUE INDEX attempt_one_in_progress ON "Attempt" ("enrolmentId") WHERE state = 'IN_PROGRESS';
