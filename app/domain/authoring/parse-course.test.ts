import { describe, expect, test } from 'vitest';
import { AnswerKey, QuestionContent } from '#app/domain/catalogue/question-version.ts';
import {
  changed,
  courseOf,
  expectProblem,
  lineWith,
  problemsOf,
  programme,
  registers,
  swap,
} from '#tests/support/changed-course.ts';
import { CANARY, sampleCourse } from '#tests/support/sample-course.ts';
import { parseCourse } from './parse-course.ts';

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
