import { z } from 'zod';
import type { QuestionType } from '#app/domain/catalogue/question-version.ts';
import type { Bilingual } from '#app/words/locale.ts';
import { FactId, InBoth, Text } from './sheets.ts';

const pillars = ['political-security', 'economic', 'socio-cultural', 'cross-pillar'] as const;
export type Pillar = (typeof pillars)[number];
const competencies = [
  ...(['service', 'communication', 'ethics', 'law', 'writing', 'work-management', 'english'] as const),
  ...(['digital', 'information-security', 'data-protection', 'reform', 'policy', 'crisis'] as const),
] as const;
export type Competency = (typeof competencies)[number];

const MOST_ITEMS = 12;

/** What options, steps, and each side of the pairs must be: two or more, no two alike in either language. */
const choosable = <Item extends { vi: string; en: string }>(item: z.ZodType<Item>) =>
  z
    .array(item)
    .min(2, 'at least two are needed')
    .max(MOST_ITEMS, `at most ${MOST_ITEMS}`)
    .superRefine((items, context) => {
      for (const { index, locale } of repeated(items)) {
        context.addIssue({ code: 'custom', path: [index, locale], message: 'stands here twice' });
      }
    });

function repeated(items: readonly Bilingual[]): { index: number; locale: 'vi' | 'en' }[] {
  return (['vi', 'en'] as const).flatMap((locale) =>
    items.flatMap((item, index) =>
      items.findIndex((other) => other[locale] === item[locale]) < index ? [{ index, locale }] : [],
    ),
  );
}

const Base = z.strictObject({
  id: z.string(),
  lesson: z.string(),
  difficulty: z.int().min(1).max(3),
  facts: z.array(FactId).min(1, 'a question rests on a fact'),
  pillar: z.enum(pillars, `a pillar is one of ${pillars.join(', ')}`).optional(),
  competency: z.enum(competencies, `a competency is one of ${competencies.join(', ')}`).optional(),
  text: InBoth,
  explanation: InBoth,
});
const type = <Type extends QuestionType>(name: Type) => ({ type: z.literal(name) });
const Option = InBoth.extend({ correct: z.boolean().optional() });
const correctOnes = (options: readonly { correct?: boolean | undefined }[]) =>
  options.filter((option) => option.correct).length;
const Decimal = z.number().refine((value) => /^-?\d+(\.\d+)?$/.test(String(value)), 'is not a plain decimal number');

/** A question as quiz.yaml holds it. */
export const Question = z.discriminatedUnion('type', [
  Base.extend({
    ...type('single_choice'),
    options: choosable(Option).refine((options) => correctOnes(options) === 1, 'exactly one option is correct'),
  }),
  Base.extend({
    ...type('multiple_choice'),
    options: choosable(Option).refine(
      (options) => correctOnes(options) >= 1 && correctOnes(options) < options.length,
      'some options are correct, and not all of them',
    ),
  }),
  Base.extend({ ...type('true_false'), answer: z.boolean() }),
  Base.extend({
    ...type('scenario'),
    options: choosable(
      InBoth.extend({
        score: z.union([z.literal(0), z.literal(0.5), z.literal(1)], 'a score is 0, 0.5 or 1'),
        feedback: InBoth,
      }),
    ).refine((options) => options.some((option) => option.score === 1), 'one option scores 1'),
  }),
  Base.extend({
    ...type('numeric'),
    answer: Decimal,
    tolerance: Decimal.refine((value) => value >= 0, 'is negative'),
    unit: InBoth,
  }),
  Base.extend({
    ...type('short_text'),
    accepted: z.strictObject({
      vi: z.array(Text).min(1, 'an answer is needed'),
      en: z.array(Text).min(1, 'an answer is needed'),
    }),
  }),
  Base.extend({
    ...type('matching'),
    pairs: z
      .array(z.strictObject({ left: InBoth, right: InBoth }))
      .min(2, 'at least two are needed')
      .max(MOST_ITEMS, `at most ${MOST_ITEMS}`)
      .superRefine((pairs, context) => {
        for (const side of ['left', 'right'] as const) {
          for (const { index, locale } of repeated(pairs.map((pair) => pair[side]))) {
            context.addIssue({ code: 'custom', path: [index, side, locale], message: 'stands here twice' });
          }
        }
      }),
  }),
  Base.extend({ ...type('ordering'), steps: choosable(InBoth) }),
]);
export type Question = z.infer<typeof Question>;
