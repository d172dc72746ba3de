import type { ServerBuild } from '@remix-run/node';
import { matchRoutes } from '@remix-run/react';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import routes from '../routes.ts';
import { answerResource, findResource } from './answer-resource.ts';

const nothing = async () => new Response(null);
const entries = routes.map(({ path, index, file }, at) => {
  const module = /resources\/.*\.ts$/.test(file) ? { loader: nothing, action: nothing } : { default: () => null };
  return { id: `route-${at}`, parentId: 'root', path, index: index ?? false, file, module };
});
const build = {
  routes: Object.fromEntries(
    [{ id: 'root', path: '', module: { default: () => null } }, ...entries].map((each) => [each.id, each]),
  ),
} as unknown as ServerBuild;
const resourceAt = findResource(build);
const tree = [{ id: 'root', path: '', children: entries }] as unknown as Parameters<typeof matchRoutes>[0];

const part = fc.oneof(
  fc.constantFrom(
    'VN.P01',
    'new',
    'answers',
    'result',
    'check',
    'line',
    'x',
    '.',
    '..',
    'a b',
    'Ă',
    '%41',
    'a:b',
    'document.pdf',
  ),
  fc.string({ minLength: 1, maxLength: 6 }).filter((text) => !/[/?#%]/.test(text)),
);
const address = fc
  .tuple(
    fc.constantFrom(...routes.map(({ path = '' }) => path)),
    fc.array(part, { minLength: 4, maxLength: 4 }),
    fc.constantFrom('', '/', '.data', '//', '/x'),
    fc.boolean(),
  )
  .map(([pattern, parts, end, shout]) => {
    const path = `/${pattern.replace(/:\w+\??|\*/g, () => parts.pop() ?? 'x')}${end}`;
    return shout ? path.toUpperCase() : path;
  });

describe('an address without a page', () => {
  test('is answered by the route that Remix finds, with the same parameters, and no page is', () => {
    fc.assert(
      fc.property(address, (at) => {
        const resource = resourceAt(at, 'GET');
        if (!resource) return;
        const found = matchRoutes(tree, at)?.at(-1);
        expect([found?.route.id, found?.params], at).toEqual([resource.id, resource.params]);
      }),
      { numRuns: 2_000 },
    );
    for (const { id, path = '', file } of entries) {
      const at = `/${path.replace(/:\w+\??|\*/g, '1')}`;
      expect(resourceAt(at, 'POST')?.id ?? null, at).toBe(/resources\/.*\.ts$/.test(file) ? id : null);
    }
  });

  test('is left to Remix where its route has nothing for the method', () => {
    const find = findResource({
      routes: { a: { id: 'a', parentId: 'root', path: 'a', module: { loader: nothing } } },
    } as unknown as ServerBuild);
    expect(find('/a', 'GET')?.id).toBe('a');
    expect(find('/a', 'POST')).toBeNull();
  });

  test('answers what its route returns or throws; anything else is a fault, told once and shown without its text', async () => {
    const told: unknown[] = [];
    const answer = (act: () => unknown) =>
      answerResource({ id: 'a', params: {}, act }, {} as never, (error) => told.push(error));
    expect((await answer(async () => new Response('a', { status: 201 }))).status).toBe(201);
    expect(
      (
        await answer(async () => {
          throw new Response('a', { status: 302 });
        })
      ).status,
    ).toBe(302);
    expect(told).toEqual([]);
    const failed = await answer(async () => {
      throw new Error('secret');
    });
    expect([failed.status, (await failed.text()).includes('secret')]).toEqual([500, false]);
    expect((await answer(() => ({}))).status).toBe(500);
    expect(told).toHaveLength(2);
  });
});
