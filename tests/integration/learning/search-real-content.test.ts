import path from 'node:path';
import { expect, test } from 'vitest';
import { publishContent } from '#app/domain/authoring/publish-content.server.ts';
import { searchLessons } from '#app/domain/learning/search-lessons.server.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { silentLog } from '#tests/support/content.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createAgencies, createPerson } from '#tests/support/factories.ts';

const database = useDatabase();
const folder = path.resolve(import.meta.dirname, '../../../content');

test('the curriculum is searched: diacritics left out, names of bodies, terms, slips', async () => {
  const { db } = database;
  const { broken } = await publishContent({ db, random: systemRandom, now: () => new Date(), log: silentLog }, folder);
  expect(broken).toEqual([]);
  await createAgencies(db);
  const person = await createPerson(db, { agencyCode: 'VN.X00376.DPV' });
  const search = (query: string) => searchLessons(db, { query, personId: person.id, locale: 'vi' });

  const adapt = await search('thich ung');
  expect(adapt.similar).toBeNull();
  expect(adapt.lessons.length).toBeGreaterThan(0);
  for (const { excerpt } of adapt.lessons) expect(excerpt.join('')).toMatch(/thích ứng/i);

  // Lessons with the name in their title, all of the course about it, come before those that mention it.
  const accsm = (await search('ACCSM')).lessons.map((lesson) => lesson.code);
  const titled = accsm.filter((code) => ['A3.1', 'A3.4', 'A3.5', 'A3.6'].includes(code));
  expect(titled).toHaveLength(4);
  expect(accsm.slice(0, 4).sort()).toEqual(titled.sort());

  expect((await search('khieu nai')).terms.map((term) => term.term)).toContain('Khiếu nại');
  const slip = await search('khiieu naii');
  expect(slip.similar).toBe('khieu nai');
  expect(slip.lessons[0]?.code).toMatch(/^K1\./);
}, 120_000);
