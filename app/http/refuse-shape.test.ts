import { expect, test } from 'vitest';
import { pathOfTarget, refuseShape } from './refuse-shape.ts';

const asked = (url: string, { method = 'GET', headers = {} as Record<string, string> } = {}) =>
  refuseShape({
    method,
    url,
    rawHeaders: Object.entries({ host: 'localhost', ...headers }).flat(),
    headers: { host: 'localhost', ...headers },
  })?.status;

test.each(
  [
    ['/', undefined],
    ['/courses/k1/lessons/k1-2.data?_routes=a,b', undefined],
    [`/verify/${'a'.repeat(4_000)}`, undefined],
    [`/manage/assignments/new?${'p=AAAAAAAAAAAAAAAAAAAAAA&'.repeat(200)}by=people`, undefined],
    ['/line?_data=routes/resources/line', 400],
    ['/?a=b&%5Fdata', 400],
    ['/search?q=_data', undefined],
    ['*', 400],
    ['example.com:443', 400],
    ['', 400],
    [`/${'a'.repeat(5_000)}`, 414],
    [`/${'a/'.repeat(7_500)}`, 414],
    [`/${'a/'.repeat(100)}`, 404],
    [`/?${'x'.repeat(13_000)}`, 414],
    [`/?${'p&'.repeat(500)}`, 414],
  ].map(([url = '', status]) => [String(url).slice(0, 60), String(url), status] as const),
)('the target %s', (_, url, status) => {
  expect(asked(url)).toBe(status);
});

test('methods that no page has, bodies where there is none, and headers without end', () => {
  for (const method of ['PUT', 'PATCH', 'DELETE', 'TRACE', 'CONNECT', 'PROPFIND', 'get'])
    expect(asked('/', { method }), method).toBe(405);
  expect(asked('/', { headers: { 'content-length': '5' } })).toBe(400);
  expect(asked('/', { headers: { 'content-length': '0' } })).toBeUndefined();
  expect(asked('/', { headers: { 'transfer-encoding': 'chunked' } })).toBe(400);
  expect(asked('/', { method: 'POST', headers: { 'content-length': '5' } })).toBeUndefined();
  expect(asked('/', { headers: { cookie: 'a=b; '.repeat(2_000) } })).toBe(431);
  expect(asked('/', { headers: Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`x-${at}`, '1'])) })).toBe(
    431,
  );
  expect(asked('*', { method: 'OPTIONS' })).toBeUndefined();
  const rawHeaders = ['Host', 'a', 'host', 'b'];
  expect(refuseShape({ method: 'GET', url: '/', rawHeaders, headers: { host: 'a' } })?.status).toBe(400);
});

test('a whole address as target means its path, when it names the host that was asked', () => {
  expect(pathOfTarget('http://localhost:3000/courses?q=1', 'localhost:3000')).toBe('/courses?q=1');
  expect(pathOfTarget('http://LOCALHOST:3000', 'localhost:3000')).toBe('/');
  expect(pathOfTarget('https://localhost:3000?q=1', 'localhost:3000')).toBe('/?q=1');
  for (const target of ['http://elsewhere/', '*', '/courses', 'ftp://localhost:3000/'])
    expect(pathOfTarget(target, 'localhost:3000')).toBe(target);
});
