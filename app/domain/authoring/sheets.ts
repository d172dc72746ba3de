import { z } from 'zod';

/** A text of content: something, without space around it, composed. */
export const Text = z
  .string()
  .min(1, 'is empty')
  .max(1000, 'is longer than 1,000 characters')
  .refine((text) => text === text.trim(), 'begins or ends with a space')
  .refine((text) => text === text.normalize('NFC'), 'letters are not composed: write it as Unicode NFC');
export const InBoth = z.strictObject({ vi: Text, en: Text });

export const CourseCode = z.string().regex(/^[A-Z]\d{1,2}$/, 'a course code is a letter and a number, such as K1');
export const LessonCode = z
  .string()
  .regex(/^[A-Z]\d{1,2}\.\d{1,2}$/, 'a lesson code is that of its course, a full stop and a number, such as K1.2');
export const QuestionCode = z
  .string()
  .regex(/^[A-Z]\d{1,2}-[QN]\d{2,3}$/, 'a question is its course, a hyphen, Q or N and its number, such as K1-Q07');
export const FactId = z
  .string()
  .regex(/^[A-Z]{2}-\d{2}$/, 'a fact is two letters, a hyphen and two digits, such as LA-07');
export const Slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a folder name is of small letters, digits and hyphens');
export const Day = z.iso.date('a day is written as 2026-11-22');
export const ProgrammeCode = z.string().regex(/^[A-Z][A-Z0-9]*$/, 'a programme code is of capital letters and digits');

/**
 * An editorial change leaves what is taught and asked as it is: running enrolments follow it. A material one is for those
 * who enrol from now on; the others finish theirs.
 */
const changeKinds = ['editorial', 'material'] as const;

/** What was wrong in a lesson of the editions before, in words for whoever learnt from one of them. */
const Correction = z.strictObject({ lesson: LessonCode, text: InBoth, source: InBoth });

const Change = z.strictObject({
  kind: z.enum(changeKinds),
  on: Day,
  note: InBoth,
  corrections: z.array(Correction).default([]),
  /** Questions that papers of the editions before draw no more. */
  withdraws: z.array(QuestionCode).default([]),
});
export type Change = z.infer<typeof Change>;

/** course.yaml */
export const CourseSheet = z.strictObject({
  code: CourseCode,
  programme: ProgrammeCode,
  title: InBoth,
  summary: InBoth,
  outcomes: z.array(InBoth).min(1, 'a course has an outcome'),
  modules: z
    .array(z.strictObject({ title: InBoth, lessons: z.array(Slug).min(1, 'a module has a lesson') }))
    .min(1, 'a course has a module'),
  quiz: z.strictObject({
    passPercent: z.int().min(1).max(100),
    attempts: z.int().min(1).max(20),
    timeLimitMinutes: z.int().min(1).max(240).optional(),
    /** How many questions about each lesson a paper draws. */
    sections: z
      .array(z.strictObject({ lesson: Slug, questions: z.int().min(1).max(20) }))
      .min(1, 'a quiz asks about its lessons'),
  }),
  /** Why each edition differs from the one before, the oldest first: what is added here declares the next edition. */
  changes: z
    .array(Change)
    .min(1, 'a course says what its first edition is')
    .refine((changes) => changes.length === 0 || changes[0]?.kind === 'material', 'the first edition is material'),
});

/** lesson.yaml */
export const LessonSheet = z
  .strictObject({
    code: LessonCode,
    title: InBoth,
    outcome: InBoth,
    facts: z.array(FactId),
    /** Ids of sources.yaml, the most important first. */
    sources: z
      .array(Slug)
      .refine((ids) => new Set(ids).size === ids.length, 'names a source twice')
      .default([]),
    reviewedOn: Day,
    reviewBy: Day,
    asOf: Day.optional(),
  })
  .refine((sheet) => sheet.reviewBy > sheet.reviewedOn, {
    path: ['reviewBy'],
    message: 'lies before the review itself',
  });
export type LessonSheet = z.infer<typeof LessonSheet>;
