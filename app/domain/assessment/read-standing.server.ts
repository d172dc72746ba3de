import type { Db } from '#app/platform/database.server.ts';
import type { SavedAnswer } from './read-attempt.server.ts';
import { conflictRows } from './read-conflicts.server.ts';
import { type Conflict, conflictsOf } from './weigh-saves.ts';

export type Standing = { open: boolean; answers: SavedAnswer[]; conflicts: Conflict[] };

/** What stands in an attempt of this person; null where there is none of hers. One statement. */
export async function readStanding(
  db: Db,
  { attemptId, personId }: { attemptId: string; personId: string },
): Promise<Standing | null> {
  const row = await db.maybeOne<Omit<Standing, 'conflicts'> & { conflicts: Parameters<typeof conflictsOf>[0] }>`
    SELECT a.state = 'IN_PROGRESS' AS open,
           coalesce((SELECT json_agg(json_build_object('slot', s.slot, 'answer', s.answer, 'revision', s.revision,
                       'flagged', s.flagged, 'savedAt', s."savedAt") ORDER BY s.slot)
              FROM "AttemptAnswer" s WHERE s."attemptId" = a.id), '[]') AS answers,
           ${conflictRows(attemptId)} AS conflicts
      FROM "Attempt" a WHERE a.id = ${attemptId}::uuid AND a."personId" = ${personId}::uuid`;
  return row ? { ...row, conflicts: conflictsOf(row.conflicts) } : null;
}
