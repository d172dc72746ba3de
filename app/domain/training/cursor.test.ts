import fc from 'fast-check';
import { expect, test } from 'vitest';
import { INSTANT, NAME, pageOf, readCursor, UUID } from './cursor.ts';

const NUMBER = /^\d{1,4}$/;

/** A page of numbers in order, as a list fetches it: one row more than it shows, in the direction of the cursor. */
function page(rows: readonly number[], take: number, text: string | null) {
  const cursor = readCursor(text, [NUMBER]);
  const from = Number(cursor?.values[0]);
  const fetched = !cursor
    ? rows
    : cursor.isBack
      ? rows.filter((row) => row < from).toReversed()
      : rows.filter((row) => row > from);
  return pageOf(fetched.slice(0, take + 1), { take, cursor, key: (row) => [String(row)] });
}

test('forward to the end and back again: every row once, the same pages, and the first of them has nothing before it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 7 }), (count, take) => {
      const rows = Array.from({ length: count }, (_, at) => at + 1);
      const forward = [page(rows, take, null)];
      for (let last = forward[0]; last?.nextCursor; last = forward.at(-1))
        forward.push(page(rows, take, last.nextCursor));
      expect(forward.flatMap((each) => each.rows)).toEqual(rows);
      expect(forward[0]?.previousCursor).toBeNull();

      const back = [forward.at(-1) as (typeof forward)[number]];
      while (back.at(-1)?.previousCursor) back.push(page(rows, take, back.at(-1)?.previousCursor ?? null));
      expect(back.toReversed().map((each) => each.rows)).toEqual(forward.map((each) => each.rows));
      expect(back.at(-1)?.previousCursor).toBeNull();
      if (back.length > 1) expect(back.at(-1)?.nextCursor).not.toBeNull();
    }),
  );
});

test('a cursor that nobody wrote begins at the beginning', () => {
  for (const text of [
    '',
    'x',
    'W10',
    Buffer.from('["<"]').toString('base64url'),
    Buffer.from('["<","a"]').toString('base64url'),
    Buffer.from('["!","1"]').toString('base64url'),
    Buffer.from('["<","1","2"]').toString('base64url'),
    Buffer.from('["<",1]').toString('base64url'),
    Buffer.from('["<<","1"]').toString('base64url'),
    Buffer.from('["x<","1"]').toString('base64url'),
    Buffer.from('{"length":2,"0":"<"}').toString('base64url'),
    Buffer.from('null').toString('base64url'),
  ])
    expect(readCursor(text, [NUMBER])).toBeNull();
  expect(readCursor(Buffer.from('["<","1"]').toString('base64url'), [NUMBER])).toEqual({ isBack: true, values: ['1'] });
});

test('every value of a cursor has its shape', () => {
  const both = (...values: string[]) =>
    readCursor(Buffer.from(JSON.stringify(['>', ...values])).toString('base64url'), [NUMBER, UUID]);
  const id = '0199b6a0-1234-7abc-8def-0123456789ab';
  expect(both('1', id)).toEqual({ isBack: false, values: ['1', id] });
  expect(both('x', id)).toBeNull();
  expect(both('1', 'x')).toBeNull();
});

test('the shapes take the whole value', () => {
  const id = '0199b6a0-1234-7abc-8def-0123456789ab';
  const at = '2026-11-20T08:09:10.123Z';
  expect([UUID.test(id), INSTANT.test(at), NAME.test('Nguyễn'), NAME.test('')]).toEqual([true, true, true, true]);
  for (const one of [`x${id}`, `${id}0`, id.replace('0199b6a0', '0199b6ag'), id.replaceAll('-', '')])
    expect(UUID.test(one)).toBe(false);
  for (const one of [`x${at}`, `${at}x`, at.replace('2026', '202x'), at.replace('.123', '')])
    expect(INSTANT.test(one)).toBe(false);
  for (const day of ['2026-02-30', '2026-13-01', '2026-99-99', '0000-01-01', '2026-00-10', '+012026-11-20'])
    expect(INSTANT.test(`${day}T08:09:10.123Z`), day).toBe(false);
  for (let place = 0; place < at.length; place++)
    if (/\d/.test(at[place] ?? '')) expect(INSTANT.test(`${at.slice(0, place)}x${at.slice(place + 1)}`)).toBe(false);
  for (const one of ['a\u0000', '\u0000a', 'a'.repeat(201)]) expect(NAME.test(one)).toBe(false);
});
