import type { Db } from '#app/platform/database.server.ts';

const CHUNK = 500;

/**
 * Closes open requests of which nothing can come any more: she has left or was deactivated, has passed, has an attempt
 * open to her anyway, or takes the course in a later cycle. Answers how many. Harmless when it runs twice or at once.
 */
export const closeRequests = ({ db, now }: { db: Db; now: () => Date }): Promise<number> => db.run`
  UPDATE "AttemptRequest" SET state = 'CLOSED', "endedAt" = ${now()}
   WHERE state = 'OPEN' AND id IN (
     SELECT r.id FROM "AttemptRequest" r
       JOIN "Enrolment" e ON e.id = r."enrolmentId" JOIN "Quiz" q ON q."editionId" = edition_followed(e."editionId")
       CROSS JOIN LATERAL (SELECT count(*)::int AS used, coalesce(bool_or(a.state = 'IN_PROGRESS'), false) AS "isOpen"
                             FROM "Attempt" a WHERE a."enrolmentId" = e.id) t
      WHERE r.state = 'OPEN' AND (
        NOT EXISTS (SELECT 1 FROM "Person" p JOIN "Appointment" ap ON ap."personId" = p.id AND ap.state = 'CURRENT' AND ap."isPrimary"
                     WHERE p.id = r."personId" AND p."deactivatedAt" IS NULL)
        OR t."isOpen" OR t.used < attempts_allowed(e.id, q."attemptLimit")
        OR EXISTS (SELECT 1 FROM "ValidCompletion" v WHERE v."enrolmentId" = e.id)
        OR EXISTS (SELECT 1 FROM "Enrolment" n WHERE n."personId" = e."personId" AND n."courseId" = e."courseId" AND n.cycle > e.cycle))
      LIMIT ${CHUNK})`;
