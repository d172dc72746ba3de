import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { ANSWER_HEADER, ASK_HEADER, answerWord, askServer, newWord } from './ask-server.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const read = (body: unknown) =>
  typeof body === 'object' && body !== null && 'saved' in body && typeof body.saved === 'number'
    ? { saved: body.saved }
    : null;
const ask = (url: string, more: { json?: unknown; timeLimitMs?: number } = {}) =>
  askServer(url, { method: 'POST', json: {}, read, ...more });

/** Our server's answer: it repeats the word of the question. */
const ours =
  (status: number, body: string): RequestListener =>
  (request, response) => {
    response.writeHead(status, { [ANSWER_HEADER]: answerWord(String(request.headers[ASK_HEADER])) ?? '' });
    response.end(body);
  };

test('our own answer is told with its status and its body', async () => {
  expect(await ask(await listen(ours(200, '{"saved":3}')))).toEqual({
    outcome: 'answered',
    status: 200,
    body: { saved: 3 },
  });
});

test('a refusal of ours keeps its status, whatever its body says', async () => {
  for (const status of [401, 404, 409, 422, 500, 503])
    expect(await ask(await listen(ours(status, '<p>no</p>')))).toEqual({ outcome: 'answered', status, body: null });
});

const strangers: [string, RequestListener][] = [
  ['the page of a Wi-Fi portal, with 200', (_, response) => void response.end('<html>Đăng nhập Wi-Fi</html>')],
  ['JSON of another shape, with 200', (_, response) => void response.end('{"ok":true}')],
  ['JSON of our shape from somebody else', (_, response) => void response.end('{"saved":3}')],
  [
    'our answer to another question',
    (_, response) => {
      response.setHeader(ANSWER_HEADER, newWord());
      response.end('{"saved":3}');
    },
  ],
  ['a gateway that says 502', (_, response) => void response.writeHead(502).end('Bad Gateway')],
  ['a gateway that says 404', (_, response) => void response.writeHead(404).end('{"saved":3}')],
  ['our mark, but a body of another shape with 200', ours(200, '{"ok":true}')],
  ['our mark, but a body that breaks off', ours(200, '{"saved":')],
];
test.each(strangers)('%s is not ours', async (_, answer) => {
  expect(await ask(await listen(answer))).toEqual({ outcome: 'not-ours' });
});

test('a redirect to another host is not followed and is not ours', async () => {
  const other = vi.fn<RequestListener>(ours(200, '{"saved":3}'));
  const elsewhere = await listen(other);
  const url = await listen((_, response) => void response.writeHead(302, { Location: elsewhere }).end());
  expect(await ask(url)).toEqual({ outcome: 'not-ours' });
  expect(other).not.toHaveBeenCalled();
});

test('a request that is never answered ends with the time limit, and so does a body that never ends', async () => {
  const silent = await listen(() => undefined);
  const endless = await listen((request, response) => {
    response.writeHead(200, { [ANSWER_HEADER]: String(request.headers[ASK_HEADER]) });
    response.write('{"saved"');
  });
  for (const url of [silent, endless]) {
    const began = performance.now();
    expect(await ask(url, { timeLimitMs: 150 })).toEqual({ outcome: 'timed-out' });
    expect(performance.now() - began).toBeLessThan(5_000);
  }
});

test('a host that is not there, and a connection that breaks, are offline', async () => {
  const gone = await listen(() => undefined);
  const server = servers.pop();
  await new Promise((resolve) => server?.close(resolve));
  expect(await ask(gone)).toEqual({ outcome: 'offline' });
  expect(await ask(await listen((request) => void request.socket.destroy()))).toEqual({ outcome: 'offline' });
});

test('keepalive is dropped where the body is larger than browsers take', async () => {
  const seen: (boolean | undefined)[] = [];
  const send: typeof fetch = async (_, init) => {
    seen.push(init?.keepalive);
    throw new TypeError('no line');
  };
  for (const json of [{ text: 'ă' }, { text: 'ă'.repeat(20_000) }])
    await askServer('/x', { method: 'POST', json, read, keepalive: true, fetch: send });
  expect(seen).toEqual([true, false]);
});

test('only a plain word is repeated', () => {
  expect(answerWord(newWord())).toMatch(/^[0-9a-f]{32}$/);
  for (const bad of [undefined, null, '', 'a b', 'a\r\nSet-Cookie: x', 'x'.repeat(65)])
    expect(answerWord(bad)).toBeNull();
});
