import { describe, expect, test } from 'vitest';
import { AnswerKey, QuestionContent } from '#app/domain/catalogue/question-version.ts';
import { CANARY, sampleCourse } from '#tests/support/sample-course.ts';
import { type CourseReading, type ParsedCourse, parseCourse } from './parse-course.ts';
import type { Fact, ProgrammeSheet, Registers } from './registers.ts';

function courseOf(reading: CourseReading): ParsedCourse {
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems, null, 2));
  return reading.course;
}

const problemsOf = (files: ReadonlyMap<string, string>, slug = 'sample', registers: Registers | null = null) => {
  const reading = parseCourse(files, slug, registers);
  return reading.ok ? [] : reading.problems;
};

const programme = (code: string): ProgrammeSheet => ({
  ...{ code, position: 1, name: { vi: code, en: code }, targetPercent: 80, period: { from: 2019, to: 2025 } },
  ...{ legalBasis: { vi: 'x', en: 'x' }, counts: { allOf: ['T1'] }, countingRule: { vi: 'x', en: 'x' } },
});
const DECREE = {
  ...{ id: 'decree-118-2025', kind: 'decree' as const, number: '118/2025/NĐ-CP', date: '2025-06-09' },
  ...{ title: { vi: 'x', en: 'x' }, issuer: { vi: 'x', en: 'x' }, amendedBy: [], awaitsGazette: false },
};
/** Registers in which the sample finds what it names. */
const registers = (change: Partial<Registers> & { fact?: Partial<Fact> } = {}): Registers => ({
  programmes: [programme('SKILLS')],
  facts: new Map([['LA-07', { id: 'LA-07', standing: 'verified', statement: 'x', ...change.fact }]]),
  sources: new Map([['decree-118-2025', { ...DECREE, line: 1 }]]),
  glossary: { terms: [], names: [] },
  legalPoints: [],
  ...change,
});

/** The sample with one of its files changed. */
function changed(name: string, change: (text: string) => string, files = sampleCourse()) {
  const before = files.get(name) ?? '';
  const after = change(before);
  if (after === before) throw new Error(`${name} was not changed`);
  return new Map(files).set(name, after);
}

const lineWith = (text: string | undefined, mark: string): number => {
  const index = (text ?? '').split('\n').findIndex((line) => line.includes(mark));
  if (index < 0) throw new Error(`no line has ${mark}`);
  return index + 1;
};

/** Changes one file of the sample so that `mark` stands where it is wrong; that line and the reason are all that is told. */
function expectProblem(name: string, change: (text: string) => string, mark: string | number, message: string) {
  const files = changed(name, change);
  const line = typeof mark === 'number' ? mark : lineWith(files.get(name), mark);
  expect(problemsOf(files)).toEqual([{ file: `courses/sample/${name}`, line, message }]);
}

const swap = (from: string | RegExp, to: string) => (text: string) => text.replace(from, to);

describe('a whole course', () => {
  test('is read with its modules, minutes, review days and quiz', () => {
    const course = courseOf(parseCourse(sampleCourse({ lessons: 3, timeLimitMinutes: 20 }), 'sample', registers()));
    const lessons = course.modules.flatMap((module) => module.lessons);
    expect(course).toMatchObject({
      ...{ code: 'T1', slug: 'sample', programme: 'SKILLS', lessonCount: 3 },
      quiz: { questionCount: 10, passPercent: 70, attemptLimit: 3, timeLimitSeconds: 1200 },
      ...{ reviewedOn: '2026-11-13', reviewBy: '2027-05-11' },
    });
    expect(lessons.map((lesson) => lesson.position)).toEqual([1, 2, 3]);
    // English: words ÷ 200, two checks, one case of three minutes, the box of two.
    for (const lesson of lessons) expect(lesson.minutes.en).toBe(Math.ceil(lesson.words.en / 200 + 2 + 3 + 2));
    expect(course.minutes.en).toBe(lessons.reduce((sum, lesson) => sum + lesson.minutes.en, 15));
    for (const lesson of lessons) expect(lesson.floorSeconds.vi).toBe(Math.ceil(lesson.words.vi / 10));
  });

  test('has questions whose two halves fit their schemas', () => {
    for (const question of courseOf(parseCourse(sampleCourse(), 'sample')).questions) {
      expect(QuestionContent.parse(question.content)).toEqual(question.content);
      expect(AnswerKey.parse(question.answerKey)).toEqual(question.answerKey);
    }
  });

  test('tells all problems at once, by file and line', () => {
    const files = changed(
      'quiz.yaml',
      swap('difficulty: 1', 'difficulty: 9'),
      changed('course.yaml', swap('passPercent: 70', 'passPercent: 0')),
    );
    files.set('lessons/lesson-1/vi.md', `${files.get('lessons/lesson-1/vi.md')}\n![a](b.png)\n`);
    files.delete('lessons/lesson-2/en.md');
    expect(problemsOf(files).map((problem) => problem.file)).toEqual([
      'courses/sample/course.yaml',
      // The image is refused, and it comes after the sources.
      'courses/sample/lessons/lesson-1/vi.md',
      'courses/sample/lessons/lesson-2/en.md',
      'courses/sample/quiz.yaml',
    ]);
  });
});

