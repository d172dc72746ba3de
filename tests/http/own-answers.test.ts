import { afterAll, beforeAll, expect, test } from 'vitest';
import { ANSWER_HEADER, ASK_HEADER } from '#app/http/ask-server.ts';
import { cloneDatabase } from '#tests/support/database.ts';
import { HttpClient } from '#tests/support/http-client.ts';
import { type Product, startProduct } from '#tests/support/start-product.ts';

let database: Awaited<ReturnType<typeof cloneDatabase>>;
let product: Product;

beforeAll(async () => {
  database = await cloneDatabase();
  product = await startProduct({ databaseUrl: database.url });
});
afterAll(async () => {
  await product?.stop();
  await database?.drop();
});

const ADDRESSES: [string, string][] = [
  ['GET', '/courses'],
  ['GET', '/courses.data'],
  ['GET', '/nowhere'],
  ['GET', '/%E0%A4%A'],
  ['POST', '/attempts/00000000-0000-7000-8000-000000000000/answers'],
  ['POST', '/sign-out'],
];

test.each(ADDRESSES)(
  '%s %s is answered with the word of the question, whatever the answer is',
  async (method, path) => {
    const client = new HttpClient({ url: product.url });
    const origin = method === 'POST' ? { Origin: product.url } : {};
    const reply = await client.send(method, path, { ...origin, [ASK_HEADER]: 'word-1' });
    expect(reply.headers[ANSWER_HEADER]).toBe('word-1');
    expect((await client.send(method, path, origin)).headers[ANSWER_HEADER]).toBeUndefined();
    expect(
      (await client.send(method, path, { ...origin, [ASK_HEADER]: 'a b' })).headers[ANSWER_HEADER],
    ).toBeUndefined();
  },
);
