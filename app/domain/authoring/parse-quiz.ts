import { z } from 'zod';
import type { AnswerKey, QuestionContent, QuestionType } from '#app/domain/catalogue/question-version.ts';
import { type Bilingual, type Locale, locales } from '#app/words/locale.ts';
import { wrongVariants } from './mark-terms.ts';
import type { Problem } from './problem.ts';
import { readYaml } from './read-yaml.ts';
import type { Fact, GlossarySheet } from './registers.ts';
import { FactId, InBoth, Text } from './sheets.ts';

/** A question of the bank, split into what everybody may see and what nobody may. */
export type CourseQuestion = {
  code: string;
  lessonCode: string;
  type: QuestionType;
  difficulty: number;
  facts: string[];
  /** What it is about: the pillar of the ASEAN Community, or the competency that it tests. */
  pillar: Pillar | null;
  competency: Competency | null;
  content: QuestionContent;
  answerKey: AnswerKey;
};

const pillars = ['political-security', 'economic', 'socio-cultural', 'cross-pillar'] as const;
type Pillar = (typeof pillars)[number];
const competencies = [
  ...(['service', 'communication', 'ethics', 'law', 'writing', 'work-management', 'english'] as const),
  ...(['digital', 'information-security', 'data-protection', 'reform', 'policy', 'crisis'] as const),
] as const;
type Competency = (typeof competencies)[number];

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
      const feedback = Object.fromEntries(question.options.map((option) => [idOf(option), option.feedback]));
      return {
        content: { type: question.type, text, options: items },
        answerKey: { type: question.type, scores, feedback, explanation },
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
  sections: readonly Section[];
  /** Codes of the lessons, each of which a paper asks about. */
  lessonCodes: readonly string[];
  /** Whether the course speaks of ASEAN: its questions name a pillar, others a competency. */
  isAboutAsean: boolean;
  facts: ReadonlyMap<string, Fact> | null;
};

export type Section = { lessonCode: string; questions: number };
type LinedQuestion = CourseQuestion & { line: number };

/** Reads the question bank of a course. With `needs` it also says whether papers can be drawn from it. */
export function parseQuiz(
  file: string,
  text: string,
  needs: QuizNeeds | null,
  glossary: GlossarySheet | null = null,
): { questions: LinedQuestion[]; problems: Problem[] } {
  const { value, problems, lineOf } = readYaml(file, text, z.array(Question));
  if (!value) return { questions: [], problems };
  const questions = value.map((question, index) => ({
    code: question.id,
    lessonCode: question.lesson,
    type: question.type,
    difficulty: question.difficulty,
    facts: question.facts,
    pillar: question.pillar ?? null,
    competency: question.competency ?? null,
    ...split(question),
    line: lineOf([index, 'id']),
  }));
  return {
    questions,
    problems: [
      ...(needs ? checkBank(file, questions, needs, (index) => lineOf([index, 'lesson'])) : []),
      ...(glossary ? checkVariants(file, questions, glossary) : []),
      ...checkLengths(file, questions),
      ...checkPlaces(file, value),
    ],
  };
}

function checkBank(
  file: string,
  questions: readonly LinedQuestion[],
  needs: QuizNeeds,
  lessonLine: (index: number) => number,
): Problem[] {
  const problems: Problem[] = [];
  const tell = (line: number, message: string) => problems.push({ file, line, message });
  for (const [index, question] of questions.entries()) {
    if (!new RegExp(`^${needs.courseCode}-[QN]\\d{2,3}$`).test(question.code)) {
      tell(
        question.line,
        `${question.code}: a question of ${needs.courseCode} is named ${needs.courseCode}-Q01 or ${needs.courseCode}-N01 …`,
      );
    }
    if (questions.findIndex((other) => other.code === question.code) < index)
      tell(question.line, `${question.code} stands here twice`);
    if (!needs.lessonCodes.includes(question.lessonCode)) {
      tell(lessonLine(index), `${question.code}: the course has no lesson ${question.lessonCode}`);
    }
    const [asked, other] = needs.isAboutAsean
      ? (['pillar', 'competency'] as const)
      : (['competency', 'pillar'] as const);
    if (question[asked] === null) tell(question.line, `${question.code}: it names no ${asked}`);
    if (question[other] !== null)
      tell(question.line, `${question.code}: it names a ${other}, its course asks for a ${asked}`);
    for (const message of factProblems(question.facts, needs.facts))
      tell(question.line, `${question.code}: ${message}`);
  }
  for (const code of needs.lessonCodes) {
    const candidates = questions.filter((question) => question.lessonCode === code).length;
    const drawn = needs.sections.find((section) => section.lessonCode === code)?.questions ?? 0;
    if (candidates === 0) tell(1, `no question asks about lesson ${code}`);
    else if (candidates < drawn) tell(1, `lesson ${code} has ${candidates} questions: a paper draws ${drawn}`);
  }
  return problems;
}

