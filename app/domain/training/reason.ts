import { cleanSentence } from '../clean-text.ts';

/** The longest reason for a withdrawal that is kept. */
export const REASON_LIMIT = 500;

/** A reason as it is kept: what was typed beyond the limit falls away, and what nobody sees says nothing. */
export const cleanReason = (typed: string): string => [...cleanSentence(typed)].slice(0, REASON_LIMIT).join('').trim();
