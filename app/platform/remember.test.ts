import { expect, test } from 'vitest';
import type { Db } from './database.server.ts';
import { remember } from './remember.server.ts';
import type { Reader } from './sql.server.ts';

const [here, elsewhere] = [{} as Db, {} as Db];

test('what never changes is read once a database, and the oldest is forgotten for the newest', async () => {
  const read: [Reader, string][] = [];
  const find = remember(2, async (reader, id) => {
    read.push([reader, id]);
    return { id };
  });
  const one = await find(here, 'one');
  expect(await find(here, 'one')).toBe(one);
  expect(await find(elsewhere, 'one')).not.toBe(one);
  const inside = {} as Reader;
  await find(here, 'two', inside);
  await find(here, 'three');
  expect(await find(here, 'two')).toEqual({ id: 'two' });
  expect(await find(here, 'one')).not.toBe(one);
  expect(read).toEqual([
    [here, 'one'],
    [elsewhere, 'one'],
    [inside, 'two'],
    [here, 'three'],
    [here, 'one'],
  ]);
});

test('what is not there yet is asked for again', async () => {
  let there: string | null = null;
  const find = remember(2, async () => there);
  expect(await find(here, 'one')).toBeNull();
  there = 'now';
  expect(await find(here, 'one')).toBe('now');
});

test('what another statement has read is put, and takes the place of the oldest', async () => {
  const read: string[] = [];
  const find = remember(2, async (_, id) => {
    read.push(id);
    return { id };
  });
  await find(here, 'one');
  await find(here, 'two');
  find.put(here, 'three', { id: 'put' });
  expect(await find(here, 'three')).toEqual({ id: 'put' });
  find.put(here, 'three', { id: 'put again' });
  expect(await find(here, 'two')).toEqual({ id: 'two' });
  expect(await find(here, 'one')).toEqual({ id: 'one' });
  expect(read).toEqual(['one', 'two', 'one']);
});
