import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { readContent } from '#app/domain/catalogue/read-content.server.ts';
import { sampleCourse, writeContent } from '#tests/support/content.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** Runs the command as a person does. */
async function check(folder: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const args = [path.join(root, 'node_modules/tsx/dist/cli.mjs'), path.join(root, 'scripts/content-check.ts'), folder];
  try {
    return { code: 0, ...(await promisify(execFile)(process.execPath, args, { cwd: root })) };
  } catch (error) {
    const failed = error as { code: number; stdout: string; stderr: string };
    return { code: failed.code, stdout: failed.stdout, stderr: failed.stderr };
  }
}

test('the content of this repository has no problem', async () => {
  const { problems, courses } = await readContent(path.join(root, 'content'));
  expect(problems).toEqual([]);
  expect(courses.flatMap(({ reading }) => (reading.ok ? [] : reading.problems))).toEqual([]);
  expect(courses.length).toBeGreaterThanOrEqual(2);
});

test('content:check counts words and minutes of a sound folder and ends with 0', async () => {
  const { folder, remove } = await writeContent({ sample: sampleCourse() });
  try {
    const { code, stdout, stderr } = await check(folder);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^\S+review\.yaml:1 warning: the file is missing\n$/);
    expect(stdout).toContain('T1 sample: 12 questions, 10 on a paper');
    expect(stdout).toMatch(/^ {2}T1\.2 +\d+ +\d+ +\d+ +\d+ +\d+ s +\d+ s +0 +6 +5$/m);
  } finally {
    await remove();
  }
});

test('content:check names file, line and reason of every problem and ends with 1', async () => {
  const files = sampleCourse();
  files.set('course.yaml', (files.get('course.yaml') ?? '').replace('passPercent: 70', 'passPercent: 700'));
  files.delete('lessons/lesson-2/en.md');
  const { folder, remove } = await writeContent({ sample: files }, { 'programmes/asean.yaml': 'code: x\n' });
  try {
    const { code, stdout, stderr } = await check(folder);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/programmes\/asean\.yaml:1 code: a programme code is of capital letters and digits$/m);
    expect(stderr).toMatch(/courses\/sample\/course\.yaml:\d+ quiz\.passPercent: /);
    expect(stderr).toMatch(/courses\/sample\/lessons\/lesson-2\/en\.md:1 the file is missing$/m);
  } finally {
    await remove();
  }
});
