import { expect } from 'vitest';
import {
  change,
  type Outbox,
  openOutbox,
  receive,
  savesOf,
  type Told,
  takeBatch,
} from '#app/domain/assessment/outbox.ts';
import type { Answer } from '#app/domain/assessment/question.ts';
import {
  conflictsOf,
  type Desk,
  type Device,
  type Kept,
  keptKey,
  type Save,
  type Standing,
  weighSaves,
} from '#app/domain/assessment/weigh-saves.ts';

/** The server as the rules describe it: what stands and what is kept, in memory. */
export class Server {
  standing = new Map<number, Standing>();
  kept = new Map<string, Kept>();
  open = true;
  private ids = 0;

  take(saves: readonly Save[], device: Device | null = null): Told {
    const desk: Desk = {
      open: this.open,
      now: new Date('2026-11-22T02:00:00Z'),
      device,
      standing: this.standing,
      kept: this.kept,
      newId: () => `replaced-${this.ids++}`,
    };
    const { outcomes, write, keep, settle } = weighSaves(saves, desk);
    for (const row of write) {
      const before = this.standing.get(row.slot);
      if (before && JSON.stringify(before.answer) !== JSON.stringify(row.answer))
        expect(row.revision).toBeGreaterThan(before.revision);
      this.standing.set(row.slot, row);
    }
    for (const row of [...keep, ...settle]) this.kept.set(keptKey(row), row);
    return { open: this.open, slots: outcomes, conflicts: this.open ? this.conflicts() : [] };
  }

  conflicts() {
    return conflictsOf(
      [...this.standing.values()].map((row) => ({
        ...row,
        rivals: [...this.kept.values()].filter(
          (kept) => kept.slot === row.slot && kept.reason === 'CONFLICT' && kept.settledAt === null,
        ),
      })),
    );
  }

  show = (): Outbox => openOutbox([...this.standing.values()], this.conflicts());
}

export const text = (value: string): Answer => ({ text: value });
let names = 0;
/** A name for what a page says next. */
export const fresh = () => ({ saveId: `save-${names++}`, now: 0 });
/** Writes on a page what it has not yet sent. */
export const write = (outbox: Outbox, slot: number, value: string, flagged = false) =>
  change(outbox, slot, { answer: text(value), flagged }, fresh());

/** Sends, and lets the page hear the answer unless the line loses it. */
export function send(server: Server, page: Outbox, { arrives = true, heard = true, all = false } = {}): Outbox {
  const { outbox, batch } = takeBatch(page, { all });
  if (!arrives || batch.length === 0) return outbox;
  const told = server.take(savesOf(batch, 0));
  return heard ? receive(outbox, batch, told) : outbox;
}