describe('the secrecy of keys', () => {
  test('a twin with another key to every question has the same public content to the byte', () => {
    const [plain, twin] = [false, true].map(
      (is) => courseOf(parseCourse(sampleCourse({ twin: is }), 'sample')).questions,
    );
    const seen = (questions: typeof plain) =>
      JSON.stringify(questions?.map(({ answerKey: _key, ...question }) => question));
    expect(seen(twin)).toBe(seen(plain));
    for (const [index, question] of (plain ?? []).entries()) {
      expect(twin?.[index]?.answerKey).not.toEqual(question.answerKey);
      const { explanation: _one, ...key } = question.answerKey;
      const { explanation: _two, ...other } = twin?.[index]?.answerKey ?? question.answerKey;
      expect(other).not.toEqual(key);
    }
  });

  test('nothing but the key holds an explanation or an accepted answer', () => {
    for (const { answerKey, ...question } of courseOf(parseCourse(sampleCourse(), 'sample')).questions) {
      expect(JSON.stringify(question)).not.toContain(CANARY);
      expect(JSON.stringify(answerKey)).toContain(CANARY);
    }
  });
});

describe('files and their places', () => {
  test.each([
    'course.yaml',
    'quiz.yaml',
    'lessons/lesson-1/lesson.yaml',
    'lessons/lesson-2/vi.md',
    'lessons/lesson-2/en.md',
  ])('%s may not be missing', (name) => {
    const files = sampleCourse();
    files.delete(name);
    expect(problemsOf(files)).toContainEqual({
      file: `courses/sample/${name}`,
      line: 1,
      message: 'the file is missing',
    });
  });

  test('a file that is no part of a course is told', () => {
    const files = sampleCourse().set('notes.txt', 'x');
    expect(problemsOf(files)).toEqual([
      { file: 'courses/sample/notes.txt', line: 1, message: 'the file has no place in a course' },
    ]);
  });

  test('a lesson that no module names is told', () => {
    const files = changed('course.yaml', swap(/ {2}- title:\n {6}vi: Phần hai[\s\S]*?(?=quiz:)/, ''));
    expect(problemsOf(files)).toContainEqual({
      ...{ file: 'courses/sample/lessons/lesson-2/lesson.yaml', line: 1 },
      message: 'no module of course.yaml names this lesson',
    });
  });

  test('a folder that makes no address is told', () => {
    expect(problemsOf(sampleCourse(), 'Khóa Một')[0]?.message).toContain(
      'a folder name is of small letters, digits and hyphens',
    );
  });

  test.each([
    [
      'letters that are not composed',
      'Người'.normalize('NFD'),
      'letters are not composed: save the text as Unicode NFC',
    ],
    ['a control character', '\u0007', 'a control character stands here'],
    ['bytes that were not UTF-8', '\uFFFD', 'a character was lost: save the file as UTF-8'],
  ])('%s are told at their line', (_name, text, message) => {
    expectProblem('lessons/lesson-1/vi.md', swap('- Lắng nghe', `- Lắng ${text} nghe`), '- Lắng', message);
  });
});

