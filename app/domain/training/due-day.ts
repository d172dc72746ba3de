import { vietnamDay } from '#app/domain/calendar.ts';

export type DueDayFault = 'due-not-after-today' | 'due-too-far';

const LONGEST_YEARS = 5;

/** Why a due day cannot be set today, or null. A day years away is a slip of the pen. */
export function checkDueDay(day: string, now: Date): DueDayFault | null {
  const today = vietnamDay(now);
  if (day <= today) return 'due-not-after-today';
  const last = `${Number(today.slice(0, 4)) + LONGEST_YEARS}${today.slice(4)}`;
  return day > last ? 'due-too-far' : null;
}
