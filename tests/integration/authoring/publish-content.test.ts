import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { publishContent } from '#app/domain/authoring/publish-content.server.ts';
import { AnswerKey, QuestionContent } from '#app/domain/catalogue/question-version.ts';
import { getCourse } from '#app/domain/learning/get-course.server.ts';
import { seededRandom, systemRandom } from '#app/platform/random.server.ts';
import { sql } from '#app/platform/sql.server.ts';
import {
  CANARY,
  publishCourses,
  publishSample,
  type SampleOptions,
  sampleCourse,
  silentLog,
  writeContent,
} from '#tests/support/content.ts';
import { useDatabase } from '#tests/support/database.ts';

const database = useDatabase();
const folders: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const remove of folders.splice(0)) await remove();
});

/** A folder to publish from, and to change and publish again. */
async function folderWith(...content: Parameters<typeof writeContent>) {
  const { folder, remove } = await writeContent(...content);
  folders.push(remove);
  const publisher = () => ({
    db: database.db,
    random: systemRandom,
    now: () => new Date('2026-11-22T03:00:00Z'),
    log: silentLog,
  });
  return {
    folder,
    publish: () => publishContent(publisher(), folder),
    write: (name: string, text: string) => writeFile(path.join(folder, name), text),
  };
}

const publish = (options: SampleOptions = {}) =>
  publishCourses(database.db, { [options.slug ?? 'sample']: sampleCourse(options) });

/** Every row of the catalogue with the transaction that last touched it. */
const rows = () => database.db.rows`
  SELECT 'Programme' AS name, code AS id, xmin::text FROM "Programme"
  UNION ALL SELECT 'Course', id::text, xmin::text FROM "Course"
  UNION ALL SELECT 'CourseEdition', id::text, xmin::text FROM "CourseEdition"
  UNION ALL SELECT 'Module', id::text, xmin::text FROM "Module"
  UNION ALL SELECT 'Lesson', id::text, xmin::text FROM "Lesson"
  UNION ALL SELECT 'LessonText', "lessonId"::text || locale, xmin::text FROM "LessonText"
  UNION ALL SELECT 'GlossaryTerm', id, xmin::text FROM "GlossaryTerm"
  UNION ALL SELECT 'SourceDocument', id, xmin::text FROM "SourceDocument"
  UNION ALL SELECT 'Quiz', id::text, xmin::text FROM "Quiz"
  UNION ALL SELECT 'QuestionVersion', id::text, xmin::text FROM "QuestionVersion"
  UNION ALL SELECT 'QuizQuestion', "questionVersionId"::text, xmin::text FROM "QuizQuestion"
  UNION ALL SELECT 'LessonCorrection', "lessonCode", xmin::text FROM "LessonCorrection"
  UNION ALL SELECT 'WithdrawnQuestion', code, xmin::text FROM "WithdrawnQuestion"
  ORDER BY 1, 2`;

