import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { checkPilot, type PilotSheet } from '#app/domain/authoring/check-pilot.server.ts';
import { hashAsked } from '#app/domain/authoring/hash-content.server.ts';
import { readContent } from '#app/domain/authoring/read-content.server.ts';
import { pilotText, withMeasurement } from '#scripts/content/blind.ts';
import { CANARY, type ContentFolder, type SampleOptions, sampleCourse, writeContent } from '#tests/support/content.ts';

const root = path.resolve(import.meta.dirname, '../../..');
let content: ContentFolder | undefined;
afterEach(() => content?.remove());

/** The sample course, written down. */
async function writeSample(options: SampleOptions = {}) {
  content = await writeContent({ sample: sampleCourse(options) });
  return content.folder;
}

async function coursesOf(folder: string) {
  const { courses } = await readContent(folder);
  return courses.flatMap(({ reading }) => (reading.ok ? [reading.course] : []));
}

const FIRST = { name: 'first', on: '2026-12-01', readers: 3, bank: 'The sample' };
const tell = ({ file, line, message }: { file: string; line: number; message: string }) => `${file}:${line} ${message}`;

/** What the check says of a measured sample, its sheet changed. */
async function told(change: (pilot: PilotSheet) => object | null, options?: SampleOptions): Promise<string[]> {
  const folder = await writeSample(options);
  const courses = await coursesOf(folder);
  const sheet = change(withMeasurement(null, courses, FIRST, new Map()));
  if (sheet) await writeFile(path.join(folder, 'pilot.yaml'), stringify(sheet));
  return (await checkPilot(folder, courses)).map(tell);
}

const firstOf = (pilot: PilotSheet, change: object): PilotSheet => ({
  ...pilot,
  questions: pilot.questions.map((question, at) => (at === 0 ? { ...question, ...change } : question)),
});
const without = (pilot: PilotSheet, id: string) => pilot.questions.filter((question) => question.id !== id);

describe('what readers without the lessons answered', () => {
  test('of every question as it is worded is sound', async () => {
    expect(await told((pilot) => pilot)).toEqual([]);
  });

  test('is sound where a question that nobody answered as it is worded is named', async () => {
    expect(await told((pilot) => ({ ...pilot, questions: without(pilot, 'T1-Q03'), notMeasured: ['T1-Q03'] }))).toEqual(
      [],
    );
    expect(await told((pilot) => ({ ...firstOf(pilot, { asked: '0123456789ab' }), notMeasured: ['T1-Q01'] }))).toEqual(
      [],
    );
  });

  test.each<[string, (pilot: PilotSheet) => object | null, RegExp]>([
    ['no file', () => null, /^pilot\.yaml:1 the file is missing$/],
    [
      'a question of which nothing is said',
      (pilot) => ({ ...pilot, questions: without(pilot, 'T1-Q03') }),
      /^pilot\.yaml:1 T1-Q03: it is neither measured nor named under notMeasured$/,
    ],
    [
      'other words than were measured',
      (pilot) => firstOf(pilot, { asked: '0123456789ab' }),
      /^pilot\.yaml:\d\d T1-Q01: its words are not those that were measured: name it under notMeasured$/,
    ],
    [
      'a question that does not exist',
      (pilot) => firstOf(pilot, { id: 'T1-Q99' }),
      /^pilot\.yaml:\d\d T1-Q99: there is no such question$/,
    ],
    [
      'a question twice',
      (pilot) => ({ ...pilot, questions: [...pilot.questions, ...pilot.questions.slice(0, 1)] }),
      /^pilot\.yaml:\d\d T1-Q01: stands here twice$/,
    ],
    [
      'a share above 1',
      (pilot) => firstOf(pilot, { shares: { first: 1.2 } }),
      /:\d\d .*shares\.first: a share is at m/,
    ],
    ['a share below 0', (pilot) => firstOf(pilot, { shares: { first: -1 } }), /:\d\d .*shares\.first: a share is at l/],
    ['no share', (pilot) => firstOf(pilot, { shares: {} }), /:\d\d .*a question stands here because it was measured$/],
    [
      'a share of no measurement',
      (pilot) => firstOf(pilot, { shares: { second: 1 } }),
      /^pilot\.yaml:\d\d T1-Q01: there is no measurement second$/,
    ],
    ['a wording of another form', (pilot) => firstOf(pilot, { asked: 'x' }), /:\d\d .*asked is the mark of a wording/],
    [
      'a measured question among the others',
      (pilot) => ({ ...pilot, notMeasured: ['T1-Q01'] }),
      /^pilot\.yaml:\d+ T1-Q01: it was measured as it is worded$/,
    ],
    [
      'one that does not exist among the others',
      (pilot) => ({ ...pilot, notMeasured: ['T1-Q98'] }),
      /^pilot\.yaml:\d+ T1-Q98: there is no such question$/,
    ],
    [
      'one named twice among the others',
      (pilot) => ({ ...pilot, questions: without(pilot, 'T1-Q03'), notMeasured: ['T1-Q03', 'T1-Q03'] }),
      /^pilot\.yaml:\d+ T1-Q03: stands here twice$/,
    ],
    [
      'a remark on what does not exist',
      (pilot) => ({ ...pilot, remarks: [{ on: '2026-12-01', remark: 'x', questions: ['T1-Q97'] }] }),
      /^pilot\.yaml:\d+ T1-Q97: there is no such question$/,
    ],
    ['nothing measured', (pilot) => ({ ...pilot, measurements: [] }), /^pilot\.yaml:\d+ .*something was measured$/],
    [
      'no reader',
      (pilot) => ({ ...pilot, measurements: pilot.measurements.map((each) => ({ ...each, readers: 0 })) }),
      /^pilot\.yaml:\d+ .*somebody has answered$/,
    ],
  ])('with %s is told', async (_name, change, message) => {
    expect(await told(change)).toContainEqual(expect.stringMatching(message));
  });

  test('holds for the words that are read and for what is right, not for what is said after it', async () => {
    const [course] = await coursesOf(await writeSample());
    await content?.remove();
    const [reworded] = await coursesOf(await writeSample({ firstQuestion: 'Hỏi khác?' }));
    await content?.remove();
    const [twin] = await coursesOf(await writeSample({ twin: true }));
    const marks = (of: typeof course) => of?.questions.map(hashAsked) ?? [];
    const [before, after] = [marks(course), marks(reworded)];
    expect(after[0]).not.toBe(before[0]);
    expect(after.slice(1)).toEqual(before.slice(1));
    expect(marks(twin).filter((mark) => before.includes(mark))).toEqual([]);
    const [first] = course?.questions ?? [];
    if (!first) throw new Error('no question');
    const answerKey = { ...first.answerKey, explanation: { vi: 'Vì thế', en: 'So' } };
    expect(hashAsked({ ...first, answerKey, difficulty: 3 })).toBe(before[0]);
  });
});

