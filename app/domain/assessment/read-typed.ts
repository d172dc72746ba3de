import { alike, halfWidth, withoutInvisible } from '../clean-text.ts';
import { foldForSearch } from '../fold-for-search.ts';

/*
 * What people type into a quiz, read the same way for grading and for the warning before it. Nothing here knows a key.
 */

type InBoth = { vi: string; en: string };

/** An exact decimal: `units` ÷ 10^`scale`. */
export type Decimal = { units: bigint; scale: number };

/** Quotes and brackets of every sort that people and phones put around an answer. */
const OUTER = '"\'“”„‟‘’‚‛«»‹›`´()\\[\\]{}<>「」『』';
const OUTSIDE = new RegExp(`^[\\s${OUTER}]+|[\\s${OUTER}.,;:!?…]+$`, 'gu');

/** What was typed, without what nobody sees, what stands around it, and doubled spaces. Letters and marks stay. */
export function cleanAnswer(text: string): string {
  return alike(halfWidth(withoutInvisible(text)).normalize('NFC'))
    .replace(/[\s\p{Zs}]+/gu, ' ')
    .replace(OUTSIDE, '');
}

/** A short text as it is compared: cleaned, without case, Ð and Ɖ of other alphabets as Đ. Diacritics count. */
export const foldShortText = (text: string): string =>
  cleanAnswer(text)
    .replace(/\p{Pd}/gu, '-')
    .toLocaleLowerCase('vi');

const GROUPED = /^[1-9]\d{0,2}(?:([.,' ])\d{3})(?:\1\d{3})*$/;
const MOST_DIGITS = 30;

/**
 * What a typed number can mean, as exact decimals; none where no number can be read.
 * - `unit`, the question's own, may stand before or behind it, in either language.
 * - Points, commas, spaces and apostrophes group in threes; 1.204,5 and 1,204.5 and 1 204.5 are one number.
 * - The last of two kinds of sign is the decimal one. One sign alone that three digits follow is open (1.204): both
 *   readings count. Anything else behind a point or a comma are decimals: 1,5 and 1.25.
 * - Digits alone make numbers: no exponents, no hexadecimal, no Infinity, no spaces within other than of grouping.
 */
export function readNumbers(text: string, unit?: InBoth): Decimal[] {
  const [, plus = '', digits = ''] = /^(?:([+\-−–])\s*)?(.*)$/su.exec(withoutUnit(cleanAnswer(text), unit)) ?? [];
  const sign = plus === '' || plus === '+' ? 1n : -1n;
  if (digits.replace(/\D/g, '').length > MOST_DIGITS) return [];
  const readings: Decimal[] = [];
  const add = (whole: string, decimals = '') =>
    readings.push({ units: sign * BigInt(`${whole || '0'}${decimals}`), scale: decimals.length });
  const plain = /^(\d*)[.,](\d+)$/.exec(digits);
  if (/^\d+$/.test(digits)) add(digits);
  if (plain) add(plain[1] ?? '', plain[2]);
  if (GROUPED.test(digits)) add(digits.replace(/\D/g, ''));
  const [, whole = '', mark = '', decimals] = /^(.+)([.,])(\d+)$/.exec(digits) ?? [];
  if (GROUPED.test(whole) && !whole.includes(mark)) add(whole.replace(/\D/g, ''), decimals);
  return readings;
}

/** The number alone: without the unit in one of its two languages, written as it may be. */
function withoutUnit(text: string, unit: InBoth | undefined): string {
  if (!unit) return text;
  const [, before = '', number = '', behind = ''] = /^([^\d+\-−–.,]*)(.*?)([^\d.,]*)$/su.exec(text) ?? [];
  const names = [unit.vi, unit.en].map(foldForSearch);
  const isUnit = (part: string) => {
    const folded = foldForSearch(part);
    return folded === '' || names.some((name) => folded === name || `${folded}s` === name || folded === `${name}s`);
  };
  return isUnit(before) && isUnit(behind) ? cleanAnswer(number) : text;
}

/** A decimal as a key has it in writing: `-?\d+(\.\d+)?`. */
export function decimalOf(written: string): Decimal {
  const [whole = '', decimals = ''] = written.split('.');
  return { units: BigInt(`${whole}${decimals}`), scale: decimals.length };
}

/** Whether two decimals are no further apart than `tolerance`, exactly. */
export function isWithin(a: Decimal, b: Decimal, tolerance: Decimal): boolean {
  const scale = Math.max(a.scale, b.scale, tolerance.scale);
  const scaled = (one: Decimal) => one.units * 10n ** BigInt(scale - one.scale);
  const apart = scaled(a) - scaled(b);
  return (apart < 0n ? -apart : apart) <= scaled(tolerance);
}
