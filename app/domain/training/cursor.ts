/** A keyset cursor as it travels in an address: the sort values of the last row shown. */
export const writeCursor = (values: readonly string[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url');

/** The values of a cursor of that many parts; one that nobody wrote begins at the beginning. */
export function readCursor(cursor: string | null | undefined, shapes: readonly RegExp[]): string[] | null {
  if (!cursor) return null;
  try {
    const values = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown;
    if (!Array.isArray(values) || values.length !== shapes.length) return null;
    return values.every((value, at): value is string => typeof value === 'string' && (shapes[at]?.test(value) ?? false))
      ? values
      : null;
  } catch {
    return null;
  }
}

export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: a NUL never reaches the database
export const NAME = /^[^\u0000]{0,200}$/;
