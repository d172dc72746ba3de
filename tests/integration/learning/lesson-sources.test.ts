import { beforeEach, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { publishContent } from '#app/domain/authoring/publish-content.server.ts';
import { getLesson } from '#app/domain/learning/get-lesson.server.ts';
import { enrol } from '#app/domain/training/enrol.server.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { SAMPLE_SOURCE, type SampleOptions, sampleCourse, silentLog, writeContent } from '#tests/support/content.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createAgencies, createPerson } from '#tests/support/factories.ts';
import { createWorld, type TestWorld } from '#tests/support/world.ts';

const database = useDatabase();
const slug = 'sample';
const AMENDING = {
  id: 'decree-367-2025',
  kind: 'decree',
  number: '367/2025/NĐ-CP',
  title: { vi: 'Sửa đổi Nghị định 118', en: 'Amends Decree 118' },
  issuer: { vi: 'Chính phủ', en: 'the Government' },
};
const NEWER = { ...SAMPLE_SOURCE, id: 'decree-1-2027', number: '1/2027/NĐ-CP', date: '2027-01-05' };

let world: TestWorld;
let personId: string;
beforeEach(async () => {
  world = createWorld(database.db);
  await createAgencies(database.db);
  ({ id: personId } = await createPerson(database.db, { agencyCode: 'VN.P01' }));
});

/** Publishes the sample with a register in which its document is changed and others stand beside it. */
async function publish(change: object = {}, others: object[] = [], options: SampleOptions = {}) {
  const register = stringify({ sources: [{ ...SAMPLE_SOURCE, ...change }, ...others] });
  const { folder, remove } = await writeContent({ [slug]: sampleCourse(options) }, { 'sources.yaml': register });
  try {
    const { broken } = await publishContent(
      { db: database.db, random: systemRandom, now: world.now, log: silentLog },
      folder,
    );
    expect(broken).toEqual([]);
  } finally {
    await remove();
  }
}
const sourcesOf = async (of: string | null = personId) =>
  (await getLesson(database.db, { slug, lessonSlug: 'lesson-1', personId: of }))?.lesson.sources;

describe('the documents of a lesson', () => {
  test('are told with number, day, state and address', async () => {
    await publish({ amendedBy: [AMENDING.id] }, [AMENDING]);
    const cited = ({ kind, number, title, issuer }: typeof AMENDING) => ({ kind, number, title, issuer });
    expect(await sourcesOf()).toEqual([
      {
        ...cited(SAMPLE_SOURCE),
        id: SAMPLE_SOURCE.id,
        date: '2025-06-09',
        inForceTo: null,
        amendedBy: [{ ...cited(AMENDING), date: null }],
        replacedBy: null,
        url: SAMPLE_SOURCE.url,
        host: 'gazette',
        checkedOn: '2026-11-22',
        awaitsGazette: false,
      },
    ]);
  });

  test('have no address until somebody has opened it', async () => {
    await publish({ awaitsGazette: true });
    expect(await sourcesOf()).toMatchObject([{ url: null, host: null, awaitsGazette: true }]);
    await publish();
    expect(await sourcesOf()).toMatchObject([{ url: SAMPLE_SOURCE.url, host: 'gazette', awaitsGazette: false }]);
  });

  test('stand beside the editions: that one was replaced is told on the lesson of an old edition too, and makes no edition', async () => {
    await publish();
    await enrol(world, { personId, slug });
    await publish({}, [], { note: 'Bản hai' });
    const old = await getLesson(database.db, { slug, lessonSlug: 'lesson-1', personId });
    await publish({ replacedBy: NEWER.id }, [NEWER], { note: 'Bản hai' });
    expect(await database.db.courseEdition.count()).toBe(2);
    const told = [{ replacedBy: { number: NEWER.number, date: NEWER.date } }];
    expect(await sourcesOf()).toMatchObject(told);
    expect(await sourcesOf(null)).toMatchObject(told);
    const page = await getLesson(database.db, { slug, lessonSlug: 'lesson-1', personId });
    expect(page?.course.editionId).toBe(old?.course.editionId);
  });

  test('stay where an edition names them when the register no longer does, and an unchanged register changes no row', async () => {
    await publish({}, [AMENDING]);
    const rows = () => database.db.rows`SELECT id, xmin::text FROM "SourceDocument" ORDER BY id`;
    const before = await rows();
    await publish({}, [AMENDING]);
    await publish();
    expect(await rows()).toEqual(before);
  });
});
