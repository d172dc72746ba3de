-- Who ordered an assignment, who changes it, and what is withdrawn when overdue.

ALTER TABLE "AssignmentBatch" ADD COLUMN "orderedByAgencyId" UUID, ADD COLUMN "actedById" UUID, ADD COLUMN "actCursorId" UUID,
  ADD COLUMN "outsidePeople" INTEGER NOT NULL DEFAULT 0, ADD COLUMN "cancelReason" TEXT NOT NULL DEFAULT '', ADD COLUMN "haltedAt" TIMESTAMPTZ(3);
ALTER TABLE "Assignment" ADD COLUMN "orderedByAgencyId" UUID, ADD COLUMN "withdrawnOverdue" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "withdrawnReason" TEXT, ADD COLUMN "withdrawnById" UUID;
ALTER TABLE "Standing" ADD COLUMN "withdrawnOverdue" BOOLEAN NOT NULL DEFAULT false;

-- The agency in whose name somebody assigns to a unit: that of the grant she uses. Of several the highest, and where no
-- grant tells it, the top of the tree: in doubt upward, so that nobody undoes the order of those above.
CREATE FUNCTION ordering_agency(maker uuid, unit uuid, at timestamptz) RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT g."agencyId" FROM "Grant" g JOIN "AgencyAncestor" t ON t."ancestorId" = g."agencyId" AND t."agencyId" = unit
      WHERE g."personId" = maker AND g.role = 'TRAINING_MANAGER'
      ORDER BY (g."createdAt" <= at AND (g."validTo" IS NULL OR g."validTo" > at)) DESC, t.depth DESC LIMIT 1),
    (SELECT t."ancestorId" FROM "AgencyAncestor" t WHERE t."agencyId" = unit ORDER BY t.depth DESC LIMIT 1),
    unit)
$$;

CREATE FUNCTION batch_is_ordered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."orderedByAgencyId" := coalesce(NEW."orderedByAgencyId", ordering_agency(NEW."createdById", NEW."agencyId", NEW."createdAt"));
  RETURN NEW;
END $$;
CREATE TRIGGER batch_is_ordered BEFORE INSERT ON "AssignmentBatch" FOR EACH ROW EXECUTE FUNCTION batch_is_ordered();

CREATE FUNCTION assignment_is_ordered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."orderedByAgencyId" IS NULL THEN
    SELECT b."orderedByAgencyId" INTO NEW."orderedByAgencyId" FROM "AssignmentBatch" b WHERE b.id = NEW."batchId";
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER assignment_is_ordered BEFORE INSERT ON "Assignment" FOR EACH ROW EXECUTE FUNCTION assignment_is_ordered();

UPDATE "AssignmentBatch" SET "orderedByAgencyId" = ordering_agency("createdById", "agencyId", "createdAt");
UPDATE "Assignment" s SET "orderedByAgencyId" = b."orderedByAgencyId" FROM "AssignmentBatch" b WHERE b.id = s."batchId";

ALTER TABLE "AssignmentBatch" ADD CONSTRAINT "AssignmentBatch_orderedByAgencyId_fkey" FOREIGN KEY ("orderedByAgencyId") REFERENCES "Agency"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "Assignment" ADD CONSTRAINT "Assignment_orderedByAgencyId_fkey" FOREIGN KEY ("orderedByAgencyId") REFERENCES "Agency"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "AssignmentBatch" ADD CONSTRAINT batch_has_ordering_agency CHECK ("orderedByAgencyId" IS NOT NULL);
ALTER TABLE "AssignmentBatch" ADD CONSTRAINT batch_reason_is_short CHECK (char_length("cancelReason") <= 500);
ALTER TABLE "Assignment" ADD CONSTRAINT assignment_has_ordering_agency CHECK ("orderedByAgencyId" IS NOT NULL);

-- What was un-assigned when overdue, as far as the audit trail tells it.
UPDATE "Assignment" s SET "withdrawnOverdue" = true, "withdrawnReason" = '', "withdrawnById" = e."actorId"
  FROM "AuditEvent" e
 WHERE e.action = 'assignment.cancelled' AND e."subjectId" = s.id::text AND e.before->>'overdue' = 'true' AND s.status = 'NO_LONGER_REQUIRED';