describe('publishing', () => {
  test('a new course becomes edition 1 with its modules, lessons, quiz and questions', async () => {
    const at = new Date('2026-11-22T03:00:00Z');
    const sample = await publishSample(database.db, { now: () => at, lessons: 3 });
    const course = await database.db.course.findUniqueOrThrow({
      where: { id: sample.courseId },
      include: {
        currentEdition: {
          include: {
            modules: { orderBy: { position: 'asc' } },
            lessons: { orderBy: { position: 'asc' } },
            quiz: { include: { questions: { orderBy: { position: 'asc' }, include: { question: true } } } },
          },
        },
      },
    });
    expect(course).toMatchObject({ code: 'T1', slug: 'sample', programmeCode: 'SKILLS' });
    const edition = course.currentEdition;
    expect(edition).toMatchObject({
      ...{ number: 1, titleVi: 'Khóa học mẫu T1', titleEn: 'Sample course T1', lessonCount: 3, publishedAt: at },
      ...{
        outcomes: [{ vi: 'Biết làm', en: 'Know how' }],
        reviewedOn: new Date('2026-11-13'),
        reviewBy: new Date('2027-05-11'),
      },
    });
    expect(edition?.modules.map((module) => module.titleEn)).toEqual(['Part one', 'Part two']);
    expect(edition?.lessons.map(({ code, slug, position }) => ({ code, slug, position }))).toEqual([
      { code: 'T1.1', slug: 'lesson-1', position: 1 },
      { code: 'T1.2', slug: 'lesson-2', position: 2 },
      { code: 'T1.3', slug: 'lesson-3', position: 3 },
    ]);
    expect(edition?.lessons.map((lesson) => lesson.asOf)).toEqual([new Date('2026-11-22'), null, null]);
    expect(edition?.lessons.every((lesson) => lesson.floorSecondsVi >= 60 && lesson.floorSecondsVi <= 120)).toBe(true);
    expect(edition?.quiz).toMatchObject({
      questionCount: 10,
      passPercent: 70,
      attemptLimit: 3,
      timeLimitSeconds: null,
    });
    expect(
      edition?.quiz?.questions.map(({ position, lessonCode, question }) => [position, lessonCode, question.code]),
    ).toEqual(
      Array.from({ length: 12 }, (_, index) => [
        index + 1,
        `T1.${(index % 3) + 1}`,
        `T1-Q${String(index + 1).padStart(2, '0')}`,
      ]),
    );
  });

  test('what is stored of a question fits the schemas, and its public half holds nothing of the key', async () => {
    await publish();
    const versions = await database.db.questionVersion.findMany();
    expect(new Set(versions.map((version) => version.type)).size).toBe(8);
    for (const version of versions) {
      expect(QuestionContent.parse(version.content).type).toBe(version.type);
      expect(AnswerKey.parse(version.answerKey).type).toBe(version.type);
      expect(JSON.stringify(version.content)).not.toContain(CANARY);
      expect(JSON.stringify(version.answerKey)).toContain(CANARY);
    }
  });

  test('publishing the same content again changes no row', async () => {
    const content = await folderWith({ sample: sampleCourse(), other: sampleCourse({ code: 'T2' }) });
    expect(await content.publish()).toEqual({
      published: [
        { slug: 'other', edition: 1 },
        { slug: 'sample', edition: 1 },
      ],
      unchanged: [],
      broken: [],
    });
    const before = await rows();
    expect(await content.publish()).toEqual({
      published: [],
      unchanged: [
        { slug: 'other', edition: 1 },
        { slug: 'sample', edition: 1 },
      ],
      broken: [],
    });
    expect(await rows()).toEqual(before);
  });

  test('changed content becomes the next edition; the first stays as it was and unchanged questions keep their version', async () => {
    const first = await publishSample(database.db);
    const report = await publish({ firstQuestion: 'Câu hỏi số 1 hỏi gì khác?' });
    expect(report.published).toEqual([{ slug: 'sample', edition: 2 }]);
    const editions = await database.db.courseEdition.findMany({
      where: { courseId: first.courseId },
      orderBy: { number: 'asc' },
      include: { currentOf: true, quiz: { include: { questions: { orderBy: { position: 'asc' } } } } },
    });
    expect(editions.map((edition) => [edition.number, edition.currentOf !== null])).toEqual([
      [1, false],
      [2, true],
    ]);
    const [one, two] = editions.map(
      (edition) => edition.quiz?.questions.map((question) => question.questionVersionId) ?? [],
    );
    expect(two?.[0]).not.toBe(one?.[0]);
    expect(two?.slice(1)).toEqual(one?.slice(1));
    expect(await database.db.questionVersion.count({ where: { code: 'T1-Q01' } })).toBe(2);
  });

  test('content that returns to an earlier edition makes that edition current again', async () => {
    const first = await publishSample(database.db);
    await publish({ note: 'Lần hai.' });
    const report = await publish();
    expect(report.published).toEqual([{ slug: 'sample', edition: 1 }]);
    const course = await database.db.course.findUniqueOrThrow({ where: { slug: 'sample' } });
    expect(course.currentEditionId).toBe(first.editionId);
    expect(await database.db.courseEdition.count()).toBe(2);
  });

  test('what a lawyer has to answer is told on the courses concerned until it is answered, and makes no edition', async () => {
    const point = { id: 'kin', lessons: ['T1.1', 'T2.1'], point: { vi: 'Gồm những ai?', en: 'Who is kin?' } };
    const sheet = (points: object[]) => stringify({ points });
    const { publish: again, write } = await folderWith(
      { sample: sampleCourse(), other: sampleCourse({ code: 'T2', slug: 'other' }) },
      { 'legal-points.yaml': sheet([point, { ...point, id: 'later', lessons: ['T2.1'] }]) },
    );
    const told = async (slug: string) => (await getCourse(database.db, { slug, personId: null }))?.legalPoints;
    expect((await again()).broken).toEqual([]);
    expect(await told('sample')).toEqual([{ lessons: ['T1.1'], point: point.point }]);
    expect(await told('other')).toHaveLength(2);

    const before = await rows();
    await again();
    expect(await rows()).toEqual(before);

    await write('legal-points.yaml', sheet([]));
    expect((await again()).published).toEqual([]);
    expect(await told('sample')).toEqual([]);
    expect(await told('other')).toEqual([]);
  });

  test('a course that counts towards another programme keeps its edition', async () => {
    await publish({ programme: 'SKILLS' });
    const report = await publish({ programme: 'OTHER' });
    expect(report.published).toEqual([{ slug: 'sample', edition: 1 }]);
    expect(await database.db.course.findUniqueOrThrow({ where: { slug: 'sample' } })).toMatchObject({
      programmeCode: 'OTHER',
    });
    expect(await database.db.courseEdition.count()).toBe(1);
  });

  test('a broken course is told with file, line and reason, publishes nothing of itself and blocks no other', async () => {
    const broken = new Map(sampleCourse({ code: 'T2' }));
    broken.set('lessons/lesson-1/en.md', `${broken.get('lessons/lesson-1/en.md')}\n<b>bold</b>\n`);
    const report = await publishCourses(database.db, { broken, sample: sampleCourse() });
    expect(report.published).toEqual([{ slug: 'sample', edition: 1 }]);
    expect(report.broken.map((course) => course.slug)).toEqual(['broken']);
    expect(report.broken[0]?.problems).toContainEqual({
      file: 'courses/broken/lessons/lesson-1/en.md',
      line: expect.any(Number),
      message: 'no HTML',
    });
    expect((await database.db.course.findMany()).map((course) => course.slug)).toEqual(['sample']);
    expect(await database.db.questionVersion.count({ where: { code: { startsWith: 'T2' } } })).toBe(0);
  });

  test('a course that breaks later keeps the edition it has', async () => {
    const content = await folderWith({ sample: sampleCourse() });
    await content.publish();
    const before = await rows();
    await content.write('courses/sample/course.yaml', 'code: [');
    expect((await content.publish()).broken.map((course) => course.slug)).toEqual(['sample']);
    expect(await rows()).toEqual(before);
  });

  test('a missing lesson file and a code that two folders claim are told', async () => {
    const content = await folderWith({ aaa: sampleCourse(), bbb: sampleCourse(), ccc: sampleCourse({ code: 'T3' }) });
    await rm(path.join(content.folder, 'courses/ccc/lessons/lesson-2/vi.md'));
    const report = await content.publish();
    expect(report.published).toEqual([{ slug: 'aaa', edition: 1 }]);
    expect(report.broken).toEqual([
      { slug: 'bbb', problems: [{ file: 'courses/bbb/course.yaml', line: 1, message: 'code: T1 is taken by aaa' }] },
      {
        slug: 'ccc',
        problems: [{ file: 'courses/ccc/lessons/lesson-2/vi.md', line: 1, message: 'the file is missing' }],
      },
    ]);
  });

  test('a course keeps its code and its folder', async () => {
    await publish({ slug: 'sample', code: 'T1' });
    const moved = await publish({ slug: 'moved', code: 'T1' });
    expect(moved.broken[0]?.problems[0]?.message).toContain('course T1 was published from the folder sample');
    const renamed = await publish({ slug: 'sample', code: 'T9' });
    expect(renamed.broken[0]?.problems[0]?.message).toContain('course T1 was published from the folder sample');
    expect(await database.db.course.count()).toBe(1);
  });

  test('programmes are written, changed and left alone when they are the same', async () => {
    const yaml = (percent: number) =>
      `{ code: SKILLS, position: 2, name: { vi: K, en: S }, targetPercent: ${percent}, period: { from: 2019, to: 2025 }, legalBasis: { vi: a, en: b }, counts: { allOf: [T1], oneOf: [T2, T3] }, countingRule: { vi: c, en: d } }\n`;
    const content = await folderWith({ sample: sampleCourse() }, { 'programmes/skills.yaml': yaml(80) });
    await content.publish();
    const before = await rows();
    await content.publish();
    expect(await rows()).toEqual(before);
    await content.write('programmes/skills.yaml', yaml(85));
    expect((await content.publish()).unchanged).toEqual([{ slug: 'sample', edition: 1 }]);
    expect(await database.db.programme.findUniqueOrThrow({ where: { code: 'SKILLS' } })).toMatchObject({
      ...{ targetPercent: 85, allOf: ['T1'], oneOf: ['T2', 'T3'] },
    });
  });

  test.each([
    ['programmes/skills.yaml', 'code: skills\n'],
    ['facts.yaml', 'facts: none\n'],
    ['glossary.yaml', 'terms: []\n'],
  ] as const)('a broken %s is told, publishes nothing and takes nothing away', async (name, text) => {
    await publish();
    const before = await rows();
    const content = await folderWith({ sample: sampleCourse({ note: 'Mới.' }) }, { [name]: text });
    const report = await content.publish();
    expect(report.published).toEqual([]);
    expect(report.broken.map((course) => course.slug)).toEqual(['content']);
    expect(report.broken[0]?.problems[0]?.file).toBe(name);
    expect(await rows()).toEqual(before);
  });

  test('a programme nobody knows is told, at its line', async () => {
    const other = 'code: ANOTHER\nposition: 2\n';
    const skills = stringify({
      ...{ name: { vi: 'K', en: 'S' }, targetPercent: 80, period: { from: 2019, to: 2025 }, counts: { allOf: ['T1'] } },
      ...{ legalBasis: { vi: 'a', en: 'b' }, countingRule: { vi: 'c', en: 'd' } },
    });
    const content = await folderWith({ sample: sampleCourse() }, { 'programmes/skills.yaml': other + skills });
    expect((await content.publish()).broken).toEqual([
      {
        slug: 'sample',
        problems: [
          { file: 'courses/sample/course.yaml', line: 2, message: 'programme: there is no SKILLS in programmes/' },
        ],
      },
    ]);
  });
});

