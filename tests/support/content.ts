import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';
import { type PublishReport, publishContent } from '#app/domain/authoring/publish-content.server.ts';
import type { Db } from '#app/platform/database.server.ts';
import type { Log } from '#app/platform/log.server.ts';
import { type Random, systemRandom } from '#app/platform/random.server.ts';
import { CANARY, type SampleOptions, sampleCourse } from './sample-course.ts';

export { CANARY, type SampleOptions, sampleCourse };

const PROGRAMMES = ['ASEAN', 'SKILLS', 'OTHER'].map((code, index) => ({
  code,
  position: index + 1,
  name: { vi: `Chương trình ${code}`, en: `Programme ${code}` },
  targetPercent: code === 'ASEAN' ? 100 : 80,
  period: { from: 2019, to: 2025 },
  legalBasis: { vi: 'Quyết định 1439/QĐ-TTg', en: 'Decision 1439/QĐ-TTg' },
  counts: { allOf: ['T1'] },
  countingRule: { vi: 'Ai đạt thì được tính.', en: 'Whoever passes counts.' },
}));

/** The document that every lesson of the sample names. */
export const SAMPLE_SOURCE = {
  id: 'decree-118-2025',
  kind: 'decree',
  number: '118/2025/NĐ-CP',
  title: { vi: 'Thực hiện thủ tục hành chính theo cơ chế một cửa', en: 'One-stop handling of procedures' },
  issuer: { vi: 'Chính phủ', en: 'the Government' },
  date: '2025-06-09',
  url: 'https://congbao.chinhphu.vn/van-ban/nghi-dinh-so-118-2025-nd-cp.htm',
  host: 'gazette',
  checkedOn: '2026-11-22',
};

const REGISTERS = {
  'programmes/asean.yaml': stringify(PROGRAMMES[0]),
  'programmes/skills.yaml': stringify(PROGRAMMES[1]),
  'programmes/other.yaml': stringify(PROGRAMMES[2]),
  'facts.yaml': stringify({
    facts: [{ id: 'LA-07', standing: 'verified', statement: 'One-stop service.' }],
    sources: {},
  }),
  'sources.yaml': stringify({
    sources: [SAMPLE_SOURCE],
  }),
  'glossary.yaml': stringify({
    terms: [
      {
        id: 'citizen',
        term: { vi: 'Người dân', en: 'Citizen' },
        definition: { vi: 'Người mà công chức phục vụ.', en: 'Whom a civil servant serves.' },
        forms: { vi: ['Người dân'], en: ['citizen'] },
      },
    ],
    names: [],
  }),
};

export type ContentFolder = { folder: string; remove(): Promise<void> };

/** A content folder on disk with these courses (files by path) under their slugs. */
export async function writeContent(
  courses: Readonly<Record<string, ReadonlyMap<string, string>>>,
  registers: Readonly<Partial<Record<keyof typeof REGISTERS | 'legal-points.yaml' | 'statements.yaml', string>>> = {},
): Promise<ContentFolder> {
  const folder = await mkdtemp(path.join(tmpdir(), 'truc-content-'));
  await mkdir(path.join(folder, 'courses'));
  await mkdir(path.join(folder, 'programmes'));
  for (const [name, text] of Object.entries({ ...REGISTERS, ...registers })) {
    await writeFile(path.join(folder, name), text);
  }
  for (const [slug, files] of Object.entries(courses)) {
    for (const [name, text] of files) {
      const file = path.join(folder, 'courses', slug, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silentLog };

type Publishing = { random?: Random; now?: () => Date };

/** Writes the courses to disk and publishes them as a start does. */
export async function publishCourses(
  db: Db,
  courses: Readonly<Record<string, ReadonlyMap<string, string>>>,
  { random = systemRandom, now = () => new Date() }: Publishing = {},
): Promise<PublishReport> {
  const { folder, remove } = await writeContent(courses);
  try {
    return await publishContent({ db, random, now, log: silentLog }, folder);
  } finally {
    await remove();
  }
}

export type PublishedSample = {
  slug: string;
  code: string;
  courseId: string;
  editionId: string;
  quizId: string;
  lessons: { id: string; slug: string; code: string }[];
};

/** The sample course, published: its current edition's ids. Slug `sample` and code `T1` when not given. */
export async function publishSample(db: Db, options: SampleOptions & Publishing = {}): Promise<PublishedSample> {
  const { slug = 'sample' } = options;
  const report = await publishCourses(db, { [slug]: sampleCourse(options) }, options);
  if (report.broken.length > 0) throw new Error(`the sample course is broken: ${JSON.stringify(report.broken)}`);
  const course = await db.course.findUniqueOrThrow({
    where: { slug },
    select: {
      id: true,
      code: true,
      currentEdition: {
        select: {
          id: true,
          quiz: { select: { id: true } },
          lessons: { orderBy: { position: 'asc' }, select: { id: true, slug: true, code: true } },
        },
      },
    },
  });
  const { currentEdition: edition } = course;
  if (!edition?.quiz) throw new Error('the sample course has no edition with a quiz');
  return {
    slug,
    code: course.code,
    courseId: course.id,
    editionId: edition.id,
    quizId: edition.quiz.id,
    lessons: edition.lessons,
  };
}
