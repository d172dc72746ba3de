import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { hashAsked } from './hash-content.server.ts';
import type { ParsedCourse } from './parsed-course.ts';
import { checkText, type Problem } from './problem.ts';
import { readYaml, type YamlReading } from './read-yaml.ts';
import { CourseCode, Day, QuestionCode, Slug, Text } from './sheets.ts';

const PILOT = 'pilot.yaml';
export const MISSING = 'the file is missing';

const Share = z.number().min(0, 'a share is at least 0').max(1, 'a share is at most 1');

/** pilot.yaml: what readers who saw neither lessons nor facts answered of each bank. */
const PilotSheet = z.strictObject({
  measurements: z
    .array(
      z.strictObject({
        name: Slug,
        on: Day,
        readers: z.int().min(1, 'somebody has answered'),
        /** Which bank it was. */
        bank: Text,
        /** The share of the marks that the readers earned, of all questions and of each course's. */
        mean: Share,
        courses: z.record(CourseCode, Share),
      }),
    )
    .min(1, 'something was measured'),
  /** What the measurements tell, and what they do not. */
  notes: z.array(Text).default([]),
  /** What readers said of questions beside answering them. */
  remarks: z.array(z.strictObject({ on: Day, remark: Text, questions: z.array(QuestionCode).min(1) })).default([]),
  /** Questions that nobody has answered as they are worded. */
  notMeasured: z.array(QuestionCode).default([]),
  questions: z.array(
    z.strictObject({
      id: QuestionCode,
      /** Of the wording that was measured last (`hashAsked`). */
      asked: z.string().regex(/^[0-9a-f]{12}$/, 'asked is the mark of a wording, twelve digits from 0 to f'),
      /** The mean share of the mark, by measurement. */
      shares: z
        .record(Slug, Share)
        .refine((shares) => Object.keys(shares).length > 0, 'a question stands here because it was measured'),
    }),
  ),
});
export type PilotSheet = z.infer<typeof PilotSheet>;

/** pilot.yaml, or what is wrong with it. */
export async function readPilot(
  folder: string,
): Promise<Pick<YamlReading<PilotSheet>, 'value' | 'problems'> & { lineOf: (path: PropertyKey[]) => number }> {
  const text = await readFile(path.join(folder, PILOT), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) {
    return { value: null, problems: [{ file: PILOT, line: 1, message: MISSING }], lineOf: () => 1 };
  }
  const { value, problems, lineOf } = readYaml(PILOT, text, PilotSheet);
  return { value, problems: [...checkText(PILOT, text), ...problems], lineOf };
}

/**
 * Whether pilot.yaml speaks of every question of the courses: it was answered as it is worded, or is named as not measured.
 */
export async function checkPilot(folder: string, courses: readonly ParsedCourse[]): Promise<Problem[]> {
  const { value, problems, lineOf } = await readPilot(folder);
  if (!value) return problems;
  const found = [...problems];
  const tell = (at: PropertyKey[], message: string) => found.push({ file: PILOT, line: lineOf(at), message });
  const asked = new Map(
    courses.flatMap((course) => course.questions.map((question) => [question.code, hashAsked(question)] as const)),
  );
  const names = new Set(value.measurements.map(({ name }) => name));
  const open = new Set(value.notMeasured);
  const measured = new Map<string, string>();

  const tellStrange = (id: string, at: PropertyKey[]) => {
    if (!asked.has(id)) tell(at, `${id}: there is no such question`);
  };
  for (const [row, { id, ...question }] of value.questions.entries()) {
    const at = ['questions', row];
    tellStrange(id, [...at, 'id']);
    if (measured.has(id)) tell([...at, 'id'], `${id}: stands here twice`);
    measured.set(id, question.asked);
    for (const name of Object.keys(question.shares)) {
      if (!names.has(name)) tell([...at, 'shares', name], `${id}: there is no measurement ${name}`);
    }
    if (asked.has(id) && question.asked !== asked.get(id) && !open.has(id)) {
      tell([...at, 'asked'], `${id}: its words are not those that were measured: name it under notMeasured`);
    }
  }
  for (const [at, id] of value.notMeasured.entries()) {
    tellStrange(id, ['notMeasured', at]);
    if (value.notMeasured.indexOf(id) < at) tell(['notMeasured', at], `${id}: stands here twice`);
    if (asked.has(id) && measured.get(id) === asked.get(id))
      tell(['notMeasured', at], `${id}: it was measured as it is worded`);
  }
  for (const [row, { questions }] of value.remarks.entries()) {
    for (const [at, id] of questions.entries()) tellStrange(id, ['remarks', row, 'questions', at]);
  }
  for (const id of asked.keys()) {
    if (!measured.has(id) && !open.has(id))
      found.push({ file: PILOT, line: 1, message: `${id}: it is neither measured nor named under notMeasured` });
  }
  return found;
}
