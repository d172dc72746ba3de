import { type Answer, sameAnswer } from './question.ts';

/*
 * What happens to an answer that arrives. A save names the revision it was made from, and the revision is given by the
 * server: so it is known whether whoever wrote the answer had seen the one that stands. Where that is not so, nothing is
 * overwritten: both are kept, and she chooses.
 */

export type Device = 'PHONE' | 'COMPUTER';

/** An answer on its way in. */
export type Save = {
  /** Its own name: the same save again, after an answer that was lost, is known by it. */
  saveId: string;
  slot: number;
  /** The revision of the slot that it was made from; 0 where there was none. */
  basedOn: number;
  /** Saves of the same page that it follows and whose answer never came: one of them may be what stands. */
  after: readonly string[];
  /** Rivals that she saw when she chose this: they are settled by it. */
  settles: readonly string[];
  /** `null` empties the slot; absent, what stands there stays, and only the mark is set or the choice made. */
  answer?: Answer | null | undefined;
  flagged?: boolean | undefined;
  /** How long ago it was written, by the device's own clock. */
  agoMs: number;
};

/** What stands in a slot, and counts. */
export type Standing = {
  slot: number;
  answer: Answer | null;
  revision: number;
  flagged: boolean;
  saveId: string | null;
  /** Saves that stood here before, the newest first. */
  earlier: readonly string[];
  device: Device | null;
  savedAt: string;
};

type KeptReason = 'CONFLICT' | 'LATE' | 'REPLACED';

/** An answer that is kept beside the one that stands, and does not count. */
export type Kept = {
  saveId: string;
  slot: number;
  answer: Answer | null;
  reason: KeptReason;
  basedOn: number;
  device: Device | null;
  writtenAt: string;
  settledAt: string | null;
  chosen: boolean;
};

/** An answer that is kept is known by its question and its name: the same name for another question is another answer. */
export const keptKey = ({ slot, saveId }: { slot: number; saveId: string }): string => `${slot} ${saveId}`;

export type Rival = Pick<Kept, 'saveId' | 'answer' | 'device' | 'writtenAt'>;
/** A slot that waits for her choice: what stands there, and what was written without having seen it. */
export type Conflict = {
  slot: number;
  standing: Pick<Standing, 'answer' | 'revision' | 'device' | 'savedAt'>;
  rivals: Rival[];
};

type Stands = { revision: number; answer: Answer | null; flagged: boolean };
export type SlotOutcome = { saveId: string; slot: number } & (
  | { outcome: 'saved'; revision: number }
  /** It was saved, and somebody who had seen it wrote what stands now; or it was a rival, and she has chosen. */
  | ({ outcome: 'replaced' | 'settled' } & Stands)
  /** It is kept beside what stands, and waits for her choice. */
  | { outcome: 'conflict' }
  /** It came after the end: it is kept word for word, and does not count. */
  | { outcome: 'late' }
  /** It cannot belong to this paper, or is more than is kept: it is not stored. */
  | { outcome: 'refused' }
);

/** So many answers of a slot are kept beside the one that stands, of each kind; so many saves of before are remembered. */
export const MOST_KEPT = 20;
export const MOST_EARLIER = 12;

export type Desk = {
  open: boolean;
  now: Date;
  device: Device | null;
  standing: Map<number, Standing>;
  /** By `keptKey`. */
  kept: Map<string, Kept>;
  /** A name for an answer that has none, written before saves had names. */
  newId: () => string;
};

export type Weighed = { outcomes: SlotOutcome[]; write: Standing[]; keep: Kept[]; settle: Kept[] };

/** Weighs saves in the order in which they came, and says what is to be written, kept and settled. */
export function weighSaves(saves: readonly Save[], given: Desk): Weighed {
  const desk = { ...given, standing: new Map(given.standing), kept: new Map(given.kept) };
  const outcomes = saves.map((save) => weigh(save, desk));
  const changed = [...desk.kept.values()].filter((row) => row !== given.kept.get(keptKey(row)));
  return {
    outcomes,
    write: [...desk.standing.values()].filter((row) => row !== given.standing.get(row.slot)),
    keep: changed.filter((row) => !given.kept.has(keptKey(row))),
    settle: changed.filter((row) => given.kept.has(keptKey(row))),
  };
}

