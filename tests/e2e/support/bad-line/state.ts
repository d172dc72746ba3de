import type { Dice } from '#prisma/seed/dice.ts';
import type { Device } from './device.ts';
import type { Learner, WalkGround } from './ground.ts';

/** What somebody entered, or chose where two answers stood against each other. */
export type Entry = {
  at: number;
  device: string;
  tab: string;
  attemptId: string;
  slot: number;
  value: string;
  /** Values that may have been saved while she was typing. */
  between: string[];
  /** What the page showed of this question just before. */
  shown: string[];
  /** Whether script ran in the page: without it an answer that was not sent is the browser's to keep. */
  isScripted: boolean;
  /** Chosen between answers that stood against each other. */
  isChoice: boolean;
};

/** One walk as it goes. */
export type Walk = {
  seed: string;
  dice: Dice;
  pace: number;
  ground: WalkGround;
  learners: readonly Learner[];
  devices: Device[];
  entries: Entry[];
  /** Answers of which it is not known whether they were entered: the page went away meanwhile. */
  doubts: { attemptId: string; slot: number; word: string }[];
  /** By whom and when an attempt was handed in or a lesson finished from a page with script that stayed open. */
  handedIn: { attemptId: string; tab: string }[];
  /** Every press on handing in, and when she went on writing in the same tab after it. */
  wishes: { attemptId: string; device: string; tab: string; at: number; wentOnAt: number | null }[];
  finished: { learner: Learner; tab: string }[];
  words: number;
  since: number;
  /** Milliseconds from the click to the other question, in pages with script. */
  moves: number[];
  trace: string[];
};
