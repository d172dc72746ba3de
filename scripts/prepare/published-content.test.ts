import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { hashContentAndReader } from './published-content.ts';

const root = path.resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'truc-content-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('another lesson, another reader and other packages are other content; the same is the same', () => {
  for (const each of [
    'app/domain/authoring',
    'app/domain/catalogue',
    'app/domain/fold-for-search.ts',
    'app/domain/calendar.ts',
    'app/words',
  ]) {
    cpSync(path.join(root, each), path.join(folder, each), { recursive: true });
  }
  mkdirSync(path.join(folder, 'content'));
  const write = (file: string, text: string) => writeFileSync(path.join(folder, file), text);
  write('content/lesson.md', 'Một');
  write('package-lock.json', '{}');
  const seen = [hashContentAndReader(folder)];
  expect(hashContentAndReader(folder)).toBe(seen[0]);
  for (const [file, text] of [
    ['content/lesson.md', 'Hai'],
    ['content/another.md', ''],
    ['app/domain/authoring/parse-lesson.ts', 'export const reads = "otherwise";'],
    ['package-lock.json', '{"lockfileVersion":3}'],
  ] as const) {
    write(file, text);
    seen.push(hashContentAndReader(folder));
  }
  expect(new Set(seen).size).toBe(seen.length);
  write('app/domain/authoring/parse-lesson.test.ts', 'tests read nothing');
  expect(hashContentAndReader(folder)).toBe(seen.at(-1));
});
