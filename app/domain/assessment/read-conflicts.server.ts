import { type Sql, sql } from '#app/platform/sql.server.ts';

/**
 * SQL for the slots of an attempt in which an answer waits beside the one that stands, as one JSON list: a part of a
 * larger statement. None is open once the attempt is over: then what stands has counted.
 */
export const conflictRows = (attemptId: string): Sql => sql`
  coalesce((SELECT json_agg(c ORDER BY c.slot) FROM (
    SELECT s.slot, s.answer, s.revision, s.device, s."savedAt",
           json_agg(json_build_object('saveId', k."saveId", 'answer', k.answer, 'device', k.device, 'writtenAt', k."writtenAt")
             ORDER BY k."writtenAt", k."saveId") AS rivals
      FROM "KeptAnswer" k JOIN "AttemptAnswer" s ON s."attemptId" = k."attemptId" AND s.slot = k.slot
      JOIN "Attempt" a ON a.id = k."attemptId" AND a.state = 'IN_PROGRESS'
     WHERE k."attemptId" = ${attemptId}::uuid AND k.reason = 'CONFLICT' AND k."settledAt" IS NULL
     GROUP BY s."attemptId", s.slot) c), '[]')`;
