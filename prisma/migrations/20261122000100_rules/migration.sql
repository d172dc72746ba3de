-- What must always hold and what the schema language cannot say: each rule with its sentence.

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- Facts are added; nobody changes or removes them.
CREATE FUNCTION forbid_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is a record of facts: rows are added, never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'P0001';
END $$;

CREATE TRIGGER completion_is_a_fact BEFORE UPDATE OR DELETE ON "Completion" FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER correction_is_a_fact BEFORE UPDATE OR DELETE ON "CompletionCorrection" FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER grading_is_a_fact BEFORE UPDATE OR DELETE ON "Grading" FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON "AuditEvent" FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER edition_is_immutable BEFORE UPDATE OR DELETE ON "CourseEdition" FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER module_is_immutable BEFORE UPDATE OR DELETE ON "Module" FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER lesson_is_immutable BEFORE UPDATE OR DELETE ON "Lesson" FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER quiz_is_immutable BEFORE UPDATE OR DELETE ON "Quiz" FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER question_version_is_immutable BEFORE UPDATE OR DELETE ON "QuestionVersion" FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER quiz_question_is_immutable BEFORE UPDATE OR DELETE ON "QuizQuestion" FOR EACH ROW EXECUTE FUNCTION forbid_change();

-- ---------------------------------------------------------------- agencies

-- An agency stands in one place at a time.
ALTER TABLE "AgencyPlacement" ADD CONSTRAINT placement_one_at_a_time
  EXCLUDE USING gist ("agencyId" WITH =, daterange("validFrom", "validTo") WITH &&);
ALTER TABLE "AgencyPlacement" ADD CONSTRAINT placement_ends_after_it_begins CHECK ("validTo" IS NULL OR "validTo" > "validFrom");
ALTER TABLE "AgencyPlacement" ADD CONSTRAINT placement_not_under_itself CHECK ("parentId" IS DISTINCT FROM "agencyId");
ALTER TABLE "Agency" ADD CONSTRAINT agency_code_is_plain CHECK (code ~ '^[A-Z][A-Z0-9]*(\.[A-Z0-9]+)*$');

-- Rebuilds the closure of the tree as it stands on a day.
CREATE FUNCTION rebuild_agency_ancestors(as_of date) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  LOCK TABLE "AgencyAncestor" IN EXCLUSIVE MODE;
  DELETE FROM "AgencyAncestor";
  INSERT INTO "AgencyAncestor" ("agencyId", "ancestorId", depth)
  WITH RECURSIVE here AS (
    SELECT "agencyId", "parentId" FROM "AgencyPlacement" WHERE daterange("validFrom", "validTo") @> as_of
  ), above AS (
    SELECT "agencyId", "agencyId" AS "ancestorId", 0 AS depth FROM here
    UNION ALL
    SELECT a."agencyId", h."parentId", a.depth + 1 FROM above a JOIN here h ON h."agencyId" = a."ancestorId"
     WHERE h."parentId" IS NOT NULL AND a.depth < 32
  )
  SELECT "agencyId", "ancestorId", depth FROM above;
END $$;

-- ---------------------------------------------------------------- accounts

ALTER TABLE "Person" ADD CONSTRAINT person_name_is_clean
  CHECK ("fullName" IS NFC NORMALIZED AND "fullName" !~ '[[:cntrl:]]' AND "fullName" = btrim("fullName") AND char_length("fullName") BETWEEN 1 AND 120);
ALTER TABLE "Person" ADD CONSTRAINT person_email_is_lower CHECK (email = lower(email));
ALTER TABLE "Person" ADD CONSTRAINT person_number_is_ten_digits CHECK ("personnelNumber" ~ '^[0-9]{10}$');
ALTER TABLE "Person" ADD CONSTRAINT person_locale_is_known CHECK (locale IN ('vi', 'en'));
ALTER TABLE "Person" ADD CONSTRAINT person_theme_is_known CHECK (theme IN ('auto', 'light', 'dark'));
CREATE INDEX person_by_name ON "Person" ("sortName" COLLATE "vi-x-icu", id);
CREATE INDEX person_search ON "Person" USING gin ("searchText" gin_trgm_ops);

