import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const rows = readFileSync(path.join(root, 'docs/faults.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| fault |'));

test('every fault of the list names a file that is there', () => {
  expect(rows.length).toBeGreaterThan(10);
  for (const row of rows) {
    const files = [...row.matchAll(/`((?:app|jobs|scripts|tests|prisma)\/[\w./-]+|vitest\.config\.ts)`/g)].map(
      (match) => match[1],
    );
    expect(files, row).not.toEqual([]);
    for (const file of files) expect(existsSync(path.join(root, file ?? '')), `${file} of ${row}`).toBe(true);
  }
});

test('whoever asks where a rule is finds files that are there', () => {
  const page = readFileSync(path.join(root, 'docs/where.md'), 'utf8');
  const rows = page.split('\n').filter((line) => /^\| (?!question|I want|---)/.test(line) && !line.startsWith('|---'));
  expect(rows).toHaveLength(10);
  for (const row of rows) {
    const files = [...row.matchAll(/`((?:app|content|jobs|tests)\/[\w./-]+)`/g)].map((match) => match[1] ?? '');
    expect(files, row).not.toEqual([]);
    for (const file of files) expect(existsSync(path.join(root, file)), `${file} of ${row}`).toBe(true);
  }
});
