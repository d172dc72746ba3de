-- When an assignment was overdue for the first time: another due day clears that it is, and never that it was.

ALTER TABLE "Assignment" ADD COLUMN "firstOverdueAt" TIMESTAMPTZ(3);

CREATE FUNCTION assignment_remembers_overdue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."firstOverdueAt" := coalesce(CASE WHEN TG_OP = 'UPDATE' THEN OLD."firstOverdueAt" END, NEW."firstOverdueAt", NEW."overdueAt");
  RETURN NEW;
END $$;

-- What is overdue, what was withdrawn so, and what was completed after its day.
UPDATE "Assignment" SET "firstOverdueAt" = coalesce("overdueAt", "dueAt")
 WHERE "overdueAt" IS NOT NULL OR "withdrawnOverdue" OR "completedAt" >= "dueAt";

-- What was overdue when it was given another day, by itself or with its batch, as far as the audit trail tells it. Of a
-- batch, the day that an assignment had until then is the one it was given last before, or else the one of the batch.
WITH told AS MATERIALIZED (
  SELECT id, at, action, "subjectId"::uuid AS "subjectId", before->>'due' AS day FROM "AuditEvent"
   WHERE action IN ('assignment.due-changed', 'batch.due-changed')),
moved AS (
  SELECT s.id, s."personId", s."courseId", s."assignedAt", s."endedAt", s."completedAt", e.at, e.day
    FROM told e JOIN "Assignment" s ON s.id = e."subjectId" WHERE e.action = 'assignment.due-changed'
   UNION ALL
  SELECT s.id, s."personId", s."courseId", s."assignedAt", s."endedAt", s."completedAt", e.at,
         coalesce((SELECT o.after->>'due' FROM "AuditEvent" o
                    WHERE (o."subjectType", o."subjectId") IN (('assignment', s.id::text), ('assignment-batch', s."batchId"::text))
                      AND o.action IN ('assignment.due-changed', 'batch.due-changed') AND o.id < e.id ORDER BY o.id DESC LIMIT 1), e.day)
    FROM told e JOIN "Assignment" s ON s."batchId" = e."subjectId" WHERE e.action = 'batch.due-changed'),
fell AS (
  SELECT m.id, min(f.at) AS at FROM moved m
   CROSS JOIN LATERAL (SELECT ((m.day::date + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh') AS at) f
   WHERE f.at <= m.at AND f.at >= m."assignedAt" AND (m."endedAt" IS NULL OR f.at <= m."endedAt")
     AND (m."completedAt" IS NULL OR f.at <= m."completedAt")
     AND NOT EXISTS (SELECT 1 FROM "ValidCompletion" v WHERE v."personId" = m."personId" AND v."courseId" = m."courseId" AND v."completedAt" < f.at)
   GROUP BY m.id)
UPDATE "Assignment" s SET "firstOverdueAt" = least(s."firstOverdueAt", fell.at) FROM fell WHERE fell.id = s.id;

-- Those of them that were withdrawn since without having been met count as withdrawn overdue.
UPDATE "Assignment" s SET "withdrawnOverdue" = true, "withdrawnReason" = coalesce("withdrawnReason", '')
 WHERE "firstOverdueAt" IS NOT NULL AND status = 'NO_LONGER_REQUIRED' AND NOT "withdrawnOverdue"
   AND NOT EXISTS (SELECT 1 FROM "ValidCompletion" v WHERE v."personId" = s."personId" AND v."courseId" = s."courseId" AND v."completedAt" <= s."endedAt");

CREATE TRIGGER assignment_remembers_overdue BEFORE INSERT OR UPDATE ON "Assignment" FOR EACH ROW EXECUTE FUNCTION assignment_remembers_overdue();
ALTER TABLE "Assignment" ADD CONSTRAINT assignment_withdrawn_was_overdue CHECK (NOT "withdrawnOverdue" OR "firstOverdueAt" IS NOT NULL);

-- The roll-ups learn of them.
WITH facts AS (
  SELECT f.* FROM "StandingFacts" f
   WHERE f."withdrawnOverdue" AND ("personId", "courseId") IN (SELECT "personId", "courseId" FROM "Assignment" WHERE "withdrawnOverdue")),
fresh AS (
  INSERT INTO "Standing" AS s ("personId", "courseId", "agencyId", assigned, started, completed, overdue, "completedUnassigned", "withdrawnOverdue")
  SELECT "personId", "courseId", "agencyId", assigned, started, completed, overdue, "completedUnassigned", true FROM facts
  ON CONFLICT ("personId", "courseId") DO UPDATE SET "withdrawnOverdue" = true WHERE NOT s."withdrawnOverdue"
  RETURNING s."agencyId", s."courseId")
INSERT INTO "RollupDelta" ("agencyId", "courseId", kind, people)
SELECT "agencyId", "courseId", 'withdrawnOverdue', count(*)::int FROM fresh GROUP BY 1, 2;
