import type { ServerBuild } from '@remix-run/node';
import { matchRoutes } from '@remix-run/react';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import routes from '../routes.ts';
import { narrowRoutes } from './narrow-routes.ts';

const entries = routes.map((route, index) => [
  `route-${index}`,
  { id: `route-${index}`, parentId: 'root', path: route.path, index: route.index ?? false },
]);
const all = { root: { id: 'root', path: '', index: false }, ...Object.fromEntries(entries) };
const build = { routes: all, assets: { routes: all } } as unknown as ServerBuild;
const handlerFor = narrowRoutes(build, (narrow) => narrow);

/** The ids of the routes that Remix finds among those of a build. */
function found({ routes: some }: ServerBuild, address: string): string[] | undefined {
  const children = Object.values(some).filter(({ parentId }) => parentId === 'root');
  const tree = [{ id: 'root', path: '', children }] as unknown as Parameters<typeof matchRoutes>[0];
  return matchRoutes(tree, address)?.map(({ route }) => route.id ?? '');
}

const patterns = routes.map(({ path = '' }) => path);
const part = fc.oneof(
  fc.constantFrom('VN.P01', 'new', 'courses', 'quiz', 'x', '.', '..', 'a b', 'Ă', '%41', '*', ':slug', '__manifest'),
  fc.string({ minLength: 1, maxLength: 6 }).filter((text) => !/[/?#%]/.test(text)),
);
const written = fc.constantFrom('', '/', '.data', '//', '/x', '/x/y.data');
const address = fc
  .tuple(fc.constantFrom(...patterns), fc.array(part, { minLength: 4, maxLength: 4 }), written, fc.boolean())
  .map(([pattern, parts, end, shout]) => {
    const values = [...parts];
    const path = `/${pattern.replace(/:\w+|\*/g, () => values.pop() ?? 'x')}${end}`;
    return shout ? path.toUpperCase() : path;
  });

test('for any address and every one above it Remix finds the same routes among the few as among all', () => {
  fc.assert(
    fc.property(address, (at) => {
      const narrow = handlerFor(at);
      const page = at.replace(/\.data$/, '').replace(/^\/_root$/, '/');
      const segments = page.split('/').filter(Boolean);
      const above = segments.map((_, index) => `/${segments.slice(0, index).join('/')}`);
      for (const each of [at, page, ...above]) expect(found(narrow, each), each).toEqual(found(build, each));
    }),
    { numRuns: 2_000 },
  );
});

test('the few are few, and the same for addresses of the same form', () => {
  for (const pattern of patterns) {
    const at = (value: string) => `/${pattern.replace(/:\w+|\*/g, value)}`;
    expect(Object.keys(handlerFor(at('1')).routes).length, pattern).toBeLessThanOrEqual(8);
    expect(handlerFor(at('1')), pattern).toBe(handlerFor(at('2')));
  }
});
