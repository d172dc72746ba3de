import { expect, test } from 'vitest';
import { getJobAids } from '#app/domain/learning/get-job-aids.server.ts';
import { getLesson } from '#app/domain/learning/get-lesson.server.ts';
import { searchLessons } from '#app/domain/learning/search-lessons.server.ts';
import { changed } from '#tests/support/changed-course.ts';
import { publishCourses, publishSample, sampleCourse } from '#tests/support/content.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createAgencies, createPerson } from '#tests/support/factories.ts';

const database = useDatabase();

const AIDS = {
  vi: ':::aid[Phiếu Ngọc Lan khi hồ sơ chậm]\nNói ngay, quyvetphieu.\n\n- Hồ sơ nào:\n- Hẹn ngày nào:\n:::\n\n',
  en: ':::aid[When a file is late]\nSay so at once, quyvetphieu.\n\n- Which file:\n- New day:\n:::\n\n',
};
/** The sample with a job aid in its second lesson, as a later editorial edition. */
const withAid = () =>
  (['vi', 'en'] as const).reduce(
    (files, locale) =>
      changed(
        `lessons/lesson-2/${locale}.md`,
        (text) => text.replace(':::sources', `${AIDS[locale]}:::sources`),
        files,
      ),
    sampleCourse({ changes: ['editorial'] }),
  );

async function learner() {
  await createAgencies(database.db);
  return createPerson(database.db, { agencyCode: 'VN.X00376.DPV' });
}

test('the job aids of a course come with what they rest on, also to whoever began before they were there', async () => {
  const sample = await publishSample(database.db);
  const person = await learner();
  const mine = { slug: 'sample', personId: person.id };
  expect(await getJobAids(database.db, mine)).toMatchObject({ enrolmentId: null, aids: [] });

  const enrolment = await database.db.enrolment.create({
    data: {
      ...{ personId: person.id, courseId: sample.courseId, editionId: sample.editionId },
      ...{ source: 'SELF', enrolledAt: new Date('2026-11-25') },
    },
  });
  expect((await publishCourses(database.db, { sample: withAid() })).broken).toEqual([]);
  const found = await getJobAids(database.db, mine);
  expect(found).toMatchObject({ course: { code: 'T1', slug: 'sample' }, enrolmentId: enrolment.id });
  expect(found?.aids).toMatchObject([
    {
      lesson: { code: 'T1.2', slug: 'lesson-2' },
      title: { vi: 'Phiếu Ngọc Lan khi hồ sơ chậm', en: 'When a file is late' },
      html: { vi: expect.stringContaining('<ul class="fill">\n<li>Hồ sơ nào:</li>') },
      reviewedOn: '2026-11-12',
      asOf: null,
      sources: [{ id: 'decree-118-2025', number: '118/2025/NĐ-CP', date: '2025-06-09' }],
    },
  ]);
});

test('there is none of a course that nobody published', async () => {
  const person = await learner();
  expect(await getJobAids(database.db, { slug: 'nowhere', personId: person.id })).toBeNull();
});

test('a job aid is no part of what is read, and a search of lessons finds its title alone', async () => {
  await publishCourses(database.db, { sample: withAid() });
  const person = await learner();
  const page = await getLesson(database.db, { slug: 'sample', lessonSlug: 'lesson-2', personId: person.id });
  expect(page?.lesson.blocks.vi.map(({ kind }) => kind).slice(-2)).toEqual(['aid', 'sources']);
  const found = async (query: string) => {
    const { lessons } = await searchLessons(database.db, { query, personId: person.id, locale: 'vi' });
    return lessons.length;
  };
  expect([await found('quyvetphieu'), await found('ngọc lan')]).toEqual([0, 1]);
});
