import { cleanTyped } from '../clean-text.ts';

/** An e-mail address as it is stored and compared, however it was typed or pasted. Whether it is one is asked elsewhere. */
export const cleanEmail = (typed: string): string => cleanTyped(typed).replace(/\s/g, '').toLowerCase();

/** A personnel number of ten digits, grouped or not, or null. */
export function parsePersonnelNumber(typed: string): string | null {
  const digits = cleanTyped(typed).replace(/[\s.,\-–]/g, '');
  return /^\d{10}$/.test(digits) ? digits : null;
}

/** Who somebody says that she is: a personnel number, or an e-mail address in small letters. */
export const cleanIdentifier = (typed: string): string => parsePersonnelNumber(typed) ?? cleanEmail(typed);
