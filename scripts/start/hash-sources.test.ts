import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashSources } from './hash-sources.mjs';

const root = path.resolve(import.meta.dirname, '../..');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'truc-sources-'));
  writeFileSync(path.join(folder, 'a.ts'), 'export const a = 1;');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('another byte, another name or one file more is another hash; a file that does not count is not', () => {
  const hash = () => hashSources([path.relative(root, folder)], { keep: (name: string) => !/\.test\.ts$/.test(name) });
  const seen = [hash()];
  writeFileSync(path.join(folder, 'a.ts'), 'export const a = 2;');
  seen.push(hash());
  renameSync(path.join(folder, 'a.ts'), path.join(folder, 'b.ts'));
  seen.push(hash());
  writeFileSync(path.join(folder, 'c.ts'), '');
  seen.push(hash());
  expect(new Set(seen).size).toBe(4);
  writeFileSync(path.join(folder, 'c.test.ts'), 'test');
  expect(hash()).toBe(seen[3]);
});
