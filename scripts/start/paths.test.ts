import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDataRoot } from './paths.mjs';

const modeOf = (file: string) => statSync(file).mode & 0o777;

test('what an earlier release left open in .data is for its owner alone after a start', () => {
  const outside = mkdtempSync(path.join(tmpdir(), 'truc-data-'));
  onTestFinished(() => rmSync(outside, { recursive: true, force: true }));
  const data = path.join(outside, '.data');
  const folders = [
    '',
    'documents',
    'documents/certificates',
    'documents/certificates/TRUC',
    'log',
    'backups',
    'backups/truc-1',
  ];
  const files = ['run.json', 'documents/certificates/TRUC/TRUC-1.pdf', 'log/web.log', 'backups/truc-1/manifest.json'];
  const beside = path.join(outside, 'elsewhere.txt');
  for (const folder of folders) mkdirSync(path.join(data, folder));
  for (const file of [...files.map((each) => path.join(data, each)), beside]) {
    writeFileSync(file, 'x');
    chmodSync(file, 0o644);
  }
  symlinkSync(beside, path.join(data, 'documents', 'link'));
  mkdirSync(path.join(data, 'postgres'));
  chmodSync(path.join(data, 'postgres'), 0o750);
  for (const folder of folders) chmodSync(path.join(data, folder), 0o755);

  expect(openDataRoot(data)).toBe(data);
  for (const folder of folders) expect(modeOf(path.join(data, folder)), folder).toBe(0o700);
  for (const file of files) expect(modeOf(path.join(data, file)), file).toBe(0o600);
  expect(modeOf(beside)).toBe(0o644);
  expect(modeOf(path.join(data, 'postgres'))).toBe(0o750);
  expect(openDataRoot(data)).toBe(data);
});