-- A person counts once, at the primary appointment of the moment.
ALTER TABLE "Appointment" ADD CONSTRAINT appointment_one_primary_at_a_time
  EXCLUDE USING gist ("personId" WITH =, daterange("validFrom", "validTo") WITH &&) WHERE ("isPrimary");
ALTER TABLE "Appointment" ADD CONSTRAINT appointment_ends_after_it_begins CHECK ("validTo" IS NULL OR "validTo" > "validFrom");
CREATE UNIQUE INDEX appointment_one_current_primary ON "Appointment" ("personId") WHERE state = 'CURRENT' AND "isPrimary";
CREATE INDEX appointment_to_begin ON "Appointment" ("validFrom") WHERE state = 'PLANNED';
CREATE INDEX appointment_to_end ON "Appointment" ("validTo") WHERE state = 'CURRENT' AND "validTo" IS NOT NULL;

-- ---------------------------------------------------------------- training

-- At most one assignment of a person and course is in force.
CREATE UNIQUE INDEX assignment_one_in_force ON "Assignment" ("personId", "courseId") WHERE status <> 'NO_LONGER_REQUIRED';
ALTER TABLE "Assignment" ADD CONSTRAINT assignment_completed_has_its_time CHECK ((status = 'COMPLETED') = ("completedAt" IS NOT NULL));
ALTER TABLE "Assignment" ADD CONSTRAINT assignment_ended_has_its_time CHECK ((status = 'NO_LONGER_REQUIRED') = ("endedAt" IS NOT NULL));
ALTER TABLE "Assignment" ADD CONSTRAINT assignment_overdue_is_open CHECK ("overdueAt" IS NULL OR status IN ('NOT_STARTED', 'IN_PROGRESS'));
CREATE INDEX assignment_to_fall_due ON "Assignment" ("dueAt") WHERE "overdueAt" IS NULL AND status IN ('NOT_STARTED', 'IN_PROGRESS');
ALTER TABLE "AssignmentBatch" ADD CONSTRAINT batch_note_is_short CHECK (char_length(note) <= 500);

-- An enrolment is pinned to its person, course and edition.
CREATE FUNCTION enrolment_is_pinned() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW."personId", NEW."courseId", NEW."editionId", NEW.cycle, NEW."enrolledAt") IS DISTINCT FROM
     (OLD."personId", OLD."courseId", OLD."editionId", OLD.cycle, OLD."enrolledAt") THEN
    RAISE EXCEPTION 'an enrolment stays with its person, course and edition' USING ERRCODE = 'P0001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER enrolment_is_pinned BEFORE UPDATE ON "Enrolment" FOR EACH ROW EXECUTE FUNCTION enrolment_is_pinned();

-- A lesson once read stays read, by the evidence that counted then.
CREATE FUNCTION progress_is_monotonic() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."openedAt" <> OLD."openedAt" OR (OLD."readAt" IS NOT NULL AND (NEW."readAt", NEW.evidence) IS DISTINCT FROM (OLD."readAt", OLD.evidence)) THEN
    RAISE EXCEPTION 'progress only grows' USING ERRCODE = 'P0001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER progress_is_monotonic BEFORE UPDATE ON "LessonProgress" FOR EACH ROW EXECUTE FUNCTION progress_is_monotonic();
ALTER TABLE "LessonProgress" ADD CONSTRAINT progress_read_has_evidence CHECK (("readAt" IS NULL) = (evidence IS NULL));

-- ---------------------------------------------------------------- assessment

-- One attempt in progress per person and quiz.
CREATE UNIQUE INDEX attempt_one_in_progress ON "Attempt" ("personId", "quizId") WHERE state = 'IN_PROGRESS';
CREATE INDEX attempt_to_check ON "Attempt" ("checkStateAt") WHERE state = 'IN_PROGRESS' AND "checkStateAt" IS NOT NULL;
ALTER TABLE "Attempt" ADD CONSTRAINT attempt_finished_has_its_time CHECK ((state = 'FINISHED') = ("finishedAt" IS NOT NULL));

