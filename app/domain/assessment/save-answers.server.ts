import { z } from 'zod';
import type { Db, Tx } from '#app/platform/database.server.ts';
import type { Random } from '#app/platform/random.server.ts';
import { type Paper, showPaper } from './paper.ts';
import { Answer, fitsQuestion } from './question.ts';
import { readBank, readDrawnPaper } from './read-bank.server.ts';
import { conflictRows } from './read-conflicts.server.ts';
import { openPaper } from './store-paper.ts';
import {
  type Conflict,
  conflictsOf,
  type Device,
  type Kept,
  keptKey,
  MOST_EARLIER,
  type Save,
  type SlotOutcome,
  type Standing,
  weighSaves,
} from './weigh-saves.ts';

const DAYS_30 = 30 * 86_400_000;
const id = z.uuid().toLowerCase();
const ids = z.array(id).max(50).default([]);

const SaveOnItsWay = z.object({
  saveId: id,
  slot: z.int().min(1).max(200),
  basedOn: z.int().min(0).max(1_000_000),
  after: ids,
  settles: ids,
  answer: Answer.nullable().optional(),
  flagged: z.boolean().optional(),
  agoMs: z
    .number()
    .default(0)
    .transform((ms) => Math.min(Math.max(Math.trunc(ms), 0), DAYS_30)),
}) satisfies z.ZodType<Save>;

/** Saves as they are sent. One that cannot be read spoils none of the others: it is refused by its name. */
export const SavesOnTheirWay = z.array(z.unknown()).max(200);

const Name = z.object({ saveId: z.string().max(64).catch(''), slot: z.number().catch(0) });

/** Answers that arrive this late were sent in time over a slow line, and still count. */
export const LATENCY_GRACE_MS = 60_000;

export type Saved = { open: boolean; slots: SlotOutcome[]; conflicts: Conflict[] };
export type SaveOutcome = ({ outcome: 'kept'; savedAt: Date } & Saved) | { outcome: 'not-found' };

/**
 * Parts what can be an answer to this paper from what cannot. What became of a save is told by its name: one whose name
 * stands in the request already is refused.
 */
export function sortSaves(paper: Paper, sent: readonly unknown[]): { saves: Save[]; refused: SlotOutcome[] } {
  const saves: Save[] = [];
  const refused: SlotOutcome[] = [];
  const names = new Set<string>();
  for (const each of sent) {
    const read = SaveOnItsWay.safeParse(each);
    const question = read.success && paper.slots.find(({ slot }) => slot === read.data.slot)?.question;
    const fits =
      question &&
      read.success &&
      !names.has(read.data.saveId) &&
      (!read.data.answer || fitsQuestion(question, read.data.answer));
    if (fits) {
      names.add(read.data.saveId);
      saves.push(read.data);
    } else refused.push({ ...(Name.safeParse(each).data ?? { saveId: '', slot: 0 }), outcome: 'refused' });
  }
  return { saves, refused };
}

type Arriving = { attemptId: string; saves: readonly Save[]; now: Date; device: Device | null };

/**
 * Lets stand what was made from what stands, in one statement, and says which those are: nearly every save. The attempt's
 * row is locked meanwhile: a submission waits for the save, or the save learns that it came too late; and two saves of an
 * attempt follow each other, never in a ring. Of a slot that comes twice only the first is looked at.
 */
