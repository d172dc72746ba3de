-- What two million people and twelve thousand units ask of the same questions.

-- ---------------------------------------------------------------- standings

-- How every active person counts for every course she has to do with: the one definition behind all as-of-now figures.
--   assigned              an assignment is in force and not waived
--   started               … and she has enrolled
--   completed             … and a valid completion exists
--   overdue               … and it does not, and the due day has passed
--   completedUnassigned   a valid completion exists and no assignment is in force
--   withdrawnOverdue      neither of both: an assignment was withdrawn when it was overdue
-- Each table is gone through once, whether for one person, by its index on people, or for a nation.
CREATE OR REPLACE VIEW "StandingFacts" AS
  SELECT f."personId", f."courseId", ap."agencyId",
         f.assigned, f.assigned AND f.enrolled AS started, f.assigned AND f.done AS completed,
         f.assigned AND NOT f.done AND f.late AS overdue, f.done AND NOT f.held AS "completedUnassigned",
         f.withdrawn AND NOT f.held AND NOT f.done AS "withdrawnOverdue"
    FROM (
      SELECT "personId", "courseId", bool_or(held) AS held, bool_or(assigned) AS assigned, bool_or(late) AS late,
             bool_or(withdrawn) AS withdrawn, bool_or(enrolled) AS enrolled, bool_or(done) AS done
        FROM (SELECT "personId", "courseId", true AS held, status <> 'WAIVED' AS assigned, "overdueAt" IS NOT NULL AS late,
                     false AS withdrawn, false AS enrolled, false AS done
                FROM "Assignment" WHERE status <> 'NO_LONGER_REQUIRED'
              UNION ALL SELECT "personId", "courseId", false, false, false, true, false, false FROM "Assignment" WHERE "withdrawnOverdue"
              UNION ALL SELECT "personId", "courseId", false, false, false, false, true, false FROM "Enrolment"
              UNION ALL SELECT "personId", "courseId", false, false, false, false, false, true FROM "ValidCompletion") told
       GROUP BY 1, 2 HAVING bool_or(held OR withdrawn OR enrolled)) f
    JOIN "Person" p ON p.id = f."personId" AND p."deactivatedAt" IS NULL
    JOIN "Appointment" ap ON ap."personId" = f."personId" AND ap.state = 'CURRENT' AND ap."isPrimary";

-- ---------------------------------------------------------------- search of units

-- What a search of units looks through: names and code without case and diacritics, written with them.
ALTER TABLE "Agency" ADD COLUMN "searchText" TEXT NOT NULL DEFAULT '';
CREATE FUNCTION agency_is_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."searchText" := replace(regexp_replace(normalize(lower(NEW."nameVi" || ' ' || NEW."nameEn" || ' ' || NEW.code), NFD), '[\u0300-\u036F]', '', 'g'), 'đ', 'd');
  RETURN NEW;
END $$;
CREATE TRIGGER agency_is_searchable BEFORE INSERT OR UPDATE ON "Agency" FOR EACH ROW EXECUTE FUNCTION agency_is_searchable();
UPDATE "Agency" SET "searchText" = '';
CREATE INDEX agency_search ON "Agency" USING gin ("searchText" gin_trgm_ops);

-- ---------------------------------------------------------------- indexes

-- From a person to the unit she works in without a look at the row: so it is taken before the one that keeps appointments apart.
DROP INDEX appointment_one_current_primary;
CREATE UNIQUE INDEX appointment_one_current_primary ON "Appointment" ("personId") INCLUDE ("agencyId") WHERE state = 'CURRENT' AND "isPrimary";

-- Nothing asks by these.
DROP INDEX "Enrolment_courseId_idx";
DROP INDEX "RegisteredStanding_agencyId_idx";
DROP INDEX "AuditEvent_subjectType_subjectId_idx";
