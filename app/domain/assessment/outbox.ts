import { type Answer, sameAnswer } from './question.ts';
import type { Conflict, Rival, Save, SlotOutcome } from './weigh-saves.ts';

/*
 * What a page holds of a paper: the answers it knows to stand at the server, and those that it has not yet been told of.
 * Pure: whoever drives it keeps its entries on the device before it lets them be sent, and lets an entry go only when
 * this says so. An entry goes when the server has stored its answer, stored it as late, or she has chosen; nothing else
 * makes it go.
 */

export type Known = { answer: Answer | null; flagged: boolean; revision: number };

/** One question's answer on its way. It has another name whenever it says something else than what may have been sent. */
export type Entry = Omit<Save, 'agoMs'> & {
  /** By the device's clock. */
  writtenAt: number;
  /** Whether the server may have it. */
  sent: boolean;
  state: 'waiting' | 'conflict' | 'refused';
};

export type Outbox = {
  readonly known: ReadonlyMap<number, Known>;
  /** By slot: what this page writes. */
  readonly own: ReadonlyMap<number, Entry>;
  /** What a page that is gone left on the device where this page writes itself: sent as it is. */
  readonly orphans: readonly Entry[];
  readonly conflicts: readonly Conflict[];
  /** The server takes answers no more. */
  readonly over: boolean;
};

export type Told = { open: boolean; slots: readonly SlotOutcome[]; conflicts: readonly Conflict[] };

const NOTHING: Known = { answer: null, flagged: false, revision: 0 };
const MOST_SENT = 40;
const MOST_AFTER = 50;

export function openOutbox(
  answers: readonly ({ slot: number } & Known)[],
  conflicts: readonly Conflict[],
  left: readonly Entry[] = [],
): Outbox {
  const known = new Map(answers.map(({ slot, answer, flagged, revision }) => [slot, { answer, flagged, revision }]));
  return adopt({ known, own: new Map(), orphans: [], conflicts, over: false }, left);
}

/** Takes over what a page that is gone had not been told of. It may have been sent, and it may be refused for good only once more. */
export function adopt(outbox: Outbox, left: readonly Entry[]): Outbox {
  const own = new Map(outbox.own);
  const orphans = [...outbox.orphans];
  const held = new Set(heldBy(outbox).map((each) => each.saveId));
  for (const each of left.filter(({ saveId }) => !held.has(saveId))) {
    const entry: Entry = { ...each, sent: true, state: 'waiting' };
    if (own.has(entry.slot)) orphans.push(entry);
    else own.set(entry.slot, entry);
  }
  return { ...outbox, own, orphans };
}

/** How a question stands on this page. */
export function viewOf({ known, own }: Outbox, slot: number): Known {
  const there = known.get(slot) ?? NOTHING;
  const entry = own.get(slot);
  if (!entry) return there;
  return {
    answer: entry.answer === undefined ? there.answer : entry.answer,
    flagged: entry.flagged ?? there.flagged,
    revision: there.revision,
  };
}

type Fresh = { saveId: string; now: number };

/** She writes: the answer, the mark, or both. */
export function change(
  outbox: Outbox,
  slot: number,
  { answer, flagged }: { answer: Answer | null; flagged: boolean },
  { saveId, now }: Fresh,
): Outbox {
  const view = viewOf(outbox, slot);
  const there = outbox.known.get(slot) ?? NOTHING;
  const before = outbox.own.get(slot);
  if (sameAnswer(view.answer, answer) && view.flagged === flagged) return outbox;
  const own = new Map(outbox.own);
  // Back at what stands, and nothing else was ever sent: there is nothing to say.
  const silent = !before || !(before.sent || before.after.length > 0 || before.settles.length > 0);
  if (silent && sameAnswer(there.answer, answer) && there.flagged === flagged) {
    own.delete(slot);
    return { ...outbox, own };
  }
  const writes = before?.answer !== undefined || !sameAnswer(there.answer, answer);
  own.set(slot, {
    saveId: before && !before.sent ? before.saveId : saveId,
    slot,
    basedOn: before?.basedOn ?? there.revision,
    after: before?.sent ? [before.saveId, ...before.after].slice(0, MOST_AFTER) : (before?.after ?? []),
    settles: before?.settles ?? [],
    ...(writes && { answer }),
    ...((before?.flagged !== undefined || flagged !== there.flagged) && { flagged }),
    writtenAt: now,
    sent: false,
    state: 'waiting',
  });
  return { ...outbox, own };
}

