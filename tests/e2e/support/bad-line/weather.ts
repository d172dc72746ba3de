import type { Dice } from '#prisma/seed/dice.ts';
import { CLEAR, type Fault, type Weather } from './line.ts';

/** Latencies of a bad day, before the pace of the walk shortens them. */
const SHORTEST_MS = 100;
const LONGEST_MS = 8_000;

/** Kinds of bad line; the same fault for everything, or another for each request. */
const KINDS: readonly (readonly Fault[])[] = [
  ['slow'],
  ['refuse'],
  ['hang'],
  ['hang-after'],
  ['lose-answer'],
  ['cut-answer'],
  ['cut-request'],
  ['drip-answer'],
  ['portal-page'],
  ['portal-redirect'],
  ['portal-json'],
  ['portal-511'],
  ['bad-gateway'],
  ['twice'],
  ['again-later'],
  ['pass', 'refuse', 'lose-answer', 'slow'],
  ['pass', 'hang', 'cut-answer', 'twice'],
  ['slow', 'again-later', 'hang-after', 'portal-page'],
];

/** A line for the next steps, the same for the same dice. */
export function drawWeather(dice: Dice, pace: number): Weather {
  if (dice.chance(0.25)) return CLEAR;
  const kind = dice.pick(KINDS);
  const delayMs = Math.round((SHORTEST_MS * (LONGEST_MS / SHORTEST_MS) ** dice.unit()) / pace);
  const order = Array.from({ length: 32 }, () => dice.pick(kind));
  return {
    name: `${kind.join('/')} ${delayMs} ms`,
    delayMs,
    fault: ({ nth }) => order[nth % order.length] ?? 'pass',
  };
}