ALTER TABLE "Assignment" ADD CONSTRAINT assignment_withdrawn_has_reason
  CHECK (NOT "withdrawnOverdue" OR (status = 'NO_LONGER_REQUIRED' AND "withdrawnReason" IS NOT NULL AND char_length("withdrawnReason") <= 500));
CREATE INDEX assignment_withdrawn_overdue ON "Assignment" ("personId", "courseId") WHERE "withdrawnOverdue";

ALTER TABLE "Standing" DROP CONSTRAINT standing_is_coherent;
ALTER TABLE "Standing" ADD CONSTRAINT standing_is_coherent
  CHECK ((assigned OR NOT (started OR completed OR overdue)) AND NOT (completed AND overdue) AND NOT (assigned AND "completedUnassigned")
         AND NOT ("withdrawnOverdue" AND (assigned OR "completedUnassigned")));

-- How every active person counts for every course she has to do with: the one definition behind all as-of-now figures.
--   assigned              an assignment is in force and not waived
--   started               … and she has enrolled
--   completed             … and a valid completion exists
--   overdue               … and it does not, and the due day has passed
--   completedUnassigned   a valid completion exists and no assignment is in force
--   withdrawnOverdue      neither of both: an assignment was withdrawn when it was overdue
CREATE OR REPLACE VIEW "StandingFacts" AS
  SELECT pair."personId", pair."courseId", ap."agencyId",
         f.assigned, f.assigned AND f.enrolled AS started, f.assigned AND f.done AS completed,
         f.assigned AND NOT f.done AND f.late AS overdue, f.done AND NOT f.held AS "completedUnassigned",
         f.withdrawn AND NOT f.held AND NOT f.done AS "withdrawnOverdue"
    FROM (SELECT "personId", "courseId" FROM "Assignment" WHERE status <> 'NO_LONGER_REQUIRED' OR "withdrawnOverdue"
          UNION SELECT "personId", "courseId" FROM "Enrolment") pair
    JOIN "Person" p ON p.id = pair."personId" AND p."deactivatedAt" IS NULL
    JOIN "Appointment" ap ON ap."personId" = pair."personId" AND ap.state = 'CURRENT' AND ap."isPrimary"
    LEFT JOIN "Assignment" a ON a."personId" = pair."personId" AND a."courseId" = pair."courseId" AND a.status <> 'NO_LONGER_REQUIRED'
    CROSS JOIN LATERAL (
      SELECT a.id IS NOT NULL AS held,
             a.id IS NOT NULL AND a.status <> 'WAIVED' AS assigned,
             a."overdueAt" IS NOT NULL AS late,
             EXISTS (SELECT 1 FROM "Enrolment" e WHERE e."personId" = pair."personId" AND e."courseId" = pair."courseId") AS enrolled,
             EXISTS (SELECT 1 FROM "ValidCompletion" c WHERE c."personId" = pair."personId" AND c."courseId" = pair."courseId") AS done,
             EXISTS (SELECT 1 FROM "Assignment" w WHERE w."personId" = pair."personId" AND w."courseId" = pair."courseId" AND w."withdrawnOverdue") AS withdrawn
    ) f;

-- The roll-ups learn of those that the audit trail told.
INSERT INTO "Standing" AS s ("personId", "courseId", "agencyId", assigned, started, completed, overdue, "completedUnassigned", "withdrawnOverdue")
SELECT "personId", "courseId", "agencyId", assigned, started, completed, overdue, "completedUnassigned", true
  FROM "StandingFacts" WHERE "withdrawnOverdue"
ON CONFLICT ("personId", "courseId") DO UPDATE SET "withdrawnOverdue" = true;
INSERT INTO "RollupDelta" ("agencyId", "courseId", kind, people)
SELECT "agencyId", "courseId", 'withdrawnOverdue', count(*)::int FROM "Standing" WHERE "withdrawnOverdue" GROUP BY 1, 2;
