import { z } from 'zod';
import type { Bilingual } from '#app/words/locale.ts';
import type { Problem } from './problem.ts';
import type { AnswerKey, QuestionContent, QuestionType } from './question-version.ts';
import { readYaml } from './read-yaml.ts';
import { FactId, InBoth, Text } from './sheets.ts';

/** A question of the bank, split into what everybody may see and what nobody may. */
export type CourseQuestion = {
  code: string;
  lessonCode: string;
  type: QuestionType;
  difficulty: number;
  content: QuestionContent;
  answerKey: AnswerKey;
};

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
  text: InBoth,
  explanation: InBoth,
});
const type = <Type extends QuestionType>(name: Type) => ({ type: z.literal(name) });
const Option = InBoth.extend({ correct: z.boolean().optional() });
const correctOnes = (options: readonly { correct?: boolean | undefined }[]) =>
  options.filter((option) => option.correct).length;
const Decimal = z.number().refine((value) => /^-?\d+(\.\d+)?$/.test(String(value)), 'is not a plain decimal number');

const Question = z.discriminatedUnion('type', [
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
      InBoth.extend({ score: z.union([z.literal(0), z.literal(0.5), z.literal(1)], 'a score is 0, 0.5 or 1') }),
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
type Question = z.infer<typeof Question>;

const byText = (a: Bilingual, b: Bilingual): number => (a.vi < b.vi ? -1 : a.vi > b.vi ? 1 : 0);

/** Numbers things in the order of their Vietnamese text: what an id is depends on the words alone. */
function number(prefix: string, things: readonly Bilingual[]) {
  const items = [...things].sort(byText).map(({ vi, en }, index) => ({ id: `${prefix}${index + 1}`, vi, en }));
  const ids = new Map(items.map((item) => [item.vi, item.id]));
  return { items, idOf: (thing: Bilingual) => ids.get(thing.vi) ?? '' };
}

const HALVES = { 0: { n: 0, d: 1 }, 0.5: { n: 1, d: 2 }, 1: { n: 1, d: 1 } } as const;

/** Splits a question into its public half and its key. */
function split(question: Question): { content: QuestionContent; answerKey: AnswerKey } {
  const { text, explanation } = question;
  switch (question.type) {
    case 'single_choice':
    case 'multiple_choice': {
      const { items, idOf } = number('o', question.options);
      const correct = question.options
        .filter((option) => option.correct)
        .map(idOf)
        .sort();
      return {
        content: { type: question.type, text, options: items },
        answerKey: { type: question.type, correct, explanation },
      };
    }
    case 'scenario': {
      const { items, idOf } = number('o', question.options);
      const scores = Object.fromEntries(question.options.map((option) => [idOf(option), HALVES[option.score]]));
      return {
        content: { type: question.type, text, options: items },
        answerKey: { type: question.type, scores, explanation },
      };
    }
    case 'true_false':
      return {
        content: { type: question.type, text },
        answerKey: { type: question.type, value: question.answer, explanation },
      };
    case 'numeric': {
      const [value, tolerance] = [String(question.answer), String(question.tolerance)];
      return {
        content: { type: question.type, text, unit: question.unit },
        answerKey: { type: question.type, value, tolerance, explanation },
      };
    }
    case 'short_text':
      return {
        content: { type: question.type, text },
        answerKey: { type: question.type, accepted: question.accepted, explanation },
      };
    case 'matching': {
      const left = number(
        'l',
        question.pairs.map((pair) => pair.left),
      );
      const right = number(
        'r',
        question.pairs.map((pair) => pair.right),
      );
      const pairs = Object.fromEntries(question.pairs.map((pair) => [left.idOf(pair.left), right.idOf(pair.right)]));
      return {
        content: { type: question.type, text, left: left.items, right: right.items },
        answerKey: { type: question.type, pairs, explanation },
      };
    }
    case 'ordering': {
      const { items, idOf } = number('s', question.steps);
      return {
        content: { type: question.type, text, steps: items },
        answerKey: { type: question.type, order: question.steps.map(idOf), explanation },
      };
    }
    default:
      return question satisfies never;
  }
}

export type QuizNeeds = {
  courseCode: string;
  /** How many questions a paper draws. */
  questions: number;
  /** Codes of the lessons, each of which a paper asks about. */
  lessonCodes: readonly string[];
};

/** Reads the question bank of a course. With `needs` it also says whether papers can be drawn from it. */
export function parseQuiz(
  file: string,
  text: string,
  needs: QuizNeeds | null,
): { questions: (CourseQuestion & { line: number })[]; problems: Problem[] } {
  const { value, problems, lineOf } = readYaml(file, text, z.array(Question));
  if (!value) return { questions: [], problems };
  const questions = value.map((question, index) => ({
    code: question.id,
    lessonCode: question.lesson,
    type: question.type,
    difficulty: question.difficulty,
    ...split(question),
    line: lineOf([index, 'id']),
  }));
  return { questions, problems: needs ? checkBank(file, questions, needs, (index) => lineOf([index, 'lesson'])) : [] };
}

function checkBank(
  file: string,
  questions: readonly (CourseQuestion & { line: number })[],
  needs: QuizNeeds,
  lessonLine: (index: number) => number,
): Problem[] {
  const problems: Problem[] = [];
  const tell = (line: number, message: string) => problems.push({ file, line, message });
  for (const [index, question] of questions.entries()) {
    if (!new RegExp(`^${needs.courseCode}-Q\\d{2,3}$`).test(question.code)) {
      tell(
        question.line,
        `${question.code}: a question of ${needs.courseCode} is named ${needs.courseCode}-Q01, ${needs.courseCode}-Q02 …`,
      );
    }
    if (questions.findIndex((other) => other.code === question.code) < index)
      tell(question.line, `${question.code} stands here twice`);
    if (!needs.lessonCodes.includes(question.lessonCode)) {
      tell(lessonLine(index), `${question.code}: the course has no lesson ${question.lessonCode}`);
    }
  }
  for (const code of needs.lessonCodes) {
    if (!questions.some((question) => question.lessonCode === code)) tell(1, `no question asks about lesson ${code}`);
  }
  if (questions.length < needs.questions) tell(1, `${questions.length} questions: a paper draws ${needs.questions}`);
  return problems;
}
