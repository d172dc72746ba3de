/** The longest reason for a withdrawal that is kept. */
export const REASON_LIMIT = 500;

/** A reason as it is kept: what was typed beyond the limit falls away, and spaces alone say nothing. */
export const cleanReason = (typed: string): string =>
  [...typed.normalize('NFC').trim()].slice(0, REASON_LIMIT).join('');