function weigh(save: Save, desk: Desk): SlotOutcome {
  const { saveId, slot, answer } = save;
  const there = desk.standing.get(slot);
  const tell = <T extends { outcome: SlotOutcome['outcome'] }>(told: T) => ({ saveId, slot, ...told }) as SlotOutcome;
  const stands = (): Stands => ({
    revision: there?.revision ?? 0,
    answer: there?.answer ?? null,
    flagged: there?.flagged ?? false,
  });

  if (there?.saveId === saveId) return tell({ outcome: 'saved', revision: there.revision });
  if (there?.earlier.includes(saveId)) return tell({ outcome: 'replaced', ...stands() });
  const known = desk.kept.get(keptKey(save));
  if (known) {
    if (known.reason === 'LATE') return tell({ outcome: 'late' });
    const waits = known.reason === 'CONFLICT' && known.settledAt === null && desk.open;
    return waits && !sameAnswer(known.answer, there?.answer ?? null)
      ? tell({ outcome: 'conflict' })
      : tell({ outcome: 'settled', ...stands() });
  }

  const same = answer !== undefined && sameAnswer(there?.answer ?? null, answer);
  if (!desk.open) {
    if (answer === undefined || same) return tell({ outcome: 'late' });
    return tell({ outcome: keep(desk, save, answer, 'LATE') ? 'late' : 'refused' });
  }
  const isSeen =
    !there || there.revision === save.basedOn || (there.saveId !== null && save.after.includes(there.saveId));
  // She chose what stood, and something else stands: nothing of it is settled.
  if (answer === undefined && save.settles.length > 0 && !isSeen) return tell({ outcome: 'settled', ...stands() });
  const based = answer === undefined || isSeen;
  if (based || same) {
    const written = write(desk, save, there, same);
    settle(desk, slot, save.settles, answer);
    // Whoever only marks has not seen what another page wrote meanwhile: the next answer is still made from the earlier one.
    return tell({ outcome: 'saved', revision: answer === undefined && !isSeen ? save.basedOn : written });
  }
  if (!keep(desk, save, answer, 'CONFLICT')) return tell({ outcome: 'refused' });
  // It follows these: of one page's answers the last one is the rival.
  settle(desk, slot, [...save.after, ...save.settles], undefined);
  return tell({ outcome: 'conflict' });
}

/** Lets the save stand in its slot and gives the revision. The text of a revision never changes. */
function write(desk: Desk, save: Save, there: Standing | undefined, same: boolean): number {
  const { saveId, slot, settles, flagged = there?.flagged ?? false } = save;
  const { device } = desk;
  const savedAt = desk.now.toISOString();
  const answer = save.answer ?? null;
  if (!there) {
    desk.standing.set(slot, { slot, answer, revision: 1, flagged, saveId, earlier: [], device, savedAt });
    return 1;
  }
  const earlier = (name: string | null) => [...(name ? [name] : []), ...there.earlier].slice(0, MOST_EARLIER);
  if (save.answer === undefined) {
    if (flagged !== there.flagged) desk.standing.set(slot, { ...there, flagged });
    return there.revision;
  }
  if (same) {
    // Whoever wrote it first goes on from it; this save is known again.
    desk.standing.set(slot, { ...there, flagged, earlier: earlier(saveId) });
    return there.revision;
  }
  if (settles.length > 0) keepReplaced(desk, there);
  const revision = there.revision + 1;
  desk.standing.set(slot, { slot, answer, revision, flagged, saveId, earlier: earlier(there.saveId), device, savedAt });
  return revision;
}

function keep(desk: Desk, save: Save, answer: Answer | null, reason: KeptReason): boolean {
  const { saveId, slot, basedOn, agoMs } = save;
  const alike = [...desk.kept.values()].filter((row) => row.slot === slot && row.reason === reason && !row.settledAt);
  if (alike.length >= MOST_KEPT) return false;
  const writtenAt = new Date(desk.now.getTime() - agoMs).toISOString();
  const { device } = desk;
  desk.kept.set(keptKey(save), {
    saveId,
    slot,
    answer,
    reason,
    basedOn,
    device,
    writtenAt,
    settledAt: null,
    chosen: false,
  });
  return true;
}

/** What she chose against stays in the history of the paper. */
function keepReplaced(desk: Desk, { slot, answer, revision, saveId, device, savedAt }: Standing): void {
  const id = saveId !== null && !desk.kept.has(keptKey({ slot, saveId })) ? saveId : desk.newId();
  desk.kept.set(keptKey({ slot, saveId: id }), {
    saveId: id,
    slot,
    answer,
    reason: 'REPLACED',
    basedOn: revision,
    device,
    writtenAt: savedAt,
    settledAt: null,
    chosen: false,
  });
}

function settle(desk: Desk, slot: number, ids: readonly string[], answer: Answer | null | undefined): void {
  for (const id of ids) {
    const row = desk.kept.get(keptKey({ slot, saveId: id }));
    if (row?.reason !== 'CONFLICT' || row.settledAt !== null) continue;
    const chosen = answer !== undefined && sameAnswer(row.answer, answer);
    desk.kept.set(keptKey(row), { ...row, settledAt: desk.now.toISOString(), chosen });
  }
}

/** The slots that wait for a choice. A rival of the same words as what stands is no question to ask. */
export function conflictsOf(rows: readonly (Conflict['standing'] & { slot: number; rivals: Rival[] })[]): Conflict[] {
  return rows.flatMap(({ slot, rivals, ...standing }) => {
    const others = rivals.filter((rival) => !sameAnswer(rival.answer, standing.answer));
    return others.length > 0 ? [{ slot, standing, rivals: others }] : [];
  });
}