describe('publishing from several processes', () => {
  test('eight at once make one edition, and one of them says so', async () => {
    const content = await folderWith({ sample: sampleCourse() });
    const reports = await Promise.all(Array.from({ length: 8 }, () => content.publish()));
    expect(reports.flatMap((report) => report.broken)).toEqual([]);
    expect(reports.flatMap((report) => report.published)).toEqual([{ slug: 'sample', edition: 1 }]);
    expect(reports.flatMap((report) => report.unchanged)).toHaveLength(7);
    expect(await database.db.courseEdition.count()).toBe(1);
    expect(await database.db.questionVersion.count()).toBe(12);
  });

  test('two contents at once make an edition each, or the one that comes after a longer list of changes is refused', async () => {
    await publish();
    const reports = await Promise.all([
      publish({ note: 'Một.', changes: ['material'] }),
      publish({ note: 'Hai.', changes: ['material', 'material'] }),
    ]);
    const refused = reports.flatMap((report) => report.broken.flatMap(({ problems }) => problems));
    expect(refused.every((problem) => problem.message.includes('does not say how'))).toBe(true);
    const editions = await database.db.courseEdition.findMany({
      orderBy: { number: 'asc' },
      include: { currentOf: true },
    });
    expect(editions.map((edition) => edition.number)).toEqual(refused.length === 0 ? [1, 2, 3] : [1, 2]);
    expect(editions.filter((edition) => edition.currentOf)).toHaveLength(1);
  });

  test('a publisher that dies in the middle leaves nothing', async () => {
    let draws = 0;
    const failing = {
      ...systemRandom,
      uuid: (now: Date) => {
        if (++draws > 8) throw new Error('killed');
        return systemRandom.uuid(now);
      },
    };
    await expect(publishCourses(database.db, { sample: sampleCourse() }, { random: failing })).rejects.toThrow(
      'killed',
    );
    expect(await database.db.course.count()).toBe(0);
    expect(await database.db.courseEdition.count()).toBe(0);
    expect((await publish()).published).toEqual([{ slug: 'sample', edition: 1 }]);
  });
});

