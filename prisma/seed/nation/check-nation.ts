import type pg from 'pg';

/** What the triggers see to while rows come in one by one, asked of all rows at once: how many break it. */
const RULES: Record<string, string> = {
  'an attempt is within the limit of its quiz': `
    SELECT count(*) FROM "Attempt" a JOIN "Quiz" q ON q.id = a."quizId"
     WHERE a.number < 1 OR (a.number > q."attemptLimit" AND a.number > attempts_allowed(a."enrolmentId", q."attemptLimit"))`,
  'what is or was overdue remembers since when': `
    SELECT count(*) FROM "Assignment" WHERE "overdueAt" IS NOT NULL AND "firstOverdueAt" IS NULL`,
  'a batch is ordered by the agency of the grant that was used': `
    SELECT count(*) FROM "AssignmentBatch" WHERE "orderedByAgencyId" <> ordering_agency("createdById", "agencyId", "createdAt")`,
  'an assignment is ordered by whoever ordered its batch': `
    SELECT count(*) FROM "Assignment" s JOIN "AssignmentBatch" b ON b.id = s."batchId" WHERE s."orderedByAgencyId" <> b."orderedByAgencyId"`,
  'an event is chained or waits to be': `
    SELECT count(*) FROM "AuditEvent" e WHERE NOT EXISTS (SELECT 1 FROM "AuditLink" l WHERE l."eventId" = e.id)
       AND NOT EXISTS (SELECT 1 FROM "AuditPending" p WHERE p."eventId" = e.id)`,
  'a completion belongs to the person, course and edition of its enrolment': `
    SELECT count(*) FROM "Completion" c JOIN "Enrolment" e ON e.id = c."enrolmentId"
     WHERE (c."personId", c."courseId", c."editionId") <> (e."personId", e."courseId", e."editionId") OR c."completedAt" < e."enrolledAt"`,
  'a certificate belongs to the person of its completion': `
    SELECT count(*) FROM "Certificate" t JOIN "Completion" c ON c.id = t."completionId" WHERE t."personId" <> c."personId"`,
};

/** The rules that do not hold, each with how many rows break it. */
export async function checkNation(client: pg.Client): Promise<string[]> {
  const broken: string[] = [];
  for (const [rule, sql] of Object.entries(RULES)) {
    const { rows } = await client.query<{ count: string }>(sql);
    const count = Number(rows[0]?.count);
    if (count > 0) broken.push(`${rule}: ${count} do not`);
  }
  return broken;
}
