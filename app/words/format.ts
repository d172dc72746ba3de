import type { Locale } from './locale.ts';

/*
 * Numbers, rates, dates and times, written by fixed patterns. Nothing here asks the machine for its locale data or its
 * time zone: the server's page and the browser's must be equal to the last character, on every phone.
 */

/** Between a number and its unit, so that a line never breaks there. */
export const NBSP = '\u00a0';
/** A true minus, as wide as a plus. */
const MINUS = '\u2212';
/** Where there is no number. */
export const NONE = '–';

const MARKS = { vi: { group: '.', decimal: ',' }, en: { group: ',', decimal: '.' } } as const;

function group(locale: Locale, digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, MARKS[locale].group);
}

function place(locale: Locale, fixed: string): string {
  const [whole = '0', fraction] = fixed.split('.');
  return group(locale, whole) + (fraction ? MARKS[locale].decimal + fraction : '');
}

/** `decimals` are always printed (a column); without it up to two are, and trailing zeros are dropped (1, 0,5, 0,67). */
export function formatNumber(locale: Locale, n: number, { decimals }: { decimals?: number } = {}): string {
  if (!Number.isFinite(n)) return NONE;
  const size = Math.abs(n);
  const fixed = decimals === undefined ? size.toFixed(2).replace(/0+$/, '').replace(/\.$/, '') : size.toFixed(decimals);
  return (n < 0 && Number(fixed) !== 0 ? MINUS : '') + place(locale, fixed);
}

/**
 * A share in per cent, cut down and never rounded up: 79,99 % prints 79,9 and only equal numbers print 100%.
 * Nothing out of nothing is no rate.
 */
export function formatPercent(locale: Locale, numerator: number, denominator: number, decimals = 1): string {
  if (!(denominator > 0) || !Number.isFinite(numerator)) return NONE;
  if (numerator === 0) return '0%';
  if (numerator === denominator) return '100%';
  const steps = 10 ** decimals;
  const scaled = Math.abs(numerator) * 100 * steps;
  const cut = (scaled - (scaled % denominator)) / denominator;
  return `${numerator < 0 ? MINUS : ''}${place(locale, (Math.round(cut) / steps).toFixed(decimals))}%`;
}

/** Numerator and denominator side by side: a rate does not leave the house without them. */
export function formatFraction(locale: Locale, numerator: number, denominator: number): string {
  return `${formatNumber(locale, numerator)}${NBSP}/${NBSP}${formatNumber(locale, denominator)}`;
}

export type Moment = Date | string | number;

/** Viet Nam has kept UTC+7 without summer time since 1975; the product prints no earlier hour. */
const VIETNAM_AHEAD_MS = 7 * 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

type Wall = { year: number; month: number; day: number; weekday: number; hour: number; minute: number; second: number };

/** The calendar and the clock on the wall in Viet Nam. A bare date (2026-11-18) is that day, whatever the zone. */
function wall(at: Moment): Wall | null {
  const bare = typeof at === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(at);
  const time = new Date(at).getTime();
  if (Number.isNaN(time)) return null;
  const shifted = new Date(bare ? time : time + VIETNAM_AHEAD_MS);
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    weekday: shifted.getUTCDay(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    second: shifted.getUTCSeconds(),
  };
}

const two = (n: number) => String(n).padStart(2, '0');

const WEEKDAYS = {
  vi: ['Chủ nhật', 'thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
} as const;
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** 18/11/2026, thứ Sáu 20/11/2026 · 18 November 2026, Friday 20 November 2026; `year: false` for a date that is near. */
export function formatDate(
  locale: Locale,
  at: Moment,
  { weekday = false, year = true }: { weekday?: boolean; year?: boolean } = {},
): string {
  const w = wall(at);
  if (!w) return NONE;
  const date =
    locale === 'vi'
      ? `${two(w.day)}/${two(w.month)}${year ? `/${w.year}` : ''}`
      : `${w.day} ${MONTHS[w.month - 1]}${year ? ` ${w.year}` : ''}`;
  return weekday ? `${WEEKDAYS[locale][w.weekday]} ${date}` : date;
}

/** 20:11:07, on 24 hours, in Viet Nam. */
export function formatTime(_locale: Locale, at: Moment, { seconds = true }: { seconds?: boolean } = {}): string {
  const w = wall(at);
  if (!w) return NONE;
  return `${two(w.hour)}:${two(w.minute)}${seconds ? `:${two(w.second)}` : ''}`;
}

/** 20:25 ngày 18/11/2026 · 20:25 on 18 November 2026. */
export function formatDateTime(locale: Locale, at: Moment, { seconds = false }: { seconds?: boolean } = {}): string {
  if (!wall(at)) return NONE;
  return `${formatTime(locale, at, { seconds })} ${locale === 'vi' ? 'ngày' : 'on'} ${formatDate(locale, at)}`;
}

/** 11/2026 · November 2026. */
export function formatMonth(locale: Locale, at: Moment): string {
  const w = wall(at);
  if (!w) return NONE;
  return locale === 'vi' ? `${two(w.month)}/${w.year}` : `${MONTHS[w.month - 1]} ${w.year}`;
}

/** The calendar day in Viet Nam as 2026-11-18: for `datetime`, file names and keys. */
export function isoDay(at: Moment): string {
  const w = wall(at);
  return w ? `${w.year}-${two(w.month)}-${two(w.day)}` : '';
}

/** For the `datetime` attribute of a time: 2026-11-18T20:26:00+07:00. */
export function isoMoment(at: Moment): string {
  return wall(at) ? `${isoDay(at)}T${formatTime('vi', at)}+07:00` : '';
}

/** Calendar days in Viet Nam from one moment to another: 0 is the same day, negative is past. */
export function daysBetween(from: Moment, to: Moment): number {
  return Math.round((Date.parse(isoDay(to)) - Date.parse(isoDay(from))) / DAY_MS);
}

/** A count with its noun: 1 attempt, 2 attempts; Vietnamese nouns do not change. */
export function formatCount(locale: Locale, n: number, one: string, other: string = one): string {
  return `${formatNumber(locale, n)}${NBSP}${locale === 'en' && n === 1 ? one : other}`;
}

/** 20 phút · 20 minutes. */
export function formatMinutes(locale: Locale, minutes: number): string {
  return locale === 'vi' ? formatCount('vi', minutes, 'phút') : formatCount('en', minutes, 'minute', 'minutes');
}

/** How long to wait: seconds while they are few, whole minutes after that. */
export function formatWait(locale: Locale, seconds: number): string {
  if (seconds >= 60) return formatMinutes(locale, Math.ceil(seconds / 60));
  return locale === 'vi' ? formatCount('vi', seconds, 'giây') : formatCount('en', seconds, 'second', 'seconds');
}

/** 2 ngày · 2 days. */
export function formatDays(locale: Locale, days: number): string {
  return locale === 'vi' ? formatCount('vi', days, 'ngày') : formatCount('en', days, 'day', 'days');
}

/** 3 người · 3 people. */
export function formatPeople(locale: Locale, people: number): string {
  return locale === 'vi' ? formatCount('vi', people, 'người') : formatCount('en', people, 'person', 'people');
}

/** 58 KB, 0,9 MB: what a link to a file says. */
export function formatBytes(locale: Locale, bytes: number): string {
  if (bytes < 1_000_000) return `${formatNumber(locale, Math.max(1, Math.round(bytes / 1000)))}${NBSP}KB`;
  return `${formatNumber(locale, bytes / 1_000_000, { decimals: 1 })}${NBSP}MB`;
}