describe('course.yaml', () => {
  test.each([
    ['no YAML', swap('code: T1', 'code: [T1'), 'programme', /^this is not YAML: /],
    ['a missing field', swap('  en: Sample course T1\n', ''), 'title:', /^title\.en: is missing$/],
    ['an unknown field', swap('programme:', 'program: x\nprogramme:'), 'program:', /^program: there is no such field$/],
    ['a code of another form', swap('code: T1', 'code: T.1'), 'code:', /^code: a course code is a letter and a number/],
    ['a number out of range', swap('passPercent: 70', 'passPercent: 101'), 'passPercent', /^quiz\.passPercent: /],
    ['an empty text', swap('vi: Biết làm', 'vi: ""'), 'vi: ""', /^outcomes\.1\.vi: is empty$/],
    [
      'space around a text',
      swap('vi: Biết làm', 'vi: " Biết"'),
      'vi: " B',
      /^outcomes\.1\.vi: begins or ends with a space$/,
    ],
    ['a key twice', swap('code: T1', 'code: T1\ncode: T2'), 'code: T2', /^this is not YAML: /],
  ])('%s is told at its line', (_name, change, mark, message) => {
    const files = changed('course.yaml', change);
    const told = problemsOf(files).filter((problem) => problem.file === 'courses/sample/course.yaml');
    expect(told).toContainEqual({
      ...{ file: 'courses/sample/course.yaml', line: lineWith(files.get('course.yaml'), mark) },
      message: expect.stringMatching(message),
    });
  });

  test('a programme that is not listed is told', () => {
    expect(problemsOf(sampleCourse(), 'sample', registers({ programmes: [programme('OTHER')] }))).toEqual([
      { file: 'courses/sample/course.yaml', line: 2, message: 'programme: there is no SKILLS in programmes/' },
    ]);
  });

  test('a lesson named twice is told', () => {
    const files = changed('course.yaml', swap('      - lesson-2', '      - lesson-2\n      - lesson-1'));
    expect(problemsOf(files)).toContainEqual({
      ...{ file: 'courses/sample/course.yaml', line: lineWith(files.get('course.yaml'), '- lesson-2') + 1 },
      message: 'lesson lesson-1 is named twice',
    });
  });

  test.each([
    [
      'a lesson without a section',
      swap(/ {4}- lesson: lesson-2\n {6}questions: 5\n/, ''),
      'quiz.sections: lesson lesson-2 has none: a paper asks about each lesson',
    ],
    [
      'sections out of order',
      swap(/(sections:\n)( {4}- lesson: lesson-1\n.*\n)( {4}- lesson: lesson-2\n.*\n)/, '$1$3$2'),
      'quiz.sections: they name each lesson once, in the order of the modules',
    ],
  ])('%s is told', (_name, change, message) => {
    const files = changed('course.yaml', change);
    expect(problemsOf(files)).toContainEqual({
      ...{ file: 'courses/sample/course.yaml', line: lineWith(files.get('course.yaml'), 'sections:') },
      message,
    });
  });

  test.each([
    ['no change at all', swap(/changes:[\s\S]*$/, 'changes: []\n'), 'a course says what its first edition is'],
    ['a first edition that is editorial', swap('kind: material', 'kind: editorial'), 'the first edition is material'],
    ['a change of another kind', swap('kind: material', 'kind: cosmetic'), undefined],
  ])('%s is told', (_name, change, message) => {
    const files = changed('course.yaml', change);
    expect(problemsOf(files)).toEqual([
      {
        file: 'courses/sample/course.yaml',
        line: lineWith(files.get('course.yaml'), message ? 'changes:' : 'kind:'),
        message: message ? `changes: ${message}` : expect.stringMatching(/^changes\.1\.kind: /),
      },
    ]);
  });
});

