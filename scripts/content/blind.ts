import { stringify } from 'yaml';
import { markAnswer } from '#app/domain/assessment/grade-paper.ts';
import type { Answer } from '#app/domain/assessment/question.ts';
import { shuffle } from '#app/domain/assessment/shuffle.ts';
import type { PilotSheet } from '#app/domain/authoring/check-pilot.server.ts';
import { hashAsked } from '#app/domain/authoring/hash-content.server.ts';
import type { CourseQuestion } from '#app/domain/authoring/parse-quiz.ts';
import type { ParsedCourse } from '#app/domain/authoring/parsed-course.ts';
import { inPieces, seededRandom } from '#app/platform/random.server.ts';
import { sha256 } from '#app/platform/storage.server.ts';

const LETTERS = 'abcdefghijkl';
const HOW = `Trả lời mỗi câu một dòng JSON: {"id": "A1-Q01", "answer": "b"}. Câu (multiple_choice): các chữ cái, như "a c d".
Ghép đôi (matching): "1b 2a 3c". Sắp xếp (ordering): "c a b". Đúng sai (true_false): "true" hoặc "false". Số hoặc vài chữ: viết ra.
Không mở bài học, không tra cứu, không hỏi ai.`;

type Items = readonly { id: string; vi: string }[];
type Shown = { items: Items; right: Items };

/** The order in which a reader sees what a question offers; the same for the same reader and wording. */
function shownTo(reader: number, question: CourseQuestion): Shown {
  const { options, steps, left, right = [] } = question.content;
  const bytes = inPieces(seededRandom(`${reader} ${question.code} ${hashAsked(question)}`).bytes);
  const items = options ?? steps;
  return { items: items ? shuffle(items, bytes) : (left ?? []), right: shuffle(right, bytes) };
}

function linesOf(question: CourseQuestion, { items, right }: Shown): string[] {
  const lettered = (each: Items) => each.map(({ vi }, at) => `  ${LETTERS[at]}) ${vi}`);
  const head = `[${question.code}] (${question.type}) ${question.content.text.vi}`;
  if (question.type === 'numeric') return [head, `  (${question.content.unit?.vi})`];
  if (question.type !== 'matching') return [head, ...lettered(items)];
  return [head, ...items.map(({ vi }, at) => `  ${at + 1}. ${vi}`), ...lettered(right)];
}

/** The mark of all that the courses ask: papers are scored against the bank that they were written from. */
export const markOf = (courses: readonly ParsedCourse[]): string =>
  sha256(courses.flatMap(({ questions }) => questions.map((each) => `${each.code} ${hashAsked(each)}`)).join('\n'));

/** Everything that the courses ask, as one reader gets it: in Vietnamese, shuffled, with nothing that tells the answers. */
export function blindPaper(courses: readonly ParsedCourse[], reader: number): string {
  const bytes = inPieces(seededRandom(`reader ${reader}`).bytes);
  const parts = courses.flatMap((course) => [
    `## ${course.code}: ${course.title.vi}`,
    ...shuffle(course.questions, bytes).map((question) => linesOf(question, shownTo(reader, question)).join('\n')),
  ]);
  return `${[`# ${markOf(courses)}`, HOW, ...parts].join('\n\n')}\n`;
}

/** What a reader wrote, as an answer of the product; null where it says nothing that could be meant. */
export function readBlindAnswer(question: CourseQuestion, reader: number, written: string): Answer | null {
  const { items, right } = shownTo(reader, question);
  const text = written.trim();
  const idOf = (from: Items, letter: string) => from[LETTERS.indexOf(letter)]?.id ?? '';
  const letters = text.toLowerCase().match(/[a-l]/g) ?? [];
  switch (question.type) {
    case 'single_choice':
    case 'scenario':
      return letters.length === 1 ? { choice: idOf(items, letters[0] ?? '') } : null;
    case 'multiple_choice':
      return { choices: letters.map((letter) => idOf(items, letter)) };
    case 'true_false':
      return text === 'true' || text === 'false' ? { value: text === 'true' } : null;
    case 'numeric':
    case 'short_text':
      return { text };
    case 'matching': {
      const pairs = [...text.toLowerCase().matchAll(/(\d+)\s*([a-l])/g)].flatMap(([, number, letter = '']) => {
        const left = items[Number(number) - 1];
        return left ? [[left.id, idOf(right, letter)] as const] : [];
      });
      return { pairs: Object.fromEntries(pairs) };
    }
    case 'ordering':
      return { positions: Object.fromEntries(letters.map((letter, at) => [idOf(items, letter), at + 1])) };
    default:
      return question.type satisfies never;
  }
}

