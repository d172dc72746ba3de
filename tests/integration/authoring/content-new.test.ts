import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkContent } from '#app/domain/authoring/check-content.server.ts';
import { isFault } from '#app/domain/authoring/problem.ts';
import { questionTemplate, questionTypes } from '#scripts/content/templates.ts';
import { type ContentFolder, sampleCourse, writeContent } from '#tests/support/content.ts';

const root = path.resolve(import.meta.dirname, '../../..');
let content: ContentFolder;
beforeEach(async () => {
  content = await writeContent({ sample: sampleCourse() });
});
afterEach(() => content.remove());

/** Runs the command as a person does. */
async function make(...args: string[]): Promise<{ code: number; said: string }> {
  const script = [
    ...['--import', 'tsx'],
    path.join(root, 'scripts/content-new.ts'),
    ...['--content', content.folder, ...args],
  ];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, script, { cwd: root });
    return { code: 0, said: stdout };
  } catch (error) {
    const failed = error as { code: number; stderr: string };
    return { code: failed.code, said: failed.stderr };
  }
}

const fileOf = (name: string) => path.join(content.folder, 'courses/sample', name);
const faultsIn = async (name: string) =>
  (await checkContent(content.folder, { today: '2026-11-30', isComplete: false })).problems
    .filter(isFault)
    .flatMap(({ file, message }) => (file === `courses/sample/${name}` ? [message] : []));

test('a new lesson has the next code and a blank wherever something is to be written; none is written over', async () => {
  expect(await make('lesson', 'sample', 'third')).toMatchObject({ code: 0, said: expect.stringContaining('T1.3') });
  expect(await readFile(fileOf('lessons/third/lesson.yaml'), 'utf8')).toContain('code: T1.3\n');
  const blanks = (await readFile(fileOf('lessons/third/vi.md'), 'utf8')).match(/⟦/g)?.length ?? 0;
  expect(await faultsIn('lessons/third/vi.md')).toContain('a blank of the template is not filled in');
  expect(blanks).toBeGreaterThan(10);

  const again = await make('lesson', 'sample', 'third');
  expect(again.code).toBe(1);
  expect(again.said).toContain('there is such a lesson already');
});

test('a new question has the next number, and a blank wherever something is to be written', async () => {
  for (const type of ['scenario', 'numeric'])
    expect(await make('question', 'sample', 'lesson-1', type)).toMatchObject({ code: 0 });
  const text = await readFile(fileOf('quiz.yaml'), 'utf8');
  expect(text.match(/^- id: T1-N\d\d\n {2}lesson: T1\.1\n {2}type: \w+$/gm)).toEqual([
    '- id: T1-N01\n  lesson: T1.1\n  type: scenario',
    '- id: T1-N02\n  lesson: T1.1\n  type: numeric',
  ]);
  expect(await faultsIn('quiz.yaml')).toContain('a blank of the template is not filled in');
});

test('a question of each type is sound once its blanks are filled in', async () => {
  const before = await readFile(fileOf('quiz.yaml'), 'utf8');
  const fresh = questionTypes.map((type, at) =>
    questionTemplate({ id: `T1-N0${at + 1}`, lesson: 'T1.1', type, isAsean: false })
      .replace('⟦Câu hỏi từ việc thật⟧', `Câu mới số ${at} hỏi gì?`)
      .replaceAll('facts: []', 'facts: [LA-07]')
      .replaceAll(/[⟦⟧]/g, ''),
  );
  await writeFile(fileOf('quiz.yaml'), [before.trimEnd(), ...fresh].join('\n\n'));
  expect(fresh).toHaveLength(8);
  expect(await faultsIn('quiz.yaml')).toEqual([]);
});

test.each([
  [['chapter', 'sample', 'x'], 'npm run content:new -- lesson'],
  [['lesson', 'nowhere', 'x'], 'nowhere: there is no such course'],
  [['lesson', 'sample', '../x'], 'a folder name is of small letters'],
  [['question', 'sample', 'nowhere', 'scenario'], 'nowhere: sample has no such lesson'],
  [['question', 'sample', 'lesson-1', 'essay'], 'essay: a question is single_choice'],
])('%s is refused with what is wrong', async (args, message) => {
  const { code, said } = await make(...args);
  expect(code).toBe(1);
  expect(said).toContain(message);
});