describe('lesson.yaml', () => {
  const name = 'lessons/lesson-1/lesson.yaml';
  test.each([
    [
      'a fact of another form',
      swap('LA-07', 'LA7'),
      '- LA7',
      'facts.1: a fact is two letters, a hyphen and two digits, such as LA-07',
    ],
    [
      'a day that does not exist',
      swap('reviewedOn: 2026-11-11', 'reviewedOn: 2026-11-31'),
      'reviewedOn',
      'reviewedOn: a day is written as 2026-11-22',
    ],
    [
      'a review due before it was made',
      swap('reviewBy: 2027', 'reviewBy: 2025'),
      'reviewBy',
      'reviewBy: lies before the review itself',
    ],
    ['the code of another course', swap('code: T1.1', 'code: T2.1'), 'code:', 'code: T2.1 is not a lesson of T1'],
  ])('%s is told at its line', (_name, change, mark, message) => {
    const files = changed(name, change);
    expect(problemsOf(files)).toContainEqual({
      file: `courses/sample/${name}`,
      line: lineWith(files.get(name), mark),
      message,
    });
  });

  test('facts that nobody registered or verified are told', () => {
    const line = lineWith(sampleCourse().get(name), 'facts:');
    const told = (change: Partial<Registers> & { fact?: Partial<Fact> }) =>
      problemsOf(sampleCourse(), 'sample', registers(change)).filter((problem) => problem.file.endsWith(name));
    expect(told({ facts: new Map() })).toEqual([
      { file: `courses/sample/${name}`, line, message: 'facts: facts.yaml has no LA-07' },
    ]);
    expect(told({ fact: { standing: 'unverified' } })).toEqual([
      { file: `courses/sample/${name}`, line, message: 'facts: LA-07 was not verified: nothing may rest on it' },
    ]);
  });

  test('a fact that has changed or may change asks for the day up to which it holds', () => {
    const files = changed(name, swap(/asOf: .*\n/, ''), changed('lessons/lesson-2/lesson.yaml', swap(/$/, '\n')));
    const told = (fact: Partial<Fact>) =>
      problemsOf(files, 'sample', registers({ fact })).filter((problem) => problem.file.endsWith(name));
    expect(told({})).toEqual([]);
    for (const fact of [{ changed: true }, { volatile: true }]) {
      expect(told(fact).map((problem) => problem.message)).toEqual([
        'asOf: is missing, and LA-07 has changed or may change',
      ]);
    }
  });

  test('a code that two lessons have is told', () => {
    expect(problemsOf(changed('lessons/lesson-2/lesson.yaml', swap('T1.2', 'T1.1')))).toContainEqual({
      ...{ file: 'courses/sample/lessons/lesson-2/lesson.yaml', line: 1 },
      message: 'code: T1.1 is taken by another lesson',
    });
  });
});