-- Never more attempts than the quiz allows, and none numbered outside them.
CREATE FUNCTION attempt_within_limit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.number < 1 OR NEW.number > (SELECT "attemptLimit" FROM "Quiz" WHERE id = NEW."quizId") THEN
    RAISE EXCEPTION 'attempt % is outside the limit of its quiz', NEW.number USING ERRCODE = 'P0001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER attempt_within_limit BEFORE INSERT ON "Attempt" FOR EACH ROW EXECUTE FUNCTION attempt_within_limit();

-- The paper is frozen at the start; a finished attempt stays as it is.
CREATE FUNCTION attempt_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'FINISHED' THEN
    RAISE EXCEPTION 'a finished attempt does not change' USING ERRCODE = 'P0001';
  END IF;
  IF (NEW."enrolmentId", NEW."quizId", NEW."personId", NEW.number, NEW."startedAt") IS DISTINCT FROM
     (OLD."enrolmentId", OLD."quizId", OLD."personId", OLD.number, OLD."startedAt")
     OR NEW.paper IS DISTINCT FROM OLD.paper OR NEW."paperKey" IS DISTINCT FROM OLD."paperKey" THEN
    RAISE EXCEPTION 'the paper of an attempt is frozen at its start' USING ERRCODE = 'P0001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER attempt_is_frozen BEFORE UPDATE ON "Attempt" FOR EACH ROW EXECUTE FUNCTION attempt_is_frozen();

-- Answers are saved only while the attempt is in progress; a slot's revision only grows.
CREATE FUNCTION answer_is_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.revision < OLD.revision THEN
    RAISE EXCEPTION 'an older revision does not replace a newer one' USING ERRCODE = 'P0001';
  END IF;
  IF (SELECT state FROM "Attempt" WHERE id = NEW."attemptId") <> 'IN_PROGRESS' THEN
    RAISE EXCEPTION 'the attempt is over: its answers do not change' USING ERRCODE = 'P0001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER answer_is_in_time BEFORE INSERT OR UPDATE ON "AttemptAnswer" FOR EACH ROW EXECUTE FUNCTION answer_is_in_time();
ALTER TABLE "AttemptAnswer" ADD CONSTRAINT answer_slot_and_revision CHECK (slot >= 1 AND revision >= 1);

-- Marks are a fraction between nothing and everything.
ALTER TABLE "Grading" ADD CONSTRAINT grading_is_a_fraction
  CHECK ("earnedDenominator" > 0 AND "earnedNumerator" >= 0 AND possible > 0 AND "earnedNumerator" <= possible * "earnedDenominator");

-- ---------------------------------------------------------------- certificates

-- A completion has exactly one current certificate of a kind.
CREATE UNIQUE INDEX certificate_one_current ON "Certificate" ("completionId", kind) WHERE "supersededAt" IS NULL AND "revokedAt" IS NULL;
ALTER TABLE "Certificate" ADD CONSTRAINT certificate_serial_form CHECK (serial ~ '^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$');
-- Issued means: the stored document has this hash.
ALTER TABLE "Certificate" ADD CONSTRAINT certificate_issued_has_document
  CHECK ((status = 'ISSUED') = ("documentSha256" IS NOT NULL AND "documentBytes" IS NOT NULL AND "issuedAt" IS NOT NULL));
ALTER TABLE "Certificate" ADD CONSTRAINT certificate_revoked_has_reason CHECK (("revokedAt" IS NULL) = ("revokedReason" IS NULL));
ALTER TABLE "Certificate" ADD CONSTRAINT certificate_superseded_has_successor CHECK (("supersededAt" IS NULL) = ("supersededById" IS NULL));
CREATE INDEX certificate_to_issue ON "Certificate" ("reservedAt") WHERE status = 'RESERVED';

