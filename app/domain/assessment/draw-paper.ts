import type { AnswerKey, QuestionContent } from '#app/domain/catalogue/question-version.ts';
import type { Paper, PaperKey } from './paper.ts';
import type { PublicOption, PublicQuestion } from './question.ts';

export type PoolQuestion = {
  questionVersionId: string;
  lessonCode: string;
  content: QuestionContent;
  answerKey: AnswerKey;
};

/** Random bytes; what is drawn depends on them and on what is public, never on a key. */
type Bytes = (length: number) => Uint8Array;

/** A whole number below `limit`, evenly: values beyond the last whole multiple are drawn again. */
function below(limit: number, bytes: Bytes): number {
  const ceiling = Math.floor(0x1_0000_0000 / limit) * limit;
  for (;;) {
    const [a = 0, b = 0, c = 0, d = 0] = bytes(4);
    const value = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
    if (value < ceiling) return value % limit;
  }
}

export function shuffle<T>(items: readonly T[], bytes: Bytes): T[] {
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = below(last + 1, bytes);
    [shuffled[last], shuffled[other]] = [shuffled[other] as T, shuffled[last] as T];
  }
  return shuffled;
}

type Renamed = { options: PublicOption[]; ids: Map<string, string> };

/** Shuffles what is shown and gives it ids that mean something on this paper alone. */
function rename(items: readonly PublicOption[] | undefined, bytes: Bytes): Renamed {
  const ids = new Map<string, string>();
  const options = shuffle(items ?? [], bytes).map(({ id, vi, en }) => {
    const fresh = `x${Buffer.from(bytes(5)).toString('hex')}`;
    ids.set(id, fresh);
    return { id: fresh, vi, en };
  });
  return { options, ids };
}

function to(ids: ReadonlyMap<string, string>, id: string): string {
  const fresh = ids.get(id);
  if (!fresh) throw new Error(`the key names ${id}, which the question does not show`);
  return fresh;
}

function freeze(pooled: PoolQuestion, slot: number, bytes: Bytes): { question: PublicQuestion; key: AnswerKey } {
  const { content, answerKey: key } = pooled;
  const question: PublicQuestion = { slot, type: content.type, text: content.text };
  switch (key.type) {
    case 'single_choice':
    case 'multiple_choice': {
      const { options, ids } = rename(content.options, bytes);
      return { question: { ...question, options }, key: { ...key, correct: key.correct.map((id) => to(ids, id)) } };
    }
    case 'scenario': {
      const { options, ids } = rename(content.options, bytes);
      const renamed = <T>(by: Readonly<Record<string, T>>) =>
        Object.fromEntries(Object.entries(by).map(([id, each]) => [to(ids, id), each]));
      const feedback = key.feedback && { feedback: renamed(key.feedback) };
      return { question: { ...question, options }, key: { ...key, scores: renamed(key.scores), ...feedback } };
    }
    case 'matching': {
      const left = rename(content.left, bytes);
      const right = rename(content.right, bytes);
      const pairs = Object.fromEntries(Object.entries(key.pairs).map(([a, b]) => [to(left.ids, a), to(right.ids, b)]));
      return { question: { ...question, left: left.options, right: right.options }, key: { ...key, pairs } };
    }
    case 'ordering': {
      const { options, ids } = rename(content.steps, bytes);
      return { question: { ...question, steps: options }, key: { ...key, order: key.order.map((id) => to(ids, id)) } };
    }
    case 'numeric':
      return { question: content.unit ? { ...question, unit: content.unit } : question, key };
    case 'true_false':
    case 'short_text':
      return { question, key };
    default:
      return key satisfies never;
  }
}

/** How many questions about a lesson a paper draws. */
export type Section = { lessonCode: string; questions: number };

/**
 * Draws a paper: from each section as many questions as it declares, each of its candidates as likely as the others, no
 * question twice, order and options shuffled. The pool comes in a fixed order; the same bytes give the same paper.
 * @throws RangeError when a section has fewer candidates than it draws
 */
export function drawPaper(
  pool: readonly PoolQuestion[],
  sections: readonly Section[],
  bytes: Bytes,
): { paper: Paper; paperKey: PaperKey } {
  const chosen = sections.flatMap(({ lessonCode, questions }) => {
    const candidates = pool.filter((question) => question.lessonCode === lessonCode);
    if (candidates.length < questions) {
      throw new RangeError(`section ${lessonCode} draws ${questions} of ${candidates.length}`);
    }
    return shuffle(candidates, bytes).slice(0, questions);
  });
  const frozen = shuffle(chosen, bytes).map((pooled, index) => ({
    pooled,
    slot: index + 1,
    ...freeze(pooled, index + 1, bytes),
  }));
  return {
    paper: { slots: frozen.map(({ pooled, slot, question }) => ({ slot, lessonCode: pooled.lessonCode, question })) },
    paperKey: {
      slots: frozen.map(({ pooled, slot, key }) => ({ slot, questionVersionId: pooled.questionVersionId, key })),
    },
  };
}
