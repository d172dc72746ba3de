import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { readBody } from './read-body.server.ts';

const of = (pieces: readonly Buffer[]) => Readable.from(pieces) as unknown as IncomingMessage;
const piece = (length: number) => Buffer.alloc(length, 'a');

test('a body is one piece of memory, whatever it came in', async () => {
  expect(await readBody(of([Buffer.from('a='), Buffer.from('1')]), 100)).toEqual(new TextEncoder().encode('a=1'));
  expect(await readBody(of([]), 100)).toHaveLength(0);
  expect(await readBody(of(Array(400).fill(piece(1_400))), 600_000)).toHaveLength(560_000);
});

test('one that is longer than may be, comes in crumbs or breaks off is none', async () => {
  expect(await readBody(of([piece(60), piece(60)]), 100)).toBeNull();
  expect(await readBody(of(Array(1_000).fill(piece(1))), 10_000)).toBeNull();
  const broken = new Readable({ read() {} });
  const reading = readBody(broken as unknown as IncomingMessage, 100);
  broken.push('a');
  broken.destroy(new Error('gone'));
  expect(await reading).toBeNull();
});