-- Serial, holder, course and date never change; superseding, revoking and issuing happen once.
CREATE FUNCTION certificate_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW."completionId", NEW.kind, NEW."personId", NEW.serial, NEW."reservedAt") IS DISTINCT FROM
     (OLD."completionId", OLD.kind, OLD."personId", OLD.serial, OLD."reservedAt") OR NEW.statement IS DISTINCT FROM OLD.statement THEN
    RAISE EXCEPTION 'the statement of a certificate is frozen' USING ERRCODE = 'P0001';
  END IF;
  IF OLD.status = 'ISSUED' AND (NEW.status, NEW."issuedAt", NEW."documentSha256", NEW."documentBytes") IS DISTINCT FROM
     (OLD.status, OLD."issuedAt", OLD."documentSha256", OLD."documentBytes") THEN
    RAISE EXCEPTION 'an issued certificate keeps its document' USING ERRCODE = 'P0001';
  END IF;
  IF (OLD."revokedAt" IS NOT NULL AND (NEW."revokedAt", NEW."revokedReason") IS DISTINCT FROM (OLD."revokedAt", OLD."revokedReason"))
     OR (OLD."supersededAt" IS NOT NULL AND (NEW."supersededAt", NEW."supersededById") IS DISTINCT FROM (OLD."supersededAt", OLD."supersededById")) THEN
    RAISE EXCEPTION 'nothing returns from revoked or superseded' USING ERRCODE = 'P0001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER certificate_is_frozen BEFORE UPDATE ON "Certificate" FOR EACH ROW EXECUTE FUNCTION certificate_is_frozen();
CREATE FUNCTION forbid_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% rows are never deleted', TG_TABLE_NAME USING ERRCODE = 'P0001';
END $$;
CREATE TRIGGER certificate_is_kept BEFORE DELETE ON "Certificate" FOR EACH ROW EXECUTE FUNCTION forbid_delete();
CREATE TRIGGER attempt_is_kept BEFORE DELETE ON "Attempt" FOR EACH ROW EXECUTE FUNCTION forbid_delete();
CREATE TRIGGER assignment_is_kept BEFORE DELETE ON "Assignment" FOR EACH ROW EXECUTE FUNCTION forbid_delete();

-- ---------------------------------------------------------------- standings and roll-ups

ALTER TABLE "RollupDelta" ADD CONSTRAINT delta_says_something CHECK (people <> 0);
ALTER TABLE "RollupDelta" ADD CONSTRAINT delta_month_is_a_first CHECK (month IS NULL OR extract(day FROM month) = 1);
ALTER TABLE "Standing" ADD CONSTRAINT standing_is_coherent
  CHECK ((assigned OR NOT (started OR completed OR overdue)) AND NOT (completed AND overdue) AND NOT (assigned AND "completedUnassigned"));

-- A completion that no correction refers to.
CREATE VIEW "ValidCompletion" AS
  SELECT c.* FROM "Completion" c WHERE NOT EXISTS (SELECT 1 FROM "CompletionCorrection" x WHERE x."completionId" = c.id);

-- How every active person counts for every course she has to do with: the one definition behind all as-of-now figures.
--   assigned              an assignment is in force and not waived
--   started               … and she has enrolled
--   completed             … and a valid completion exists
--   overdue               … and it does not, and the due day has passed
--   completedUnassigned   a valid completion exists and no assignment is in force
CREATE VIEW "StandingFacts" AS
  SELECT pair."personId", pair."courseId", ap."agencyId",
         f.assigned, f.assigned AND f.enrolled AS started, f.assigned AND f.done AS completed,
         f.assigned AND NOT f.done AND f.late AS overdue, f.done AND NOT f.held AS "completedUnassigned"
    FROM (SELECT "personId", "courseId" FROM "Assignment" WHERE status <> 'NO_LONGER_REQUIRED'
          UNION SELECT "personId", "courseId" FROM "Enrolment") pair
    JOIN "Person" p ON p.id = pair."personId" AND p."deactivatedAt" IS NULL
    JOIN "Appointment" ap ON ap."personId" = pair."personId" AND ap.state = 'CURRENT' AND ap."isPrimary"
    LEFT JOIN "Assignment" a ON a."personId" = pair."personId" AND a."courseId" = pair."courseId" AND a.status <> 'NO_LONGER_REQUIRED'
    CROSS JOIN LATERAL (
      SELECT a.id IS NOT NULL AS held,
             a.id IS NOT NULL AND a.status <> 'WAIVED' AS assigned,
             a."overdueAt" IS NOT NULL AS late,
             EXISTS (SELECT 1 FROM "Enrolment" e WHERE e."personId" = pair."personId" AND e."courseId" = pair."courseId") AS enrolled,
             EXISTS (SELECT 1 FROM "ValidCompletion" c WHERE c."personId" = pair."personId" AND c."courseId" = pair."courseId") AS done
    ) f;