async function writeBased(db: Db | Tx, { attemptId, saves, now, device }: Arriving) {
  const first = saves.filter(
    (save, at) => save.settles.length === 0 && saves.findIndex((each) => each.slot === save.slot) === at,
  );
  const rows = first.map(({ answer, ...save }) => ({ ...save, writes: answer !== undefined, answer: answer ?? null }));
  const told = await db.one<{
    open: boolean;
    written: { saveId: string; revision: number }[];
    conflicts: ConflictRows;
  }>`
    WITH open AS (
           SELECT id FROM "Attempt" WHERE id = ${attemptId}::uuid AND state = 'IN_PROGRESS'
             AND ("deadlineAt" IS NULL OR "deadlineAt" >= ${new Date(now.getTime() - LATENCY_GRACE_MS)}) FOR NO KEY UPDATE),
         incoming AS (
           SELECT open.id, x."saveId", x.slot, x.writes, coalesce(x.answer, 'null'::jsonb) AS answer, x.flagged, x."basedOn", x."after"
             FROM open, jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
               AS x("saveId" uuid, slot int, writes boolean, answer jsonb, flagged boolean, "basedOn" int, "after" uuid[])),
         updated AS (
           UPDATE "AttemptAnswer" s
              SET answer = CASE WHEN i.writes THEN i.answer ELSE s.answer END,
                  revision = s.revision + i.writes::int,
                  flagged = coalesce(i.flagged, s.flagged),
                  "saveId" = CASE WHEN i.writes THEN i."saveId" ELSE s."saveId" END,
                  earlier = CASE WHEN i.writes AND s."saveId" IS NOT NULL THEN (s."saveId" || s.earlier)[1:${MOST_EARLIER}::int] ELSE s.earlier END,
                  device = CASE WHEN i.writes THEN ${device}::"Device" ELSE s.device END,
                  "savedAt" = CASE WHEN i.writes THEN ${now} ELSE s."savedAt" END
             FROM incoming i
            WHERE s."attemptId" = i.id AND s.slot = i.slot
              AND i."saveId" <> ALL(s."saveId" || s.earlier)
              AND (NOT i.writes OR s.answer <> i.answer AND (s.revision = i."basedOn" OR s."saveId" = ANY(i."after")))
           -- As weighSaves says: whoever only marks has not seen what another page wrote meanwhile.
           RETURNING i."saveId", CASE WHEN i.writes OR s.revision = i."basedOn" OR s."saveId" = ANY(i."after")
                                      THEN s.revision ELSE i."basedOn" END AS revision),
         inserted AS (
           INSERT INTO "AttemptAnswer" ("attemptId", slot, answer, revision, flagged, "savedAt", "saveId", device)
           SELECT i.id, i.slot, i.answer, 1, coalesce(i.flagged, false), ${now}, i."saveId", ${device}::"Device" FROM incoming i
            WHERE NOT EXISTS (SELECT 1 FROM "AttemptAnswer" s WHERE s."attemptId" = i.id AND s.slot = i.slot)
           ON CONFLICT DO NOTHING RETURNING "saveId", revision)
    SELECT EXISTS (SELECT 1 FROM open) AS open,
           coalesce((SELECT json_agg(w) FROM (TABLE updated UNION ALL TABLE inserted) w), '[]') AS written,
           ${conflictRows(attemptId)} AS conflicts`;
  return told;
}

/** Nothing stood before in most slots, and nothing is kept of that. */
type StandingRow = Omit<Standing, 'earlier'> & { earlier: Standing['earlier'] | null };

/** The rest: repeated, made from something else, chosen, or too late. Each is weighed against what stands, under the attempt's lock. */
async function writeWeighed(tx: Tx, random: Random, { attemptId, saves, now, device }: Arriving) {
  const attempt = await tx.maybeOne<{ open: boolean }>`
    SELECT state = 'IN_PROGRESS' AND ("deadlineAt" IS NULL OR "deadlineAt" >= ${new Date(now.getTime() - LATENCY_GRACE_MS)}) AS open
      FROM "Attempt" WHERE id = ${attemptId}::uuid FOR NO KEY UPDATE`;
  const slots = [...new Set(saves.map((save) => save.slot))];
  // A statement of its own: it sees what the holder of the lock before us committed.
  const rows = await tx.one<{ standing: StandingRow[]; kept: Kept[] }>`
    SELECT coalesce((SELECT json_agg(s) FROM "AttemptAnswer" s WHERE s."attemptId" = ${attemptId}::uuid AND s.slot = ANY(${slots}::int[])), '[]') AS standing,
           coalesce((SELECT json_agg(k) FROM "KeptAnswer" k WHERE k."attemptId" = ${attemptId}::uuid AND k.slot = ANY(${slots}::int[])), '[]') AS kept`;
  const { outcomes, write, keep, settle } = weighSaves(saves, {
    open: attempt?.open ?? false,
    now,
    device,
    standing: new Map(rows.standing.map((row) => [row.slot, { ...row, earlier: row.earlier ?? [] }])),
    kept: new Map(rows.kept.map((row) => [keptKey(row), row])),
    newId: () => random.uuid(now),
  });
  if (write.length > 0)
    await tx.run`
      INSERT INTO "AttemptAnswer" ("attemptId", slot, answer, revision, flagged, "savedAt", "saveId", earlier, device)
      SELECT ${attemptId}::uuid, x.slot, coalesce(x.answer, 'null'::jsonb), x.revision, x.flagged, x."savedAt", x."saveId", nullif(x.earlier, '{}'), x.device
        FROM jsonb_to_recordset(${JSON.stringify(write)}::jsonb) AS x(slot int, answer jsonb, revision int, flagged boolean,
             "savedAt" timestamptz, "saveId" uuid, earlier uuid[], device "Device")
      ON CONFLICT ("attemptId", slot) DO UPDATE
        SET answer = excluded.answer, revision = excluded.revision, flagged = excluded.flagged, "savedAt" = excluded."savedAt",
            "saveId" = excluded."saveId", earlier = excluded.earlier, device = excluded.device`;
  if (keep.length > 0)
    await tx.run`
      INSERT INTO "KeptAnswer" ("attemptId", slot, "saveId", answer, reason, "basedOn", device, "writtenAt", "keptAt", "settledAt", chosen)
      SELECT ${attemptId}::uuid, x.slot, x."saveId", coalesce(x.answer, 'null'::jsonb), x.reason, x."basedOn", x.device, x."writtenAt",
             ${now}, x."settledAt", x.chosen
        FROM jsonb_to_recordset(${JSON.stringify(keep)}::jsonb) AS x(slot int, "saveId" uuid, answer jsonb, reason "KeptReason",
             "basedOn" int, device "Device", "writtenAt" timestamptz, "settledAt" timestamptz, chosen boolean)`;
  if (settle.length > 0)
    await tx.run`
      UPDATE "KeptAnswer" k SET "settledAt" = ${now}, chosen = x.chosen
        FROM jsonb_to_recordset(${JSON.stringify(settle)}::jsonb) AS x(slot int, "saveId" uuid, chosen boolean)
       WHERE k."attemptId" = ${attemptId}::uuid AND k.slot = x.slot AND k."saveId" = x."saveId"`;
  return { open: attempt?.open ?? false, outcomes, conflicts: await readConflicts(tx, attemptId) };
}

