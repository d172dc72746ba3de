import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import routes from '../routes.ts';
import { limitOf, ROUTE_LIMITS } from './route-limits.ts';

const app = path.resolve(import.meta.dirname, '..');

test('every route has a limit, and no address that is none', () => {
  expect(Object.keys(ROUTE_LIMITS).sort()).toEqual(routes.map((route) => route.path ?? '').sort());
});

test.each(routes.map((route) => [route.path ?? '', route.file] as const))(
  '/%s takes something when it has an action, and else nothing',
  (pattern, file) => {
    const hasAction = /export const action\b/.test(readFileSync(path.join(app, file), 'utf8'));
    expect(ROUTE_LIMITS[pattern]?.takes !== 'nothing').toBe(hasAction);
  },
);

test('an address has the limit of its route, however it is written', () => {
  const door = ROUTE_LIMITS['sign-in'];
  for (const written of ['/sign-in', '/sign-in/', '/sign-in.data', '/SIGN-IN', '/sign%2Din', '//sign-in'])
    expect(limitOf(written), written).toBe(door);
  expect(limitOf('/manage/assignments/new')).toBe(ROUTE_LIMITS['manage/assignments/new']);
  expect(limitOf('/manage/assignments/42')).toBe(ROUTE_LIMITS['manage/assignments/:batchId']);
  expect(limitOf('/attempts/42/answers')).toBe(ROUTE_LIMITS['attempts/:attemptId/answers']);
  for (const written of ['/attempts/42', '/attempts/42/check'])
    expect(limitOf(written)).toBe(ROUTE_LIMITS['attempts/:attemptId/:view?']);
});

test('what is no address of ours takes nothing', () => {
  for (const written of ['/', '/_root.data', '/no-such-page', '/attempts', '/attempts/42/answers/43', '/%', '/%00'])
    expect(limitOf(written), written).toEqual({ bytes: 0, takes: 'nothing', fields: 0 });
});

test('the door takes little, and only a paper takes much', () => {
  const large = Object.entries(ROUTE_LIMITS).filter(([, { bytes }]) => bytes > 64_000);
  expect(large.map(([pattern]) => pattern)).toEqual(['attempts/:attemptId/answers', 'attempts/:attemptId/hand-in']);
  expect(ROUTE_LIMITS['sign-in']?.bytes).toBeLessThanOrEqual(16_000);
});