/** The choices to put to her. While she writes in a slot nothing is put in its place: first what she wrote is sent. */
export const choicesOf = ({ conflicts, own }: Outbox): Conflict[] =>
  conflicts.filter(({ slot }) => {
    const entry = own.get(slot);
    return !entry || !isWaiting(entry);
  });

/** What a slot that waits for a choice offers beside what stands: the rivals, and what this page wrote, wherever it is. */
export function rivalsOf({ conflicts, own }: Outbox, slot: number): (Rival & { here: boolean })[] {
  const conflict = conflicts.find((each) => each.slot === slot);
  if (!conflict) return [];
  const entry = own.get(slot);
  const mine = new Set(entry ? [entry.saveId, ...entry.after] : []);
  const others = conflict.rivals.filter((rival) => !mine.has(rival.saveId));
  const here = entry?.answer === undefined ? [] : [{ ...hereOf(conflict, entry), answer: entry.answer, here: true }];
  return [...here, ...others.map((rival) => ({ ...rival, here: false }))];
}

const hereOf = ({ rivals }: Conflict, { saveId, writtenAt }: Entry) => ({
  saveId,
  device: rivals.find((rival) => rival.saveId === saveId)?.device ?? null,
  writtenAt: new Date(writtenAt).toISOString(),
});

/** She chooses between what stands (`null`) and a rival. Her choice is a save like others, made from what stands and settling the rest. */
export function choose(outbox: Outbox, slot: number, chosen: string | null, { saveId, now }: Fresh): Outbox {
  const conflict = outbox.conflicts.find((each) => each.slot === slot);
  if (!conflict) return outbox;
  const rival = rivalsOf(outbox, slot).find((each) => each.saveId === chosen);
  if (chosen !== null && !rival) return outbox;
  const before = outbox.own.get(slot);
  const { answer, revision } = conflict.standing;
  const there = outbox.known.get(slot) ?? NOTHING;
  const settles = [...conflict.rivals.map((each) => each.saveId), ...(before ? [before.saveId, ...before.after] : [])];
  return {
    ...outbox,
    known: new Map(outbox.known).set(slot, { ...there, answer, revision }),
    own: new Map(outbox.own).set(slot, {
      saveId,
      slot,
      basedOn: revision,
      after: [],
      settles: [...new Set(settles)].slice(0, MOST_AFTER),
      // Also what stands is named: should something else stand by then, it is kept beside it.
      answer: rival ? rival.answer : answer,
      writtenAt: now,
      sent: false,
      state: 'waiting',
    }),
    conflicts: outbox.conflicts.filter((each) => each !== conflict),
  };
}

/** Everything that the server has not acknowledged, in the order in which it is sent. */
export const heldBy = ({ own, orphans }: Outbox): Entry[] => [...orphans, ...own.values()];

export const isWaiting = (entry: Entry): boolean => entry.state === 'waiting';

/** Marks what is to be sent as sent, and gives it. What waits for her choice comes along only when the paper is handed in. */
export function takeBatch(outbox: Outbox, { all = false, most = MOST_SENT } = {}): { outbox: Outbox; batch: Entry[] } {
  const batch = heldBy(outbox)
    .filter((entry) => all || isWaiting(entry))
    .slice(0, all ? undefined : most)
    .map((entry) => ({ ...entry, sent: true }));
  const taken = new Map(batch.map((entry) => [entry.saveId, entry]));
  const mark = (entry: Entry) => taken.get(entry.saveId) ?? entry;
  return {
    batch,
    outbox: {
      ...outbox,
      own: new Map([...outbox.own].map(([slot, entry]) => [slot, mark(entry)])),
      orphans: outbox.orphans.map(mark),
    },
  };
}

