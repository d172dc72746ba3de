-- What was wrong in a lesson of earlier editions, which questions their papers draw no more, and who was told.

CREATE TABLE "LessonCorrection" (
    "courseId" UUID NOT NULL,
    "changeNumber" INTEGER NOT NULL,
    "lessonCode" TEXT NOT NULL,
    "correctedOn" DATE NOT NULL,
    "textVi" TEXT NOT NULL,
    "textEn" TEXT NOT NULL,
    "sourceVi" TEXT NOT NULL,
    "sourceEn" TEXT NOT NULL,

    CONSTRAINT "LessonCorrection_pkey" PRIMARY KEY ("courseId", "changeNumber", "lessonCode")
);
CREATE TABLE "WithdrawnQuestion" (
    "courseId" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "changeNumber" INTEGER NOT NULL,

    CONSTRAINT "WithdrawnQuestion_pkey" PRIMARY KEY ("courseId", "code")
);
CREATE TABLE "CorrectionSeen" (
    "personId" UUID NOT NULL,
    "courseId" UUID NOT NULL,
    "changeNumber" INTEGER NOT NULL,
    "seenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CorrectionSeen_pkey" PRIMARY KEY ("personId", "courseId", "changeNumber")
);
CREATE TABLE "EditionChange" (
    "enrolmentId" UUID NOT NULL,
    "fromEditionId" UUID NOT NULL,
    "toEditionId" UUID NOT NULL,
    "changedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "EditionChange_pkey" PRIMARY KEY ("enrolmentId", "fromEditionId")
);
ALTER TABLE "LessonCorrection" ADD CONSTRAINT "LessonCorrection_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "WithdrawnQuestion" ADD CONSTRAINT "WithdrawnQuestion_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "CorrectionSeen" ADD CONSTRAINT "CorrectionSeen_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "CorrectionSeen" ADD CONSTRAINT "CorrectionSeen_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "EditionChange" ADD CONSTRAINT "EditionChange_enrolmentId_fkey" FOREIGN KEY ("enrolmentId") REFERENCES "Enrolment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "EditionChange" ADD CONSTRAINT "EditionChange_fromEditionId_fkey" FOREIGN KEY ("fromEditionId") REFERENCES "CourseEdition"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "EditionChange" ADD CONSTRAINT "EditionChange_toEditionId_fkey" FOREIGN KEY ("toEditionId") REFERENCES "CourseEdition"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TRIGGER correction_seen_is_a_fact BEFORE UPDATE OR DELETE ON "CorrectionSeen" FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER edition_change_is_a_fact BEFORE UPDATE OR DELETE ON "EditionChange" FOR EACH ROW EXECUTE FUNCTION forbid_change();

-- An enrolment is pinned to its person, course and cycle; its edition changes to one of a later line only, and neither while a
-- paper is open nor once the course is passed or completed.
CREATE OR REPLACE FUNCTION enrolment_is_pinned() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW."personId", NEW."courseId", NEW.cycle, NEW."enrolledAt") IS DISTINCT FROM
     (OLD."personId", OLD."courseId", OLD.cycle, OLD."enrolledAt") THEN
    RAISE EXCEPTION 'an enrolment stays with its person, course and cycle' USING ERRCODE = 'P0001';
  END IF;
  IF NEW."editionId" <> OLD."editionId" THEN
    IF NOT EXISTS (SELECT 1 FROM "CourseEdition" n JOIN "CourseEdition" o ON o."courseId" = n."courseId" AND o."lineNumber" < n."lineNumber"
                    WHERE n.id = NEW."editionId" AND o.id = OLD."editionId") THEN
      RAISE EXCEPTION 'an enrolment changes to a later edition of its course only' USING ERRCODE = 'P0001';
    END IF;
    IF EXISTS (SELECT 1 FROM "Completion" c WHERE c."enrolmentId" = OLD.id)
       OR EXISTS (SELECT 1 FROM "Attempt" a WHERE a."enrolmentId" = OLD.id AND (a.state = 'IN_PROGRESS'
            OR EXISTS (SELECT 1 FROM "Grading" g WHERE g."attemptId" = a.id AND g.passed))) THEN
      RAISE EXCEPTION 'an enrolment keeps its edition while a paper is open and once it is passed' USING ERRCODE = 'P0001';
    END IF;
  END IF;
  RETURN NEW;
END $$;