type ConflictRows = Parameters<typeof conflictsOf>[0];

async function readConflicts(db: Db | Tx, attemptId: string): Promise<ConflictRows> {
  const row = await db.one<{ conflicts: ConflictRows }>`SELECT ${conflictRows(attemptId)} AS conflicts`;
  return row.conflicts;
}

type InTransaction = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

/** Writes answers of an attempt and says of each what became of it. One statement, and few more where something is to be weighed. */
export async function writeAnswers(
  db: Db | Tx,
  inTransaction: InTransaction,
  random: Random,
  arriving: Arriving,
): Promise<Saved> {
  const { open, written, conflicts } = await writeBased(db, arriving);
  const revisions = new Map(written.map(({ saveId, revision }) => [saveId, revision]));
  const rest = arriving.saves.filter(({ saveId }) => !revisions.has(saveId));
  const weighed =
    rest.length > 0
      ? await inTransaction((tx) => writeWeighed(tx, random, { ...arriving, saves: rest }))
      : // Seen before it was written: what is asked is asked by what stands.
        { open, outcomes: [], conflicts: conflicts.length > 0 ? await readConflicts(db, arriving.attemptId) : [] };
  const slots = arriving.saves.map(({ saveId, slot }): SlotOutcome => {
    const revision = revisions.get(saveId);
    if (revision !== undefined) return { saveId, slot, outcome: 'saved', revision };
    return weighed.outcomes.find((each) => each.saveId === saveId) ?? { saveId, slot, outcome: 'refused' };
  });
  return { open: weighed.open, slots, conflicts: conflictsOf(weighed.conflicts) };
}

/**
 * Saves answers of an attempt of this person, each for itself. What it says is saved is in the database and counts; what
 * it says is in conflict or late is in the database as well, and does not.
 */
export async function saveAnswers(
  { db, random, now }: { db: Db; random: Random; now: () => Date },
  {
    attemptId,
    personId,
    saves: sent,
    device = null,
  }: { attemptId: string; personId: string; saves: readonly unknown[]; device?: Device | null },
): Promise<SaveOutcome> {
  const drawn = await readDrawnPaper(db, attemptId);
  if (drawn?.personId !== personId) return { outcome: 'not-found' };
  const bank = await readBank(db, drawn.quizId);
  const { saves, refused } = sortSaves(showPaper(openPaper(drawn.paper, bank), bank), sent);
  const savedAt = now();
  const { slots, ...told } = await writeAnswers(db, (work) => db.transaction(work), random, {
    attemptId,
    saves,
    now: savedAt,
    device,
  });
  return { outcome: 'kept', savedAt, ...told, slots: [...slots, ...refused] };
}
