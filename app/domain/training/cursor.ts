/** Where a page of a list begins: after a row, or, going back, before one. It travels in an address. */
export type Cursor = { isBack: boolean; values: string[] };

/** What a sort value may be. */
export type Shape = { test(text: string): boolean };

const write = (isBack: boolean, values: readonly string[]): string =>
  Buffer.from(JSON.stringify([isBack ? '<' : '>', ...values])).toString('base64url');

/** A cursor of that many sort values; one that nobody wrote begins at the beginning. */
export function readCursor(text: string | null | undefined, shapes: readonly Shape[]): Cursor | null {
  if (!text) return null;
  try {
    const parts = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as unknown;
    if (!Array.isArray(parts) || parts.length !== shapes.length + 1 || !/^[<>]$/.test(String(parts[0]))) return null;
    const values = parts.slice(1) as unknown[];
    const isWritten = values.every((value, at) => typeof value === 'string' && shapes[at]?.test(value));
    return isWritten ? { isBack: parts[0] === '<', values: values as string[] } : null;
  } catch {
    return null;
  }
}

/** One page of rows fetched in the cursor's direction, one more than it shows, with the ways to its neighbours. */
export function pageOf<Row>(
  fetched: readonly Row[],
  { take, cursor, key }: { take: number; cursor: Cursor | null; key: (row: Row) => readonly string[] },
): { rows: Row[]; previousCursor: string | null; nextCursor: string | null } {
  const isBack = cursor?.isBack ?? false;
  const rows = fetched.slice(0, take);
  if (isBack) rows.reverse();
  const goesOn = fetched.length > take;
  const first = rows[0];
  const last = rows.at(-1);
  return {
    rows,
    previousCursor: first && (isBack ? goesOn : cursor !== null) ? write(true, key(first)) : null,
    nextCursor: last && (isBack || goesOn) ? write(false, key(last)) : null,
  };
}

export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** An instant as a page writes it into an address; a day that no month has is none. */
export const INSTANT: Shape = {
  test: (text) => /^\d{4}-/.test(text) && Number(text.slice(0, 4)) > 0 && isInstant(new Date(text), text),
};
const isInstant = (date: Date, text: string): boolean => !Number.isNaN(date.getTime()) && date.toISOString() === text;
// biome-ignore lint/suspicious/noControlCharactersInRegex: a NUL never reaches the database
export const NAME = /^[^\u0000]{0,200}$/;