describe('languages side by side', () => {
  const name = 'lessons/lesson-1/en.md';
  const master = (mark: string) => `vi.md, line ${lineWith(sampleCourse().get('lessons/lesson-1/vi.md'), mark)}, has`;
  test('a block too many is told where the languages part', () => {
    expectProblem(
      name,
      swap('## To go on', 'One more paragraph.\n\n## To go on'),
      'One more paragraph.',
      `the languages part here: ${master('## Làm tiếp')} heading, here is paragraph`,
    );
  });

  test('a list with another number of items is told', () => {
    expectProblem(
      name,
      swap('- Greet\n', '- Greet\n- Smile\n'),
      '- Greet',
      `the languages part here: ${master('- Chào hỏi')} list (a list of 3), here is list (a list of 4)`,
    );
  });

  test('a box that holds another number of paragraphs is told', () => {
    expectProblem(
      name,
      swap('\nWhoever came first.\n', '\nWhoever came first.\n\nAlways.\n'),
      'whom do you greet',
      `the languages part here: ${master('bạn chào ai trước')} check (a paragraph), here is check (a paragraph, a paragraph)`,
    );
  });

  test('a language that ends early is told', () => {
    const told = problemsOf(changed(name, swap(/## To go on[\s\S]*$/, '')));
    expect(told.map((problem) => problem.message)).toContain(
      `the languages part here: ${master('## Làm tiếp')} heading, en.md has ended`,
    );
  });
});

test('a self-check that asks a question of the bank is told', () => {
  const question = 'bài 2 KHI NÀO bạn hẹn ngày';
  const files = sampleCourse({ firstQuestion: 'x' });
  const quiz = (files.get('quiz.yaml') ?? '').replace('vi: x (vi)', `vi: ${question}`);
  expect(problemsOf(files.set('quiz.yaml', quiz))).toEqual([
    {
      file: 'courses/sample/quiz.yaml',
      line: 1,
      message: 'T1-Q01: a self-check of lesson T1.2 asks and answers this (vi)',
    },
  ]);
});

describe('figures', () => {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 328 80">
  <title lang="vi">Đường đi của hồ sơ</title><title lang="en">The way of a file</title>
  <desc lang="vi">Hồ sơ đi từ người dân đến quầy rồi về nơi giải quyết, kết quả trả tại quầy.</desc>
  <desc lang="en">A file goes from the citizen to the counter and on; the result returns to the counter.</desc>
  <rect class="box" x="1" y="1" width="326" height="44" rx="4"/>
  <text lang="vi" x="8" y="28">Quầy</text><text lang="en" x="8" y="28">Counter</text>
</svg>`;
  /** The sample with a figure in both languages of its first lesson. */
  const withFigure = (files: Readonly<Record<string, string>> = { 'figures/file-way.svg': drawing }) => {
    const show = (title: string) => (text: string) =>
      text.replace(/\n## /, `\n::figure[${title}]{name=file-way}\n\n## `);
    const shown = changed(
      'lessons/lesson-1/en.md',
      show('How a file goes'),
      changed('lessons/lesson-1/vi.md', show('Hồ sơ đi thế nào')),
    );
    for (const [name, text] of Object.entries(files)) shown.set(name, text);
    return shown;
  };

  test('stand in their lesson, in its language, with a text alternative', () => {
    const [lesson] = courseOf(parseCourse(withFigure(), 'sample')).modules.flatMap((module) => module.lessons);
    const figure = (locale: 'vi' | 'en') => lesson?.blocks[locale].find((block) => block.kind === 'figure');
    expect(figure('vi')).toMatchObject({ id: 'figure-1', title: 'Hồ sơ đi thế nào' });
    expect(figure('vi')?.html).toMatch(
      /^<svg class="flow flow-only" viewBox="0 0 328 80" role="img" aria-label="Đường đi của hồ sơ\. Hồ sơ đi/,
    );
    expect(figure('vi')?.html).toContain('>Quầy</text>');
    expect(figure('vi')?.html).not.toContain('Counter');
    expect(figure('en')?.html).toContain('>Counter</text>');
  });

  test('a wide drawing stands beside the tall one', () => {
    const wide = drawing.replace('0 0 328 80', '0 0 600 60');
    const files = withFigure({ 'figures/file-way.svg': drawing, 'figures/file-way.wide.svg': wide });
    const [lesson] = courseOf(parseCourse(files, 'sample')).modules.flatMap((module) => module.lessons);
    const html = lesson?.blocks.vi.find((block) => block.kind === 'figure')?.html ?? '';
    expect(html.match(/class="flow [^"]*"/g)).toEqual(['class="flow flow-wide"', 'class="flow flow-tall"']);
  });

  test('without a drawing, drawings without a figure, and wrong drawings are told once', () => {
    expect(problemsOf(withFigure({})).map(({ file, message }) => `${file} ${message}`)).toEqual([
      'courses/sample/lessons/lesson-1/en.md there is no drawing figures/file-way.svg',
      'courses/sample/lessons/lesson-1/vi.md there is no drawing figures/file-way.svg',
    ]);
    expect(problemsOf(sampleCourse().set('figures/lost.svg', drawing))).toEqual([
      { file: 'courses/sample/figures/lost.svg', line: 1, message: 'no lesson shows this drawing' },
    ]);
    const blind = drawing.replace(/ {2}<desc lang="en">.*\n/, '');
    expect(problemsOf(withFigure({ 'figures/file-way.svg': blind }))).toEqual([
      {
        ...{ file: 'courses/sample/figures/file-way.svg', line: 1 },
        message: 'the drawing needs one desc in en: its text alternative',
      },
    ]);
  });

  test('the same figure stands at the same place in both languages', () => {
    const files = withFigure().set('figures/other.svg', drawing);
    const english = (files.get('lessons/lesson-1/en.md') ?? '').replace('name=file-way', 'name=other');
    expect(problemsOf(files.set('lessons/lesson-1/en.md', english))[0]?.message).toMatch(
      /^the languages part here: vi\.md, line \d+, has figure \(file-way\), here is figure \(other\)$/,
    );
  });
});
