import { describe, expect, test } from 'vitest';
import {
  changed,
  courseOf,
  expectProblem,
  lineWith,
  problemsOf,
  registers,
  swap,
} from '#tests/support/changed-course.ts';
import { sampleCourse } from '#tests/support/sample-course.ts';
import { parseCourse } from './parse-course.ts';
import type { Fact, Registers } from './registers.ts';

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
