import { describe, expect, test } from 'vitest';
import { type SampleOptions, sampleCourse } from '#tests/support/sample-course.ts';
import { declareEdition, type EditionBefore } from './declare-edition.ts';
import { parseCourse } from './parse-course.ts';

function course(options: SampleOptions = {}) {
  const reading = parseCourse(sampleCourse(options), 'sample');
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.course;
}
/** Edition 4 of the sample, the second editorial one of the line that edition 2 began. */
const before: EditionBefore = {
  ...{ number: 4, lineNumber: 2, changeCount: 1 },
  lessons: [
    { code: 'T1.1', slug: 'lesson-1' },
    { code: 'T1.2', slug: 'lesson-2' },
  ],
  quiz: { passPercent: 70, attemptLimit: 3, timeLimitSeconds: null },
};
const refused = (options: SampleOptions) => {
  const declaration = declareEdition(course(options), before);
  return declaration.ok ? null : declaration.problem.message;
};

describe('the next edition of a course', () => {
  test('the first begins a line', () => {
    expect(declareEdition(course(), null)).toMatchObject({ ok: true, edition: { lineNumber: null, changeCount: 1 } });
  });

  test('an editorial change continues the line, and says why', () => {
    expect(declareEdition(course({ changes: ['editorial'] }), before)).toEqual({
      ok: true,
      edition: { lineNumber: 2, changeCount: 2, note: { vi: 'Thay đổi 1 (vi)', en: 'Thay đổi 1 (en)' } },
    });
  });

  test('an editorial change does not hide the last material one, and of the first edition nothing is told', () => {
    const noteOf = (changes: SampleOptions['changes'], from: EditionBefore) => {
      const declaration = declareEdition(course({ ...(changes && { changes }) }), from);
      return declaration.ok ? declaration.edition.note.vi : declaration.problem.message;
    };
    expect(noteOf(['material', 'editorial'], before)).toBe('Thay đổi 1 (vi)');
    expect(noteOf(['material', 'editorial', 'editorial'], { ...before, changeCount: 3 })).toBe('Thay đổi 1 (vi)');
    expect(noteOf(['editorial', 'editorial'], before)).toBe('Thay đổi 2 (vi)');
  });

  test.each([[['material']], [['editorial', 'material']], [['material', 'editorial']]] as const)(
    'one material change among %s begins a line',
    (changes) => {
      expect(declareEdition(course({ changes: [...changes] }), before)).toMatchObject({
        ok: true,
        edition: { lineNumber: null },
      });
    },
  );

  test('a change that nobody declared is refused, at the line where it belongs', () => {
    const declaration = declareEdition(course(), before);
    const text = sampleCourse().get('course.yaml') ?? '';
    const line = text.split('\n').findIndex((each) => each.startsWith('changes:')) + 1;
    expect(declaration).toEqual({
      ok: false,
      problem: {
        ...{ file: 'courses/sample/course.yaml', line },
        message:
          'changes: the course has changed since edition 4 and does not say how: add whether it is editorial or material, and why',
      },
    });
  });

  test('lessons that come or go, or other rules of the quiz, are no editorial change', () => {
    expect(refused({ changes: ['editorial'], lessons: 3 })).toMatch(/lessons came, went or changed places/);
    for (const rules of [{ passPercent: 80 }, { attempts: 2 }, { timeLimitMinutes: 30 }]) {
      expect(refused({ changes: ['editorial'], ...rules })).toMatch(/the rules of the quiz are others/);
    }
  });
});