/** Why something may not rest on these facts. */
export const factProblems = (ids: readonly string[], facts: ReadonlyMap<string, Fact> | null): string[] =>
  ids.flatMap((id) => {
    if (!facts) return [];
    const fact = facts.get(id);
    if (!fact) return [`facts.yaml has no ${id}`];
    return fact.standing === 'unverified' ? [`${id} was not verified: nothing may rest on it`] : [];
  });

/** Everything that a question says, its key included. */
function saidBy({ content, answerKey }: CourseQuestion, locale: Locale): string[] {
  const items = [content.options, content.left, content.right, content.steps].flatMap((list) => list ?? []);
  const feedback = answerKey.type === 'scenario' ? Object.values(answerKey.feedback ?? {}) : [];
  return [content.text, answerKey.explanation, ...items, ...feedback].map((each) => each[locale]);
}

function checkVariants(file: string, questions: readonly LinedQuestion[], glossary: GlossarySheet): Problem[] {
  return questions.flatMap((question) =>
    locales.flatMap((locale) =>
      wrongVariants(saidBy(question, locale).join('\n'), glossary, locale).map(({ wrong, right }) => ({
        file,
        line: question.line,
        message: `${question.code}: “${wrong}” is written “${right}”`,
      })),
    ),
  );
}

/** A right answer longer than every wrong one by more than this, or as much shorter, can be told by its looks. */
const TELLING_LENGTH = 1.4;
/** Between options that are all shorter, in characters, length tells nothing. */
const SHORT = 25;
/** So many questions, and more than this share of them with the right answer at one place, is a habit. */
const HABIT = { questions: 5, share: 0.6 } as const;

/** Warnings: a right answer that its length gives away. */
function checkLengths(file: string, questions: readonly LinedQuestion[]): Problem[] {
  return questions.flatMap((question) => {
    const { content, answerKey } = question;
    if (answerKey.type !== 'single_choice' && answerKey.type !== 'scenario') return [];
    const isRight = (id: string) =>
      answerKey.type === 'single_choice'
        ? answerKey.correct.includes(id)
        : answerKey.scores[id]?.n === answerKey.scores[id]?.d;
    return locales.flatMap((locale): Problem[] => {
      const lengths = (right: boolean) =>
        (content.options ?? []).filter((option) => isRight(option.id) === right).map((option) => option[locale].length);
      const [right = 0, ...more] = lengths(true);
      const wrong = lengths(false);
      if (more.length > 0 || wrong.length === 0 || Math.max(right, ...wrong) < SHORT) return [];
      const isLongest = right > Math.max(...wrong) * TELLING_LENGTH;
      if (!isLongest && right * TELLING_LENGTH >= Math.min(...wrong)) return [];
      const look = isLongest ? 'longest' : 'shortest';
      const message = `${question.code}: the right answer is the ${look} by far (${locale}): it can be guessed`;
      return [{ file, line: question.line, message, isWarning: true }];
    });
  });
}

/** A warning: the writer's habit of putting the right answer at one place. Papers shuffle it, exports may not. */
function checkPlaces(file: string, questions: readonly Question[]): Problem[] {
  const places = questions.flatMap((question) =>
    question.type === 'single_choice' ? [question.options.findIndex((option) => option.correct)] : [],
  );
  const most = Math.max(...[0, 1, 2, 3].map((place) => places.filter((each) => each === place).length));
  if (places.length < HABIT.questions || most <= places.length * HABIT.share) return [];
  const message = `in ${most} of ${places.length} single choices the right answer stands at the same place: it can be guessed`;
  return [{ file, line: 1, message, isWarning: true }];
}
