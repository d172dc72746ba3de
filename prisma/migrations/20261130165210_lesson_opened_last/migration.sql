-- When a lesson was opened last: where somebody goes on. Of what was opened before, the first opening is all that is known.
ALTER TABLE "LessonProgress" ADD COLUMN "lastOpenedAt" TIMESTAMPTZ(3);
