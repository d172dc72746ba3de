import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { checkReview } from '#app/domain/authoring/check-review.server.ts';
import { readContent } from '#app/domain/authoring/read-content.server.ts';
import { type ContentFolder, sampleCourse, writeContent } from '#tests/support/content.ts';

type Entry = Record<string, unknown> & { quote: { vi: string; en: string } };

/** What a second reader found for each of the twelve questions: the sample says the same in every lesson's last paragraph. */
const entries = (): Entry[] =>
  Array.from({ length: 12 }, (_, index) => ({
    question: `T1-Q${String(index + 1).padStart(2, '0')}`,
    lesson: `T1.${(index % 2) + 1}`,
    paragraph: 2,
    quote: { vi: 'Điều này quan trọng.', en: 'This matters.' },
    facts: ['LA-07'],
    verdict: 'answerable',
  }));

let content: ContentFolder | undefined;
afterEach(() => content?.remove());

async function told(review: readonly object[] | null): Promise<string[]> {
  content = await writeContent({ sample: sampleCourse() });
  if (review) await writeFile(path.join(content.folder, 'review.yaml'), stringify(review));
  const { courses } = await readContent(content.folder);
  const read = courses.flatMap(({ reading }) => (reading.ok ? [reading.course] : []));
  return (await checkReview(content.folder, read)).map(({ file, line, message }) => `${file}:${line} ${message}`);
}
/** The third entry changed. */
const with3 = (change: (entry: Entry) => object) => entries().map((entry, at) => (at === 2 ? change(entry) : entry));

describe('the second reading', () => {
  test('of every question, with words that stand in its lesson, is sound', async () => {
    expect(await told(entries())).toEqual([]);
  });

  test.each([
    ['no file', null, /^review\.yaml:1 the file is missing$/],
    ['a question nobody read', entries().slice(1), /^review\.yaml:1 T1-Q01: nobody has read it a second time$/],
    ['a question read twice', [...entries(), ...entries().slice(0, 1)], /^review\.yaml:\d+ T1-Q01: stands here twice$/],
    [
      'another lesson',
      with3((entry) => ({ ...entry, lesson: 'T1.2' })),
      /T1-Q03: the question is about T1\.1, not T1\.2$/,
    ],
    [
      'a paragraph that is not there',
      with3((entry) => ({ ...entry, paragraph: 99 })),
      /T1-Q03: lesson T1\.1 has no paragraph 99$/,
    ],
    [
      'words that the lesson does not say in one language',
      with3((entry) => ({ ...entry, quote: { ...entry.quote, en: 'This matters not.' } })),
      /^review\.yaml:\d+ T1-Q03: paragraph 2 of T1\.1 does not say this \(en\)$/,
    ],
    [
      'a fact of another question',
      with3((entry) => ({ ...entry, facts: ['LA-08'] })),
      /T1-Q03: the question does not rest on LA-08$/,
    ],
    ['no verdict', with3(({ verdict: _, ...entry }) => entry), /3\.verdict: /],
    ['another verdict', with3((entry) => ({ ...entry, verdict: 'fine' })), /3\.verdict: a verdict is answerable/],
  ])('with %s is told', async (_name, review, message) => {
    expect(await told(review)).toContainEqual(expect.stringMatching(message));
  });
});