test('a twin with another key to every question stores the same public bytes under the same ids', async () => {
  const read = async (twin: boolean) => {
    await database.owner.run`TRUNCATE "Course" CASCADE`;
    await publishSample(database.db, {
      twin,
      random: seededRandom('twin'),
      now: () => new Date('2026-11-22T03:00:00Z'),
    });
    const seen = await database.db.one<{ content: string }>`
      SELECT jsonb_agg(jsonb_build_array(v.id, v.code, v.type, v.difficulty, v.content, z."lessonCode", z.position) ORDER BY z.position)::text AS content
        FROM "QuizQuestion" z JOIN "QuestionVersion" v ON v.id = z."questionVersionId"`;
    const keys = await database.db.questionVersion.findMany({ orderBy: { code: 'asc' }, select: { answerKey: true } });
    return { seen: seen.content, keys: keys.map((version) => JSON.stringify(version.answerKey)) };
  };
  const [plain, twin] = [await read(false), await read(true)];
  expect(twin.seen).toBe(plain.seen);
  for (const [index, key] of plain.keys.entries()) expect(twin.keys[index]).not.toBe(key);
});

test('an edition never changes, whoever asks', async () => {
  await publish();
  for (const table of ['CourseEdition', 'Module', 'Lesson', 'Quiz', 'QuestionVersion', 'QuizQuestion']) {
    await expect(database.owner.run(sql.raw(`DELETE FROM "${table}"`))).rejects.toThrow(/record of facts/);
  }
  await expect(database.owner.run`UPDATE "Lesson" SET "titleVi" = 'x'`).rejects.toThrow(/record of facts/);
});