/** Runs the command as a person does. */
async function blind(folder: string, ...args: string[]): Promise<{ code: number; said: string }> {
  const script = [
    ...['--import', 'tsx'],
    path.join(root, 'scripts/content-blind.ts'),
    ...['--content', folder, ...args],
  ];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, script, { cwd: root });
    return { code: 0, said: stdout };
  } catch (error) {
    const failed = error as { code: number; stderr: string };
    return { code: failed.code, said: failed.stderr };
  }
}

test('papers are written, answered and scored into pilot.yaml, on the bank that they asked', async () => {
  const folder = await writeSample();
  const papers = path.join(folder, 'papers');
  await mkdir(papers, { recursive: true });
  expect((await blind(folder, 'papers', papers, '2')).said).toContain('2 papers of 12 questions');
  const paper = await readFile(path.join(papers, 'paper-1.txt'), 'utf8');
  expect(paper).not.toContain(CANARY);

  const letter = /^ {2}([a-l])\) Chọn Bình \(vi\)$/m.exec(paper)?.[1];
  const right = JSON.stringify({ id: 'T1-Q01', answer: letter });
  await writeFile(path.join(papers, 'answers-1.jsonl'), `${right}\n{"id": "T1-Q05", "answer": "30"}\n`);
  expect(await blind(folder, 'score', papers, 'first', 'The', 'sample')).toEqual({
    code: 1,
    said: 'answers-2.jsonl is missing\n',
  });
  await writeFile(path.join(papers, 'answers-2.jsonl'), '{"id": "T1-Q05", "answer": "29"}\n');
  expect((await blind(folder, 'score', papers, 'first', 'The', 'sample')).code).toBe(0);
  const pilot: PilotSheet = parse(await readFile(path.join(folder, 'pilot.yaml'), 'utf8'));
  expect(pilot.measurements).toMatchObject([{ name: 'first', readers: 2, bank: 'The sample', mean: 0.083 }]);
  expect(pilot.questions.filter(({ shares }) => shares.first !== 0)).toMatchObject([
    { id: 'T1-Q01', shares: { first: 0.5 } },
    { id: 'T1-Q05', shares: { first: 0.5 } },
  ]);
  expect(await checkPilot(folder, await coursesOf(folder))).toEqual([]);

  await writeFile(path.join(papers, 'paper-2.txt'), '# another bank\n');
  expect((await blind(folder, 'score', papers, 'second', 'x')).said).toContain('paper-2.txt asks another bank');
}, 120_000);

test('pilot.yaml reads back as it was written', async () => {
  const folder = await writeSample();
  const sheet = withMeasurement(null, await coursesOf(folder), FIRST, new Map());
  expect(parse(pilotText(sheet))).toEqual(sheet);
});
