import { sha256 } from '#app/platform/storage.server.ts';
import type { CourseQuestion } from './parse-quiz.ts';
import type { ParsedCourse } from './parsed-course.ts';

/** The same value, the same text: keys sorted, undefined left out. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`;
}

/** Of everything that an edition would store; what a course counts towards and what it says of its changes is no part of it. */
export const hashCourse = ({ programme: _programme, changes: _changes, ...edition }: ParsedCourse): string =>
  sha256(canonical(edition));

export const hashQuestion = ({ type, difficulty, content, answerKey }: CourseQuestion): string =>
  sha256(canonical({ type, difficulty, content, answerKey }));

/** Of what a question asks in Vietnamese and of what is right: what a measurement of a bank holds for. */
export function hashAsked({ content, answerKey }: CourseQuestion): string {
  const asked = JSON.parse(JSON.stringify(content, (name, value) => (name === 'en' ? undefined : value)));
  const key = Object.entries(answerKey).filter(([name]) => name !== 'explanation' && name !== 'feedback');
  return sha256(canonical({ asked, key: Object.fromEntries(key) })).slice(0, 12);
}
