import type { Random } from '#app/platform/random.server.ts';

/** Draws from a seeded source: the same seed draws the same. */
export type Dice = {
  /** Evenly from 0 to 1, without 1. */
  unit(): number;
  /** Evenly from `from` to `to`, without `to`. */
  between(from: number, to: number): number;
  whole(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly [T, ...T[]] | readonly T[]): T;
  shuffle<T>(items: readonly T[]): T[];
};

export function makeDice(random: Pick<Random, 'bytes'>): Dice {
  const unit = (): number => random.bytes(4).readUInt32BE(0) / 0x1_0000_0000;
  const between = (from: number, to: number): number => from + unit() * (to - from);
  const whole = (from: number, to: number): number => Math.floor(between(from, to + 1));
  return {
    unit,
    between,
    whole,
    chance: (probability) => unit() < probability,
    pick: (items) => {
      if (items.length === 0) throw new RangeError('nothing to pick from');
      return items[whole(0, items.length - 1)] as (typeof items)[number];
    },
    shuffle: (items) => {
      const shuffled = [...items];
      for (let last = shuffled.length - 1; last > 0; last--) {
        const other = whole(0, last);
        [shuffled[last], shuffled[other]] = [shuffled[other] as never, shuffled[last] as never];
      }
      return shuffled;
    },
  };
}
