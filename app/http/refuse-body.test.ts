import { expect, test } from 'vitest';
import { refuseAnnounced, refuseBody } from './refuse-body.ts';
import type { RouteLimit } from './route-limits.ts';

const door: RouteLimit = { bytes: 16_000, takes: 'form', fields: 20 };
const saves: RouteLimit = { bytes: 256_000, takes: 'json', fields: 0 };
const nothing: RouteLimit = { bytes: 0, takes: 'nothing', fields: 0 };
const bytes = (text: string) => new TextEncoder().encode(text);
const form = 'application/x-www-form-urlencoded';
const announced = (length: number, type: string | undefined, limit: RouteLimit) =>
  refuseAnnounced({ 'content-length': String(length), ...(type ? { 'content-type': type } : {}) }, limit)?.status;

test('a body is read only when its length is told, fits its route, and is of a kind that the route takes', () => {
  expect(announced(100, form, door)).toBeUndefined();
  expect(announced(100, `${form};charset=UTF-8`, door)).toBeUndefined();
  expect(announced(0, undefined, door)).toBeUndefined();
  expect(announced(16_001, form, door)).toBe(413);
  for (const type of ['multipart/form-data; boundary=x', 'text/plain', `${form}; charset=utf-16`, undefined])
    expect(announced(100, type, door), type).toBe(415);
  expect(announced(1, form, nothing)).toBe(405);
  expect(announced(0, undefined, nothing)).toBeUndefined();
  expect(refuseAnnounced({ 'transfer-encoding': 'chunked' }, door)?.status).toBe(411);
});

test.each([
  ['the fields of a page', 'identifier=a%40b&password=x&a-12-xff=1', undefined],
  ['nothing', '', undefined],
  ['empty pairs', 'a=1&&b=2&', undefined],
  ['as many fields as are allowed', Array(20).fill('p=1').join('&'), undefined],
  ['one more', Array(21).fill('p=1').join('&'), 413],
  ['forty thousand of one name', 'a=&'.repeat(40_000), 413],
  ['a path into an object', 'a[0][b]=1', 400],
  ['the same, encoded', 'a%5B0%5D=1', 400],
  ['a prototype', '__proto__=1', 400],
  ['a dotted name', 'a.b.c=1', 400],
  ['a name without end', `${'a'.repeat(82)}=1`, 400],
  ['no name', '=1', 400],
  ['garbage', '%'.repeat(1_000), 400],
])('of a form with %s', (_, body, status) => {
  expect(refuseBody(bytes(body), door)?.status).toBe(status);
});

test.each([
  [
    'a paper',
    JSON.stringify({ saves: Array(200).fill({ slot: 1, answer: { pairs: { a: 'b' } }, revision: 1 }) }),
    true,
  ],
  ['brackets in a text', JSON.stringify({ saves: [{ answer: { text: `"\\${'[{,'.repeat(20_000)}` } }] }), true],
  ['nonsense', 'nonsense', true],
  ['a hundred thousand levels', '['.repeat(100_000), false],
  ['nine levels', '['.repeat(9), false],
  ['levels behind a text', `{"a":"\\"",${'"b":['.repeat(9)}`, false],
  ['a hundred thousand values', `[${'0,'.repeat(100_000)}0]`, false],
])('of JSON with %s', (_, body, isTaken) => {
  expect(refuseBody(bytes(body), saves) === null).toBe(isTaken);
});
