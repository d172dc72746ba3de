import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { checkContent } from '#app/domain/authoring/check-content.server.ts';
import { isFault, type Problem } from '#app/domain/authoring/problem.ts';
import { SAMPLE_SOURCE, sampleCourse, writeContent } from '#tests/support/content.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** Runs the command as a person does. */
async function check(folder: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const args = [...['--import', 'tsx'], path.join(root, 'scripts/content-check.ts'), folder];
  try {
    return { code: 0, ...(await promisify(execFile)(process.execPath, args, { cwd: root })) };
  } catch (error) {
    const failed = error as { code: number; stdout: string; stderr: string };
    return { code: failed.code, stdout: failed.stdout, stderr: failed.stderr };
  }
}

test('content:check counts words and minutes of a sound folder and ends with 0', async () => {
  const { folder, remove } = await writeContent({ sample: sampleCourse() });
  try {
    const { code, stdout, stderr } = await check(folder);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^\S+review\.yaml:1 warning: the file is missing$/m);
    expect(
      stderr
        .trimEnd()
        .split('\n')
        .every((line) => line.includes(' warning: ')),
    ).toBe(true);
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

type Files = Map<string, string>;
const edit = (files: Files, name: string, from: string | RegExp, to: string): Files => {
  const before = files.get(name) ?? '';
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${name} was not changed`);
  return files.set(name, after);
};
const VI = 'lessons/lesson-1/vi.md';
const LESSON = 'lessons/lesson-1/lesson.yaml';
const GLOSSARY = stringify({
  terms: [],
  names: [{ vi: 'Huế', en: 'Hue', avoid: { vi: [], en: ['Hué'] } }],
});
const DRAWING =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 328 40"><rect class="box" x="1" y="1" width="9" height="9"/></svg>';
const showing = (files: Files): Files => {
  for (const locale of ['vi', 'en'])
    edit(files, `lessons/lesson-1/${locale}.md`, '\n## ', '\n::figure[A]{name=drawn}\n\n## ');
  return files.set('figures/drawn.svg', DRAWING);
};

/** Each rule of the content with a course that breaks it and what is told of it. */
const BROKEN: [string, () => Files, RegExp][] = [
  [
    'the schema',
    () => edit(sampleCourse(), 'quiz.yaml', 'difficulty: 1', 'difficulty: 9'),
    /quiz\.yaml:\d+ 1\.difficulty: /,
  ],
  [
    'both languages',
    () => edit(sampleCourse(), VI, '- Hẹn ngày', '- Hẹn ngày\n- Hẹn giờ'),
    /en\.md:\d+ the languages part here: /,
  ],
  [
    'the length',
    () => edit(sampleCourse(), VI, /Người dân đến một nơi[\s\S]*?\n\n## Làm tiếp/, 'Ngắn.\n\n## Làm tiếp'),
    /vi\.md:1 the lesson has \d+ words/,
  ],
  ['no links', () => edit(sampleCourse(), VI, '- Hẹn ngày', '- [Hẹn](https://x.example)'), /vi\.md:\d+ no links/],
  [
    'official terms',
    () => edit(sampleCourse(), 'lessons/lesson-1/en.md', 'An example in Hue', 'An example in Hué'),
    /en\.md:\d+ “Hué” is written “Hue”$/m,
  ],
  [
    'facts of a lesson',
    () => edit(sampleCourse(), 'lessons/lesson-1/lesson.yaml', 'LA-07', 'LA-99'),
    /lesson\.yaml:\d+ facts: facts\.yaml has no LA-99$/m,
  ],
  [
    'facts of a question',
    () => edit(sampleCourse(), 'quiz.yaml', 'LA-07', 'LA-99'),
    /quiz\.yaml:\d+ T1-Q01: facts\.yaml has no LA-99$/m,
  ],
  [
    'documents of a lesson',
    () => edit(sampleCourse(), LESSON, 'decree-118-2025', 'decree-999-2025'),
    /lesson\.yaml:\d+ sources: sources\.yaml has no decree-999-2025$/m,
  ],
  [
    'a document is named once',
    () => edit(sampleCourse(), LESSON, '- decree-118-2025', '- decree-118-2025\n  - decree-118-2025'),
    /lesson\.yaml:\d+ sources: names a source twice$/m,
  ],
  [
    'a document in each lesson',
    () => edit(sampleCourse(), LESSON, /sources:\n.*\n/, ''),
    /lesson\.yaml:1 sources: T1\.1 names no document$/m,
  ],
  [
    'a lesson is corrected once by a change',
    () => sampleCourse({ changes: ['material'], corrects: ['T1.1', 'T1.1'] }),
    /course\.yaml:\d+ .*lesson T1\.1 is corrected twice$/m,
  ],
  [
    'a question is withdrawn once by a change',
    () => sampleCourse({ changes: ['material'], withdraws: ['T1-Q01', 'T1-Q01'] }),
    /course\.yaml:\d+ .*T1-Q01 is withdrawn twice$/m,
  ],
  [
    'a course has an outcome',
    () => edit(sampleCourse(), 'course.yaml', /outcomes:\n(?:(?:-| ) .*\n)+/, 'outcomes: []\n'),
    /course\.yaml:\d+ outcomes: a course has an outcome$/m,
  ],
  [
    'a text of reasonable length',
    () => edit(sampleCourse(), LESSON, 'vi: Bài mẫu 1', `vi: ${'Bài mẫu '.repeat(130)}1`),
    /lesson\.yaml:\d+ title\.vi: is longer than 1,000 characters$/m,
  ],
  [
    'a figure with its name',
    () => edit(sampleCourse(), VI, '\n## ', '\n::figure[Hình]{file=x}\n\n## '),
    /vi\.md:\d+ a figure is written ::figure\[What it shows\]\{name=its-drawing\}$/m,
  ],
  [
    'a box without title has none',
    () => edit(sampleCourse(), VI, ':::todo', ':::todo[Việc cần làm]'),
    /vi\.md:\d+ the box todo has no title$/m,
  ],
  [
    'no blank of a template',
    () => edit(sampleCourse(), VI, '- Hẹn ngày', '- ⟦Hẹn ngày⟧'),
    /vi\.md:\d+ a blank of the template is not filled in$/m,
  ],
  [
    'a text alternative of a drawing',
    () => showing(sampleCourse()),
    /drawn\.svg:1 the drawing needs one title in vi: its text alternative$/m,
  ],
  [
    'no question twice',
    () =>
      edit(sampleCourse(), 'quiz.yaml', 'vi: Câu hỏi số 2 của T1 hỏi gì? (vi)', 'vi: Câu hỏi số 1 của T1 hỏi gì? (vi)'),
    /quiz\.yaml:\d+ T1-Q02: T1-Q01 asks the same$/m,
  ],
  [
    'sections that can be drawn',
    () => edit(sampleCourse(), 'course.yaml', 'questions: 5', 'questions: 9'),
    /quiz\.yaml:1 lesson T1\.1 has 6 questions: a paper draws 9$/m,
  ],
];

/** What the command finds, a line each. */
async function problemsOf(
  files: Files,
  registers: Parameters<typeof writeContent>[1] = {},
): Promise<{ faults: string; warnings: string }> {
  const { folder, remove } = await writeContent({ sample: files }, { 'glossary.yaml': GLOSSARY, ...registers });
  try {
    const { problems } = await checkContent(folder, { today: '2026-11-30', isComplete: false });
    const tell = (each: Problem[]) => each.map(({ file, line, message }) => `${file}:${line} ${message}`).join('\n');
    return { faults: tell(problems.filter(isFault)), warnings: tell(problems.filter((each) => !isFault(each))) };
  } finally {
    await remove();
  }
}

test.each(BROKEN)('the check fails when %s is broken, with file, line and reason', async (_rule, files, message) => {
  expect((await problemsOf(files())).faults).toMatch(message);
});

test('the check warns of a lesson past its review and of an answer that can be guessed', async () => {
  const files = edit(
    sampleCourse(),
    'lessons/lesson-1/lesson.yaml',
    /reviewedOn: .*\nreviewBy: .*/,
    'reviewedOn: 2025-01-02\nreviewBy: 2025-07-02',
  );
  edit(files, 'quiz.yaml', 'vi: Chọn Bình (vi)', 'vi: Chọn câu này vì nó dài hơn hẳn mọi câu khác ở đây (vi)');
  const { faults, warnings } = await problemsOf(files);
  expect(warnings).toMatch(/lesson\.yaml:1 T1\.1 was to be reviewed by 2025-07-02$/m);
  expect(warnings).toMatch(/quiz\.yaml:\d+ T1-Q01: the right answer is the longest by far \(vi\): it can be guessed$/m);
  expect(faults).toBe('');
});

test('a fact that has ended is told on each lesson and each question that rests on it, from the day after', async () => {
  const endedOn = (until: string) => ({
    'facts.yaml': stringify({
      facts: [{ id: 'LA-07', standing: 'verified', until, statement: 'One-stop service.' }],
      sources: {},
    }),
  });
  const { faults, warnings } = await problemsOf(sampleCourse(), endedOn('2026-11-29'));
  expect(faults).toBe('');
  expect(warnings).toMatch(/lessons\/lesson-1\/lesson\.yaml:1 T1\.1: LA-07 held until 2026-11-29$/m);
  expect(warnings).toMatch(/quiz\.yaml:1 T1-Q01: LA-07 held until 2026-11-29$/m);
  expect((await problemsOf(sampleCourse(), endedOn('2026-11-30'))).warnings).not.toContain('held until');
});

/** The register with the document of the sample changed, and others beside it. */
const registerOf = (change: object, ...others: object[]) => ({
  'sources.yaml': stringify({ sources: [{ ...SAMPLE_SOURCE, ...change }, ...others] }),
});
const NEWER = { ...SAMPLE_SOURCE, id: 'decree-1-2027', number: '1/2027/NĐ-CP' };

test.each([
  [
    'an address and whose page it is',
    registerOf({ host: undefined }),
    /1\.url: an address and whose page it is \(host\)/,
  ],
  [
    'an address that a browser may open',
    registerOf({ url: 'javascript:alert(1)' }),
    /1\.url: an address begins with https/,
  ],
  ['the number of a decree', registerOf({ number: undefined }), /1\.number: is missing: only a document of ASEAN/],
  ['one row a document', registerOf({}, SAMPLE_SOURCE), /2\.id: decree-118-2025: stands here twice$/m],
  ['what replaces it', registerOf({ replacedBy: 'x' }), /1\.replacedBy: decree-118-2025: there is no source x$/m],
  [
    'nothing replaces itself',
    registerOf({ replacedBy: SAMPLE_SOURCE.id }),
    /1\.replacedBy: .* it cannot replace itself$/m,
  ],
  ['what amends it', registerOf({ amendedBy: ['x'] }), /1\.amendedBy: decree-118-2025: there is no source x$/m],
  ['pages alone are no document', registerOf({ kind: 'page' }), /lesson\.yaml:1 sources: T1\.1 names no document$/m],
])('the check fails when the register breaks this: %s', async (_rule, register, message) => {
  expect((await problemsOf(sampleCourse(), register)).faults).toMatch(message);
});

test.each([
  [
    'has no day',
    registerOf({ date: undefined }),
    /sources\.yaml:2 decree-118-2025: its day is not known: a document is cited with it$/m,
  ],
  [
    'was replaced',
    registerOf({ replacedBy: NEWER.id }, NEWER),
    /lesson\.yaml:1 sources: decree-118-2025 was replaced by decree-1-2027$/m,
  ],
  [
    'no longer holds',
    registerOf({ inForce: { to: '2026-11-29' } }),
    /lesson\.yaml:1 sources: decree-118-2025 was in force until 2026-11-29$/m,
  ],
  [
    'nobody has opened',
    registerOf({ awaitsGazette: true }),
    /sources\.yaml:2 decree-118-2025: nobody has opened its page in the gazette yet$/m,
  ],
  ['was never checked', registerOf({ checkedOn: undefined }), /sources\.yaml:2 decree-118-2025: was never checked$/m],
  [
    'was not checked for half a year',
    registerOf({ checkedOn: '2026-06-02' }),
    /lesson-2\/lesson\.yaml:1 sources: decree-118-2025 was last checked on 2026-06-02$/m,
  ],
])('the check warns, and fails nothing, of a document that %s', async (_doubt, register, message) => {
  const { faults, warnings } = await problemsOf(sampleCourse(), register);
  expect(faults).toBe('');
  expect(warnings).toMatch(message);
});

const STATEMENT = {
  documents: ['scheme'],
  statement: { vi: 'Điều đã nói', en: 'What was said' },
  lessons: ['T1.1'],
  facts: ['LA-07'],
  questions: ['T1-Q01'],
};
const statementsOf = (change: object, documents = ['scheme']) => ({
  'statements.yaml': stringify({
    documents: documents.map((id) => ({ id, title: { vi: 'Đề án', en: 'The scheme' } })),
    statements: [{ ...STATEMENT, ...change }],
  }),
});

test.each([
  ['a lesson', { lessons: [] }, /statements\.yaml:\d+ statements\.1\.lessons: a statement is taught in a lesson$/m],
  ['a question', { questions: [] }, /statements\.yaml:\d+ .*: a statement is asked in a question$/m],
  ['a document', { documents: [] }, /statements\.yaml:\d+ .*: a statement stands in a document$/m],
  ['a lesson that exists', { lessons: ['T1.1', 'T9.9'] }, /statements\.yaml:\d+ there is no lesson T9\.9$/m],
  ['a question that exists', { questions: ['T1-Q99'] }, /statements\.yaml:\d+ there is no question T1-Q99$/m],
  ['a document that exists', { documents: ['scheme', 'x'] }, /statements\.yaml:\d+ there is no document x$/m],
  ['questions about its lessons', { lessons: ['T1.2'] }, /T1-Q01 is about T1\.1, which is not named here$/m],
  ['a lesson on its facts', { facts: ['LA-99'] }, /statements\.yaml:\d+ T1\.1 rests on none of LA-99$/m],
  ['a question on its facts', { facts: ['LA-99'] }, /statements\.yaml:\d+ T1-Q01 rests on none of LA-99$/m],
])('a statement of a source document has %s', async (_rule, change, message) => {
  expect((await problemsOf(sampleCourse(), statementsOf({}))).warnings).not.toContain('statements.yaml');
  expect((await problemsOf(sampleCourse(), statementsOf(change))).warnings).toMatch(message);
});

test('a source document of which nothing is taught is told', async () => {
  const { warnings } = await problemsOf(sampleCourse(), statementsOf({}, ['scheme', 'other']));
  expect(warnings).toMatch(/statements\.yaml:\d+ other: none of its statements stands here$/m);
});

const pointsOf = (...points: object[]) => ({
  'legal-points.yaml': stringify({
    points: points.map((point) => ({ id: 'kin', point: { vi: 'Ai?', en: 'Who?' }, ...point })),
  }),
});

test.each([
  ['no such lesson', pointsOf({ lessons: ['T9.9'] }), /legal-points\.yaml:2 kin: there is no lesson T9\.9$/m],
  ['no lesson', pointsOf({ lessons: [] }), /legal-points\.yaml:\d+ points\.1\.lessons: /],
  ['twice', pointsOf({ lessons: ['T1.1'] }, { lessons: ['T1.1'] }), /legal-points\.yaml:\d+ .*kin stands here twice$/m],
])('a point for a lawyer is refused: %s', async (_rule, register, message) => {
  expect((await problemsOf(sampleCourse(), pointsOf({ lessons: ['T1.1'] }))).faults).toBe('');
  expect((await problemsOf(sampleCourse(), register)).faults).toMatch(message);
});

test('a document is looked up again after 180 days, after 90 where the lesson says as of when it holds', async () => {
  const warned = async (checkedOn: string) =>
    (await problemsOf(sampleCourse(), registerOf({ checkedOn }))).warnings.match(
      /lesson-\d\/lesson\.yaml:1 sources/g,
    ) ?? [];
  expect(await warned('2026-09-01')).toEqual([]);
  expect(await warned('2026-08-31')).toEqual(['lesson-1/lesson.yaml:1 sources']);
  expect(await warned('2026-06-03')).toHaveLength(1);
  expect(await warned('2026-06-02')).toHaveLength(2);
});

test('content:sources prints what waits to be opened, with its address and the lessons that name it', async () => {
  const { folder, remove } = await writeContent({ sample: sampleCourse() }, registerOf({ awaitsGazette: true }, NEWER));
  try {
    const args = [...['--import', 'tsx'], path.join(root, 'scripts/content-sources.ts'), folder];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
    expect(stdout.split('\n')).toEqual([
      'decree-118-2025 (sources.yaml:2)  118/2025/NĐ-CP, Thực hiện thủ tục hành chính theo cơ chế một cửa, 2025-06-09',
      `  ${SAMPLE_SOURCE.url}`,
      '  T1.1, T1.2',
      '1 of 2 documents wait to be opened in the gazette',
      '',
    ]);
  } finally {
    await remove();
  }
});

type Option = { vi: string; en: string; correct?: true };
type SampleQuestion = {
  id: string;
  lesson: string;
  type: string;
  options?: Option[] | undefined;
  [field: string]: unknown;
};

/** The bank of the sample, of which a lesson draws one question a paper, made into one of thirty that breaks nothing. */
function bankOf(change: (questions: SampleQuestion[]) => SampleQuestion[] = (questions) => questions): Files {
  const files = sampleCourse({ questions: 4 });
  const [any] = parse(files.get('quiz.yaml') ?? '') as SampleQuestion[];
  const { options: _, type: _type, ...shared } = any as SampleQuestion;
  const said = (text: string) => ({ vi: `${text} (vi)`, en: `${text} (en)` });
  const about = (at: number) => ({
    ...shared,
    id: `T1-Q${String(at).padStart(2, '0')}`,
    lesson: at % 2 === 0 ? 'T1.1' : 'T1.2',
    text: said(`Câu hỏi số ${at} hỏi gì?`),
  });
  const scenario = (at: number) => ({
    ...about(at),
    type: 'scenario',
    options: ['Làm ngay', 'Hỏi trước', 'Chờ mai', 'Gọi lại'].map((text, place) => ({
      ...said(text),
      score: place === 0 ? 1 : place === 1 ? 0.5 : 0,
      feedback: said('Vì vậy'),
    })),
  });
  const multiple = (at: number, wrong: number) => ({
    ...about(at),
    type: 'multiple_choice',
    options: Array.from({ length: wrong + 2 }, (_, place) => ({
      ...said(`Ý ${'abcdefgh'[place]}`),
      ...(place < 2 && { correct: true as const }),
    })),
  });
  const questions: SampleQuestion[] = [
    ...Array.from({ length: 9 }, (_, at) => scenario(at + 1)),
    ...[1, 2, 3, 4].map((wrong) => multiple(9 + wrong, wrong)),
  ];
  return files.set('quiz.yaml', stringify(change(questions)));
}

/** What is wrong with a bank in a folder that calls itself complete. */
async function bankFaults(files: Files): Promise<string[]> {
  const { folder, remove } = await writeContent({ sample: files });
  try {
    const { problems, courses } = await checkContent(folder, { today: '2026-11-30', isComplete: true });
    expect(courses, JSON.stringify(problems)).toHaveLength(1);
    return problems
      .filter(isFault)
      .flatMap(({ file, line, message }) => (file.endsWith('quiz.yaml') ? [`${line} ${message}`] : []));
  } finally {
    await remove();
  }
}

const longer = (question: SampleQuestion, place: number) => ({
  ...question,
  options: question.options?.map((option, at) => (at === place ? { ...option, vi: `${option.vi} vì` } : option)),
});
const isScenario = ({ type }: SampleQuestion) => type === 'scenario';

test('a bank that serves three attempts and gives nothing away has no fault', async () => {
  expect(await bankFaults(bankOf())).toEqual([]);
});

test.each<[string, (questions: SampleQuestion[]) => SampleQuestion[], string]>([
  [
    'three times what a lesson draws',
    (questions) => questions.filter(({ lesson }, at) => lesson === 'T1.2' || at < 10),
    '1 lesson T1.1 has 5 questions: 3 papers ask 6',
  ],
  [
    'nine scenarios',
    (questions) => questions.filter(({ id }) => id !== 'T1-Q09'),
    '1 the bank has fewer than 9 scenarios: 3 papers hold three each',
  ],
  [
    'half of the questions apply something',
    (questions) =>
      [
        ...questions,
        ...Array.from({ length: 6 }, (_, at) => ({
          ...questions[9],
          id: `T1-Q${20 + at}`,
          lesson: 'T1.1',
          type: 'true_false',
          options: undefined,
          answer: at % 2 === 0,
          text: { vi: `Câu thêm ${at} đúng không?`, en: `Is addition ${at} right?` },
        })),
      ] as SampleQuestion[],
    '1 fewer than half of the questions apply something (scenario, numeric, matching, ordering)',
  ],
  [
    'the right option is not the longest',
    (questions) => questions.map((each) => (isScenario(each) ? longer(longer(each, 0), 0) : each)),
    '1 in 9 of 9 choices and scenarios the right option is the longest (vi)',
  ],
  [
    'nor the shortest',
    (questions) => questions.map((each) => (isScenario(each) ? longer(longer(longer(each, 1), 2), 3) : each)),
    '1 in 9 of 9 choices and scenarios the right option is the shortest (vi)',
  ],
  [
    'the number of wrong options varies',
    (questions) =>
      questions.map((each) =>
        each.type === 'multiple_choice' ? { ...each, options: each.options?.slice(0, 3) ?? [] } : each,
      ),
    '1 in 4 of 4 multiple choices 1 options are wrong: let the number vary',
  ],
  [
    'at most four are wrong',
    (questions) =>
      questions.map((each) =>
        each.id === 'T1-Q13' ? { ...each, options: [...(each.options ?? []), { vi: 'Ý khác', en: 'Another' }] } : each,
      ),
    '1 T1-Q13: 5 options are wrong: at most 4 are',
  ],
])('a bank is broken unless: %s', async (_rule, change, fault) => {
  expect(await bankFaults(bankOf(change))).toContain(fault);
});
