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
const LessonCode = z
  .string()
  .regex(/^[A-Z]\d{1,2}\.\d{1,2}$/, 'a lesson code is that of its course, a full stop and a number, such as K1.2');
export const FactId = z
  .string()
  .regex(/^[A-Z]{2}-\d{2}$/, 'a fact is two letters, a hyphen and two digits, such as LA-07');
export const Slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a folder name is of small letters, digits and hyphens');
const Day = z.iso.date('a day is written as 2026-11-22');
export const ProgrammeCode = z.string().regex(/^[A-Z]+$/, 'a programme code is of capital letters');

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
    questions: z.int().min(1).max(50),
    passPercent: z.int().min(1).max(100),
    attempts: z.int().min(1).max(20),
    timeLimitMinutes: z.int().min(1).max(240).optional(),
  }),
});

/** lesson.yaml */
export const LessonSheet = z
  .strictObject({
    code: LessonCode,
    title: InBoth,
    outcome: InBoth,
    facts: z.array(FactId),
    reviewedOn: Day,
    reviewBy: Day,
    asOf: Day.optional(),
  })
  .refine((sheet) => sheet.reviewBy > sheet.reviewedOn, {
    path: ['reviewBy'],
    message: 'lies before the review itself',
  });
export type LessonSheet = z.infer<typeof LessonSheet>;

/** programmes.yaml */
export const ProgrammeList = z
  .array(
    z.strictObject({
      code: ProgrammeCode,
      name: InBoth,
      targetPercent: z.int().min(0).max(100),
      period: z
        .strictObject({ from: z.int().min(2000).max(2100), to: z.int().min(2000).max(2100) })
        .refine((period) => period.to >= period.from, { path: ['to'], message: 'lies before the beginning' }),
      legalBasis: InBoth,
      countingRule: InBoth,
    }),
  )
  .superRefine((programmes, context) => {
    for (const [index, programme] of programmes.entries()) {
      if (programmes.findIndex((other) => other.code === programme.code) < index) {
        context.addIssue({ code: 'custom', path: [index, 'code'], message: `${programme.code} stands here twice` });
      }
    }
  });
export type ProgrammeSheet = z.infer<typeof ProgrammeList>[number];
