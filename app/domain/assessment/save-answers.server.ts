import { z } from 'zod';
import type { Db, Tx } from '#app/platform/database.server.ts';
import { type Paper, showPaper } from './paper.ts';
import { Answer, fitsQuestion } from './question.ts';
import { readBank, readDrawnPaper } from './read-bank.server.ts';

/** An answer on its way in. Revisions grow: of two saves of a slot the higher one stands. `null` empties the slot. */
export const Save = z.object({
  slot: z.int().min(1).max(200),
  answer: Answer.nullable(),
  revision: z.int().min(1).max(1_000_000),
  flagged: z.boolean().default(false),
});
export type Save = z.infer<typeof Save>;
export const Saves = z.array(Save).max(200);

/** Answers that arrive this late were sent in time over a slow line, and still count. */
export const LATENCY_GRACE_MS = 60_000;

export type SlotOutcome =
  | { slot: number; outcome: 'saved'; revision: number }
  /** A newer revision was there already: this is what stands. */
  | { slot: number; outcome: 'stale'; revision: number; answer: Answer | null };

export type SaveOutcome =
  | { outcome: 'saved'; savedAt: Date; slots: SlotOutcome[] }
  | { outcome: 'over' }
  | { outcome: 'not-on-paper'; slots: number[] }
  | { outcome: 'not-found' };

/** The slots whose answers cannot belong to this paper. */
export const misfits = (paper: Paper, saves: readonly Save[]): number[] =>
  saves
    .filter(({ slot, answer }) => {
      const question = paper.slots.find((each) => each.slot === slot)?.question;
      return !question || (answer !== null && !fitsQuestion(question, answer));
    })
    .map(({ slot }) => slot);

/**
 * Writes answers of an attempt that is open, and says what stands in each slot afterwards. The attempt's row is
 * share-locked meanwhile: a submission waits for the save, or the save learns that it came too late. One statement.
 * Slots are written in their order, whatever order they came in: two saves at once wait for each other, never in a ring.
 */
export async function writeAnswers(
  db: Db | Tx,
  { attemptId, saves, now }: { attemptId: string; saves: readonly Save[]; now: Date },
): Promise<{ open: boolean; slots: SlotOutcome[] }> {
  const [row] = await db.$queryRaw<{ open: boolean; slots: SlotOutcome[] }[]>`
    WITH open AS (
           SELECT id FROM "Attempt" WHERE id = ${attemptId}::uuid AND state = 'IN_PROGRESS'
             AND ("deadlineAt" IS NULL OR "deadlineAt" >= ${new Date(now.getTime() - LATENCY_GRACE_MS)}) FOR SHARE),
         incoming AS (
           SELECT DISTINCT ON (x.slot) open.id, x.slot, coalesce(x.answer, 'null'::jsonb) AS answer, x.revision, x.flagged FROM open,
             jsonb_to_recordset(${JSON.stringify(saves)}::jsonb) AS x(slot int, answer jsonb, revision int, flagged boolean)
            ORDER BY x.slot, x.revision DESC),
         written AS (
           INSERT INTO "AttemptAnswer" AS s ("attemptId", slot, answer, revision, flagged, "savedAt")
           SELECT id, slot, answer, revision, flagged, ${now} FROM incoming ORDER BY slot
           ON CONFLICT ("attemptId", slot) DO UPDATE
             SET answer = excluded.answer, revision = excluded.revision, flagged = excluded.flagged, "savedAt" = excluded."savedAt"
             WHERE excluded.revision > s.revision
           RETURNING slot, revision)
    SELECT EXISTS (SELECT 1 FROM open) AS open,
           coalesce((SELECT json_agg(CASE
                       WHEN w.slot IS NOT NULL OR (s.revision = i.revision AND s.answer = i.answer)
                         THEN json_build_object('slot', i.slot, 'outcome', 'saved', 'revision', i.revision)
                       ELSE json_build_object('slot', i.slot, 'outcome', 'stale', 'revision', coalesce(s.revision, 0), 'answer', s.answer) END ORDER BY i.slot)
              FROM incoming i LEFT JOIN written w ON w.slot = i.slot
              LEFT JOIN "AttemptAnswer" s ON s."attemptId" = i.id AND s.slot = i.slot), '[]') AS slots`;
  return row ?? { open: false, slots: [] };
}

/** Saves answers of an attempt of this person. What it acknowledges as saved is in the database. */
export async function saveAnswers(
  { db, now }: { db: Db; now: () => Date },
  { attemptId, personId, saves }: { attemptId: string; personId: string; saves: readonly Save[] },
): Promise<SaveOutcome> {
  const drawn = await readDrawnPaper(db, attemptId);
  if (drawn?.personId !== personId) return { outcome: 'not-found' };
  const slots = misfits(showPaper(drawn.paper, await readBank(db, drawn.quizId)), saves);
  if (slots.length > 0) return { outcome: 'not-on-paper', slots };
  const savedAt = now();
  const written = await writeAnswers(db, { attemptId, saves, now: savedAt });
  return written.open ? { outcome: 'saved', savedAt, slots: written.slots } : { outcome: 'over' };
}
