import { z } from 'zod';

/*
 * A question as an edition keeps it, in two halves. `QuestionContent` is what everybody may see. It is a function of the
 * question's words alone: options, steps, left and right items are sorted by their Vietnamese text and numbered in that
 * order, so that nothing in it (an id, an order, a length) depends on which answer is right. `AnswerKey` names those ids.
 */

const questionTypes = [
  'single_choice',
  'multiple_choice',
  'true_false',
  'scenario',
  'numeric',
  'short_text',
  'matching',
  'ordering',
] as const;
export type QuestionType = (typeof questionTypes)[number];

const InBoth = z.strictObject({ vi: z.string(), en: z.string() });
const Item = z.strictObject({ id: z.string(), vi: z.string(), en: z.string() });
const Items = z.array(Item).min(2);
const Fraction = z.strictObject({ n: z.int().min(0), d: z.int().min(1) });
const Decimal = z.string().regex(/^-?\d+(\.\d+)?$/);

/** Choices and scenarios have `options`, matching `left` and `right`, ordering `steps`, numeric `unit`. */
export const QuestionContent = z.strictObject({
  type: z.enum(questionTypes),
  text: InBoth,
  options: Items.optional(),
  left: Items.optional(),
  right: Items.optional(),
  steps: Items.optional(),
  unit: InBoth.optional(),
});
export type QuestionContent = z.infer<typeof QuestionContent>;

const explanation = InBoth;

export const AnswerKey = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('single_choice'), correct: z.array(z.string()).length(1), explanation }),
  z.strictObject({ type: z.literal('multiple_choice'), correct: z.array(z.string()).min(1), explanation }),
  z.strictObject({ type: z.literal('true_false'), value: z.boolean(), explanation }),
  /** The share of the point that each option earns, and what is said to whoever chose it. */
  z.strictObject({
    type: z.literal('scenario'),
    scores: z.record(z.string(), Fraction),
    feedback: z.record(z.string(), InBoth).optional(),
    explanation,
  }),
  /** Right when the typed number is no further from `value` than `tolerance`; both are decimals in writing. */
  z.strictObject({ type: z.literal('numeric'), value: Decimal, tolerance: Decimal, explanation }),
  z.strictObject({
    type: z.literal('short_text'),
    accepted: z.strictObject({ vi: z.array(z.string()).min(1), en: z.array(z.string()).min(1) }),
    explanation,
  }),
  /** Left id → right id. */
  z.strictObject({ type: z.literal('matching'), pairs: z.record(z.string(), z.string()), explanation }),
  /** Step ids in the right order. */
  z.strictObject({ type: z.literal('ordering'), order: z.array(z.string()).min(2), explanation }),
]);
export type AnswerKey = z.infer<typeof AnswerKey>;
