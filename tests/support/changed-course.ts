import { expect } from 'vitest';
import { type CourseReading, parseCourse } from '#app/domain/authoring/parse-course.ts';
import type { ParsedCourse } from '#app/domain/authoring/parsed-course.ts';
import type { Fact, ProgrammeSheet, Registers } from '#app/domain/authoring/registers.ts';
import { sampleCourse } from './sample-course.ts';

/** What was read, or an error that tells all that is wrong. */
export function courseOf(reading: CourseReading): ParsedCourse {
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems, null, 2));
  return reading.course;
}

/** Everything that is told of these files. */
export const problemsOf = (files: ReadonlyMap<string, string>, slug = 'sample', registers: Registers | null = null) => {
  const reading = parseCourse(files, slug, registers);
  return reading.ok ? [] : reading.problems;
};

export const programme = (code: string): ProgrammeSheet => ({
  ...{ code, position: 1, name: { vi: code, en: code }, targetPercent: 80, period: { from: 2019, to: 2025 } },
  ...{ legalBasis: { vi: 'x', en: 'x' }, counts: { allOf: ['T1'] }, countingRule: { vi: 'x', en: 'x' } },
});
const DECREE = {
  ...{ id: 'decree-118-2025', kind: 'decree' as const, number: '118/2025/NĐ-CP', date: '2025-06-09' },
  ...{ title: { vi: 'x', en: 'x' }, issuer: { vi: 'x', en: 'x' }, amendedBy: [], awaitsGazette: false },
};
/** Registers in which the sample finds what it names. */
export const registers = (change: Partial<Registers> & { fact?: Partial<Fact> } = {}): Registers => ({
  programmes: [programme('SKILLS')],
  facts: new Map([['LA-07', { id: 'LA-07', standing: 'verified', statement: 'x', ...change.fact }]]),
  sources: new Map([['decree-118-2025', { ...DECREE, line: 1 }]]),
  glossary: { terms: [], names: [] },
  legalPoints: [],
  ...change,
});

/** The sample with one of its files changed. */
export function changed(name: string, change: (text: string) => string, files = sampleCourse()) {
  const before = files.get(name) ?? '';
  const after = change(before);
  if (after === before) throw new Error(`${name} was not changed`);
  return new Map(files).set(name, after);
}

/** The number of the line that has `mark`. */
export const lineWith = (text: string | undefined, mark: string): number => {
  const index = (text ?? '').split('\n').findIndex((line) => line.includes(mark));
  if (index < 0) throw new Error(`no line has ${mark}`);
  return index + 1;
};

/** Changes one file of the sample so that `mark` stands where it is wrong; that line and the reason are all that is told. */
export function expectProblem(name: string, change: (text: string) => string, mark: string | number, message: string) {
  const files = changed(name, change);
  const line = typeof mark === 'number' ? mark : lineWith(files.get(name), mark);
  expect(problemsOf(files)).toEqual([{ file: `courses/sample/${name}`, line, message }]);
}

/** A change of text by replacing. */
export const swap = (from: string | RegExp, to: string) => (text: string) => text.replace(from, to);
