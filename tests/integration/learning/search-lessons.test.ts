import { describe, expect, test } from 'vitest';
import { searchLessons } from '#app/domain/learning/search-lessons.server.ts';
import { publishCourses, publishSample, sampleCourse } from '#tests/support/content.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createAgencies, createPerson } from '#tests/support/factories.ts';

const database = useDatabase();
const at = new Date('2026-11-22T03:00:00Z');

async function learner() {
  await createAgencies(database.db);
  return createPerson(database.db, { agencyCode: 'VN.X00376.DPV' });
}

/** The sample with other words in the Vietnamese text of a lesson. */
function sampleWith(lesson: number, from: string, to: string, code = 'T1') {
  const files = sampleCourse({ code });
  const name = `lessons/lesson-${lesson}/vi.md`;
  const text = files.get(name) ?? '';
  if (!text.includes(from)) throw new Error(`${name} has no ${from}`);
  return files.set(name, text.replace(from, to));
}

const search = (query: string, personId: string, locale: 'vi' | 'en' = 'vi') =>
  searchLessons(database.db, { query, personId, locale });
const codes = async (...asked: Parameters<typeof search>) =>
  (await search(...asked)).lessons.map((lesson) => lesson.code);
const shown = (excerpt: readonly string[] | undefined) =>
  (excerpt ?? []).map((piece, at) => (at % 2 === 1 ? `[${piece}]` : piece)).join('');

describe('searching lessons', () => {
  test('finds words without their diacritics, and shows them as they are written', async () => {
    const person = await learner();
    await publishCourses(database.db, { sample: sampleWith(2, 'Lắng nghe', 'Thích ứng nhanh') });
    const { lessons, similar } = await search('thich ung', person.id);
    expect(lessons.map((lesson) => [lesson.code, lesson.locale])).toEqual([['T1.2', 'vi']]);
    expect(shown(lessons[0]?.excerpt)).toBe('[Thích] [ứng] nhanh');
    expect(similar).toBeNull();
    expect(await codes('THÍCH ỨNG', person.id)).toEqual(['T1.2']);
    expect(await codes('thich un', person.id)).toEqual(['T1.2']);
    expect(await codes('thich ung khong', person.id)).not.toContain('T1.1');
  });

  test('ranks a title before a heading and a heading before the text; words apart come when they are nowhere together', async () => {
    const person = await learner();
    const title = sampleCourse({ code: 'T2' });
    const sheet = 'lessons/lesson-1/lesson.yaml';
    title.set(sheet, (title.get(sheet) ?? '').replace(/title:\n {2}vi: .*/, 'title:\n  vi: Phòng thủ dân sự'));
    await publishCourses(database.db, {
      body: sampleWith(1, 'Lắng nghe', 'Phòng thủ dân sự', 'T3'),
      apart: sampleWith(1, 'Lắng nghe', 'Sự phòng bị là việc của dân, thủ tục sau', 'T4'),
      heading: sampleWith(1, '## Làm tiếp', '## Phòng thủ dân sự', 'T5'),
      title,
    });
    expect(await codes('phòng thủ dân sự', person.id)).toEqual(['T2.1', 'T5.1', 'T3.1']);
    expect(await codes('dân phòng sự thủ', person.id)).toContain('T4.1');
  });

  test('finds English words from a Vietnamese page and says in which language', async () => {
    const person = await learner();
    await publishSample(database.db);
    const { lessons } = await search('apologises', person.id);
    expect(lessons.map((lesson) => lesson.locale)).toEqual(['en', 'en']);
  });

  test('searches the edition that she reads: hers when she is enrolled, else the current one', async () => {
    const person = await learner();
    const stranger = await createPerson(database.db, { agencyCode: 'VN.P79.SNV' });
    const first = await publishSample(database.db);
    await database.db.enrolment.create({
      data: {
        personId: person.id,
        courseId: first.courseId,
        editionId: first.editionId,
        source: 'SELF',
        enrolledAt: at,
      },
    });
    const files = sampleWith(1, 'Lắng nghe', 'Xưởng ươm măng');
    const sheet = sampleCourse({ changes: ['material'] }).get('course.yaml') ?? '';
    await publishCourses(database.db, { sample: files.set('course.yaml', sheet) });
    expect(await codes('ươm măng', stranger.id)).toEqual(['T1.1']);
    expect((await search('ươm măng', person.id)).lessons).toEqual([]);
    const [hers] = (await search('lắng nghe', person.id)).lessons;
    expect([hers?.code, hers?.isOpen]).toEqual(['T1.1', true]);
    expect((await search('lắng nghe', stranger.id)).lessons.map((lesson) => [lesson.code, lesson.isOpen])).toEqual([
      ['T1.2', false],
    ]);
  });

  test('offers similar words when nothing has these, and says so', async () => {
    const person = await learner();
    await publishSample(database.db);
    const { lessons, similar } = await search('trachh nhiêmm', person.id);
    expect(similar).toBe('trach nhiem');
    expect(lessons.map((lesson) => lesson.code)).toEqual(['T1.1', 'T1.2']);
    expect(await search('zzzz qqqq', person.id)).toEqual({ lessons: [], terms: [], similar: '' });
  });

  test('finds terms of the glossary by their words in either language', async () => {
    const person = await learner();
    await publishSample(database.db);
    for (const query of ['nguoi dan', 'Citizen']) {
      expect((await search(query, person.id)).terms).toEqual([
        { id: 'citizen', term: 'Người dân', definition: 'Người mà công chức phục vụ.' },
      ]);
    }
    expect((await search('citizen', person.id, 'en')).terms[0]?.term).toBe('Citizen');
  });

  test.each(['', '   ', "'; --", ':* & | !', '%_\\', '<zzz>'])('answers %j without a fault', async (query) => {
    const person = await learner();
    await publishSample(database.db);
    expect((await search(query, person.id)).lessons).toEqual([]);
  });
});