/** The entries as the server reads them. */
export const savesOf = (batch: readonly Entry[], now: number): Save[] =>
  batch.map(({ writtenAt, sent: _, state: __, ...save }) => ({ ...save, agoMs: Math.max(0, now - writtenAt) }));

/** The server has told what became of what was sent. Entries that it has go; what was written meanwhile stands on what it says. */
export function receive(outbox: Outbox, batch: readonly Entry[], told: Told): Outbox {
  const known = new Map(outbox.known);
  const own = new Map(outbox.own);
  let orphans = outbox.orphans;
  const learn = (slot: number, next: Known) => {
    if (next.revision >= (known.get(slot)?.revision ?? 0)) known.set(slot, next);
  };
  for (const { slot, standing } of told.conflicts)
    learn(slot, { flagged: known.get(slot)?.flagged ?? false, answer: standing.answer, revision: standing.revision });
  for (const outcome of told.slots) {
    const sent = batch.find((each) => each.saveId === outcome.saveId && each.slot === outcome.slot);
    if (!sent) continue;
    const { slot, saveId } = sent;
    const there = known.get(slot) ?? NOTHING;
    const entry = own.get(slot);
    // A rival that was kept when the paper was handed in waits for nothing any more.
    const goes = outcome.outcome === 'conflict' ? !told.open : outcome.outcome !== 'refused';
    if (outcome.outcome === 'saved') {
      const flagged = sent.flagged ?? there.flagged;
      const revision = Math.max(there.revision, outcome.revision);
      if (sent.answer === undefined) known.set(slot, { ...there, flagged, revision });
      else learn(slot, { answer: sent.answer, flagged, revision: outcome.revision });
    } else if (outcome.outcome === 'replaced' || outcome.outcome === 'settled') learn(slot, outcome);
    const isOrphan = orphans.some((each) => each.saveId === saveId);
    if (goes) orphans = orphans.filter((each) => each.saveId !== saveId);
    else orphans = orphans.map((each) => (each.saveId === saveId ? { ...each, state: stateOf(outcome) } : each));
    if (isOrphan || !entry) continue;
    if (entry.saveId === saveId) {
      if (goes) own.delete(slot);
      else own.set(slot, { ...entry, state: stateOf(outcome) });
    } else if (outcome.outcome === 'saved' && entry.after.includes(saveId))
      own.set(slot, { ...entry, basedOn: outcome.revision, after: [], settles: [] });
  }
  return settleSeen({ known, own, orphans, conflicts: told.conflicts, over: outbox.over || !told.open });
}

const stateOf = ({ outcome }: SlotOutcome): Entry['state'] => (outcome === 'refused' ? 'refused' : 'conflict');

/** An answer whose question is asked no more was settled elsewhere: it is sent once more to hear how. */
function settleSeen(outbox: Outbox): Outbox {
  const asked = new Set(outbox.conflicts.map((each) => each.slot));
  const again = (entry: Entry): Entry =>
    entry.state === 'conflict' && !asked.has(entry.slot) ? { ...entry, state: 'waiting' } : entry;
  return {
    ...outbox,
    own: new Map([...outbox.own].map(([slot, entry]) => [slot, again(entry)])),
    orphans: outbox.orphans.map(again),
  };
}

/** What the server showed of the attempt meanwhile; older than what is known it changes nothing, and never what she wrote. */
export function refresh(outbox: Outbox, fresh: Outbox): Outbox {
  const known = new Map(outbox.known);
  for (const [slot, next] of fresh.known) if (next.revision >= (known.get(slot)?.revision ?? 0)) known.set(slot, next);
  return settleSeen({ ...outbox, known, conflicts: fresh.conflicts, over: outbox.over || fresh.over });
}