const rounded = (share: number) => Number(share.toFixed(3));
const meanOf = (shares: readonly number[]) => rounded(shares.reduce((sum, each) => sum + each, 0) / shares.length);

/** By question: the mean share of its mark that the readers earned. What a reader left out earns nothing. */
export function sharesOf(
  courses: readonly ParsedCourse[],
  answers: readonly ReadonlyMap<string, string>[],
): Map<string, number> {
  const share = (question: CourseQuestion, written: string | undefined, reader: number) => {
    const { content, answerKey } = question;
    const key = content.unit ? { ...answerKey, unit: content.unit } : answerKey;
    const { n, d } = markAnswer(key, written === undefined ? null : readBlindAnswer(question, reader, written));
    return n / d;
  };
  return new Map(
    courses.flatMap(({ questions }) =>
      questions.map((question) => [
        question.code,
        meanOf(answers.map((of, at) => share(question, of.get(question.code), at + 1))),
      ]),
    ),
  );
}

type Measurement = Pick<PilotSheet['measurements'][number], 'name' | 'on' | 'readers' | 'bank'>;

/** pilot.yaml with one measurement more, of every question as it is worded; one of the same name gives way to it. */
export function withMeasurement(
  before: PilotSheet | null,
  read: readonly ParsedCourse[],
  measurement: Measurement,
  shares: ReadonlyMap<string, number>,
): PilotSheet {
  const { name } = measurement;
  const courses = read.toSorted((a, b) => (a.code < b.code ? -1 : 1));
  const of = (questions: readonly CourseQuestion[]) => questions.map(({ code }) => shares.get(code) ?? 0);
  const known = new Map(before?.questions.map((question) => [question.id, question.shares]));
  const questions = courses.flatMap((course) => course.questions);
  const codes = new Set(questions.map(({ code }) => code));
  return {
    measurements: [
      ...(before?.measurements ?? []).filter((each) => each.name !== name),
      {
        ...measurement,
        mean: meanOf(of(questions)),
        courses: Object.fromEntries(courses.map((course) => [course.code, meanOf(of(course.questions))])),
      },
    ],
    notes: before?.notes ?? [],
    remarks: (before?.remarks ?? []).flatMap((remark) => {
      const left = remark.questions.filter((id) => codes.has(id));
      return left.length > 0 ? [{ ...remark, questions: left }] : [];
    }),
    notMeasured: [],
    questions: questions.map((question) => ({
      id: question.code,
      asked: hashAsked(question),
      shares: { ...known.get(question.code), [name]: shares.get(question.code) ?? 0 },
    })),
  };
}

/** pilot.yaml, a line for each question. */
export function pilotText(pilot: PilotSheet): string {
  const flow = (value: unknown) => stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trimEnd();
  const list = (name: string, items: readonly unknown[]) =>
    items.length === 0 ? [`${name}: []`] : [`${name}:`, ...items.map((item) => `  - ${flow(item)}`)];
  return [
    '# What readers who had seen neither lessons nor facts answered: content/README.md says how. Written by npm run content:blind;',
    '# what was reworded since is added to notMeasured by hand.',
    ...list('measurements', pilot.measurements),
    ...list('notes', pilot.notes),
    ...list('remarks', pilot.remarks),
    `notMeasured: ${flow(pilot.notMeasured)}`,
    ...list('questions', pilot.questions),
    '',
  ].join('\n');
}
