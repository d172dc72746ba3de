import type { AnswerKey } from '#app/domain/catalogue/question-version.ts';
import type { Locale } from '#app/words/locale.ts';
import { uiWords } from '#app/words/ui.ts';
import type { Paper, PaperKey } from './paper.ts';
import type { Answer, PublicQuestion } from './question.ts';

type InBoth = { vi: string; en: string };
export type ReviewedQuestion = {
  slot: number;
  lessonCode: string;
  question: PublicQuestion;
  answer: Answer | null;
  verdict: 'right' | 'partly' | 'wrong';
  mark: { n: number; d: number };
  /** Only when revealed: what would have been right, in words. */
  right?: InBoth[];
  explanation?: InBoth;
  /** Only when revealed: what is said to whoever chose what she chose. */
  feedback?: InBoth;
};

const inWords = (options: readonly { id: string; vi: string; en: string }[] | undefined, id: string): InBoth => {
  const found = options?.find((option) => option.id === id);
  return found ? { vi: found.vi, en: found.en } : { vi: '–', en: '–' };
};

const trueOrFalse = (locale: Locale, value: boolean): string => uiWords(locale).question[value ? 'true' : 'false'];

/**
 * The right answer of a frozen question in words of both languages. Of a matching it is one part for each of what stands
 * on the left, of an ordering one for each place.
 */
export function rightAnswerInWords(question: PublicQuestion, key: AnswerKey): InBoth[] {
  switch (key.type) {
    case 'single_choice':
    case 'multiple_choice':
      return (question.options ?? [])
        .filter((option) => key.correct.includes(option.id))
        .map(({ vi, en }) => ({ vi, en }));
    case 'scenario':
      return (question.options ?? [])
        .filter((option) => key.scores[option.id]?.n === key.scores[option.id]?.d)
        .map(({ vi, en }) => ({ vi, en }));
    case 'true_false':
      return [{ vi: trueOrFalse('vi', key.value), en: trueOrFalse('en', key.value) }];
    case 'numeric': {
      const value = (separator: string, unit: string | undefined) =>
        [key.value.replace('.', separator), unit].filter(Boolean).join('\u00a0');
      return [{ vi: value(',', question.unit?.vi), en: value('.', question.unit?.en) }];
    }
    case 'short_text':
      return [{ vi: key.accepted.vi[0] ?? '', en: key.accepted.en[0] ?? '' }];
    case 'matching':
      return (question.left ?? []).map((left) => {
        return inWords(question.right, key.pairs[left.id] ?? '');
      });
    case 'ordering':
      return key.order.map((id) => inWords(question.steps, id));
    default:
      return key satisfies never;
  }
}

function feedbackOn(answer: Answer | null, key: AnswerKey): { feedback?: InBoth } {
  if (key.type !== 'scenario' || !answer || !('choice' in answer)) return {};
  const feedback = key.feedback?.[answer.choice];
  return feedback ? { feedback } : {};
}

/** What a learner may see of her finished paper. Where keys may not be shown, none is handed in. */
export function reviewPaper(input: {
  paper: Paper;
  paperKey: PaperKey | null;
  answers: readonly { slot: number; answer: Answer | null }[];
  marks: readonly { slot: number; n: number; d: number }[];
}): ReviewedQuestion[] {
  return input.paper.slots.map(({ slot, lessonCode, question }) => {
    const mark = input.marks.find((each) => each.slot === slot) ?? { n: 0, d: 1 };
    const key = input.paperKey?.slots.find((each) => each.slot === slot)?.key;
    const answer = input.answers.find((each) => each.slot === slot)?.answer ?? null;
    return {
      slot,
      lessonCode,
      question,
      answer,
      verdict: mark.n === mark.d ? 'right' : mark.n > 0 ? 'partly' : 'wrong',
      mark: { n: mark.n, d: mark.d },
      ...(key ? { right: rightAnswerInWords(question, key), explanation: key.explanation } : {}),
      ...(key ? feedbackOn(answer, key) : {}),
    };
  });
}
