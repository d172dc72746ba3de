import { asDate } from '#app/domain/calendar.ts';
import { type Db, Prisma, type Tx } from '#app/platform/database.server.ts';
import type { Log } from '#app/platform/log.server.ts';
import type { Random } from '#app/platform/random.server.ts';
import { hashCourse, hashQuestion } from './hash-content.server.ts';
import type { ParsedCourse } from './parse-course.ts';
import type { Problem } from './problem.ts';
import { readContent } from './read-content.server.ts';
import type { ProgrammeSheet } from './sheets.ts';

export type PublishReport = {
  published: { slug: string; edition: number }[];
  unchanged: { slug: string; edition: number }[];
  /** A broken programmes.yaml stands here under the slug `programmes.yaml`. */
  broken: { slug: string; problems: Problem[] }[];
};

type Publisher = { db: Db; random: Random; now: () => Date; log: Log };
type Outcome = { outcome: 'published' | 'unchanged'; edition: number } | { outcome: 'broken'; problems: Problem[] };

/**
 * Turns what changed in the content folder into new, immutable editions. One transaction a course: a broken course
 * publishes nothing of itself and blocks no other. Unchanged content changes no row; content that returns to an earlier
 * edition makes that edition current again. Safe to run twice, and from two processes at once.
 */
export async function publishContent({ db, random, now, log }: Publisher, folder: string): Promise<PublishReport> {
  const { programmes, courses } = await readContent(folder);
  const report: PublishReport = { published: [], unchanged: [], broken: [] };
  const refuse = (slug: string, problems: Problem[]) => {
    report.broken.push({ slug, problems });
    log.warn({ slug, problems }, 'content is broken and was not published');
  };

  if (programmes.ok) await publishProgrammes(db, programmes.programmes);
  else refuse('programmes.yaml', programmes.problems);
  for (const { slug, reading } of courses) {
    const result: Outcome = reading.ok
      ? await publishCourse({ db, random, now }, reading.course)
      : { outcome: 'broken', problems: reading.problems };
    switch (result.outcome) {
      case 'broken':
        refuse(slug, result.problems);
        break;
      case 'published':
        report.published.push({ slug, edition: result.edition });
        log.info({ slug, edition: result.edition }, 'course published');
        break;
      case 'unchanged':
        report.unchanged.push({ slug, edition: result.edition });
        break;
      default:
        result satisfies never;
    }
  }
  return report;
}

const PROGRAMME_FIELDS = [
  ...['nameVi', 'nameEn', 'targetPercent', 'periodFrom', 'periodTo'],
  ...['legalBasisVi', 'legalBasisEn', 'countingRuleVi', 'countingRuleEn', 'position'],
];
const fieldsOf = (prefix: string) => Prisma.raw(PROGRAMME_FIELDS.map((name) => `${prefix}"${name}"`).join(', '));

async function publishProgrammes(db: Db, programmes: readonly ProgrammeSheet[]): Promise<void> {
  if (programmes.length === 0) return;
  const rows = programmes.map(
    (p, position) => Prisma.sql`(${p.code}, ${p.name.vi}, ${p.name.en}, ${p.targetPercent}::int, ${p.period.from}::int,
      ${p.period.to}::int, ${p.legalBasis.vi}, ${p.legalBasis.en}, ${p.countingRule.vi}, ${p.countingRule.en}, ${position}::int)`,
  );
  // In the order of their codes, so that two publishers never wait for each other.
  const sorted = rows.map((row, index) => ({ row, code: programmes[index]?.code ?? '' }));
  sorted.sort((a, b) => (a.code < b.code ? -1 : 1));
  await db.$executeRaw`
    INSERT INTO "Programme" AS p (code, ${fieldsOf('')}) VALUES ${Prisma.join(sorted.map(({ row }) => row))}
    ON CONFLICT (code) DO UPDATE SET (${fieldsOf('')}) = ROW(${fieldsOf('excluded.')})
    WHERE (${fieldsOf('p.')}) IS DISTINCT FROM (${fieldsOf('excluded.')})`;
}

type Standing = {
  id: string;
  code: string;
  slug: string;
  programmeCode: string;
  hash: string | null;
  edition: number | null;
};

/** Whatever stands under the course's code or under its folder name. */
const findStanding = (db: Pick<Tx, '$queryRaw'>, course: ParsedCourse) => db.$queryRaw<Standing[]>`
  SELECT c.id, c.code, c.slug, c."programmeCode", e."contentHash" AS hash, e.number AS edition
    FROM "Course" c LEFT JOIN "CourseEdition" e ON e.id = c."currentEditionId"
   WHERE c.code = ${course.code} OR c.slug = ${course.slug}`;

async function publishCourse({ db, random, now }: Omit<Publisher, 'log'>, course: ParsedCourse): Promise<Outcome> {
  const hash = hashCourse(course);
  const isPublished = (standing: readonly Standing[]): number | null => {
    const [only] = standing;
    const same =
      standing.length === 1 &&
      only?.code === course.code &&
      only.slug === course.slug &&
      only.programmeCode === course.programme &&
      only.hash === hash;
    return same ? only.edition : null;
  };
  const asItIs = isPublished(await findStanding(db, course));
  if (asItIs !== null) return { outcome: 'unchanged', edition: asItIs };

  return db.$transaction(
    async (tx): Promise<Outcome> => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('catalogue.publish', 0))`;
      const standing = await findStanding(tx, course);
      const meanwhile = isPublished(standing);
      if (meanwhile !== null) return { outcome: 'unchanged', edition: meanwhile };
      const problems = await findConflicts(tx, course, standing);
      if (problems.length > 0) return { outcome: 'broken', problems };

      const at = now();
      const courseId = standing[0]?.id ?? random.uuid(at);
      await tx.course.createMany({
        data: [{ id: courseId, code: course.code, slug: course.slug, programmeCode: course.programme, createdAt: at }],
        skipDuplicates: true,
      });
      const known = await tx.courseEdition.findUnique({
        where: { courseId_contentHash: { courseId, contentHash: hash } },
        select: { id: true, number: true },
      });
      const edition = known ?? (await writeEdition(tx, course, { courseId, hash, random, at }));
      await tx.course.update({
        where: { id: courseId },
        data: { currentEditionId: edition.id, programmeCode: course.programme },
        select: { id: true },
      });
      return { outcome: 'published', edition: edition.number };
    },
    { maxWait: 30_000, timeout: 60_000 },
  );
}

/** A course keeps its code and its folder for good: certificates name the one, addresses the other. */
async function findConflicts(tx: Tx, course: ParsedCourse, standing: readonly Standing[]): Promise<Problem[]> {
  const tell = (message: string) => ({ file: `courses/${course.slug}/course.yaml`, line: 1, message });
  const problems = standing.flatMap((other) =>
    other.code === course.code && other.slug === course.slug
      ? []
      : [
          tell(
            `code: course ${other.code} was published from the folder ${other.slug}: a course keeps its code and its folder`,
          ),
        ],
  );
  const programme = await tx.programme.findUnique({ where: { code: course.programme }, select: { code: true } });
  if (!programme) problems.push(tell(`programme: ${course.programme} is not known`));
  return problems;
}

type Fresh = { courseId: string; hash: string; random: Random; at: Date };

async function writeEdition(tx: Tx, course: ParsedCourse, fresh: Fresh): Promise<{ id: string; number: number }> {
  const { courseId, random, at } = fresh;
  const { _max } = await tx.courseEdition.aggregate({ where: { courseId }, _max: { number: true } });
  const edition = { id: random.uuid(at), number: (_max.number ?? 0) + 1 };
  await tx.courseEdition.createMany({
    data: [
      {
        ...edition,
        courseId,
        contentHash: fresh.hash,
        titleVi: course.title.vi,
        titleEn: course.title.en,
        summaryVi: course.summary.vi,
        summaryEn: course.summary.en,
        outcomes: course.outcomes,
        minutesVi: course.minutes.vi,
        minutesEn: course.minutes.en,
        lessonCount: course.lessonCount,
        reviewedOn: asDate(course.reviewedOn),
        reviewBy: asDate(course.reviewBy),
        publishedAt: at,
      },
    ],
  });
  await writeLessons(tx, course, edition.id, fresh);
  await writeQuiz(tx, course, edition.id, fresh);
  return edition;
}

async function writeLessons(tx: Tx, course: ParsedCourse, editionId: string, { random, at }: Fresh): Promise<void> {
  const modules = course.modules.map((module, index) => ({ ...module, id: random.uuid(at), position: index + 1 }));
  await tx.module.createMany({
    data: modules.map(({ id, position, title }) => ({ id, editionId, position, titleVi: title.vi, titleEn: title.en })),
  });
  await tx.lesson.createMany({
    data: modules.flatMap((module) =>
      module.lessons.map((lesson) => ({
        id: random.uuid(at),
        editionId,
        moduleId: module.id,
        position: lesson.position,
        code: lesson.code,
        slug: lesson.slug,
        titleVi: lesson.title.vi,
        titleEn: lesson.title.en,
        outcomeVi: lesson.outcome.vi,
        outcomeEn: lesson.outcome.en,
        minutesVi: lesson.minutes.vi,
        minutesEn: lesson.minutes.en,
        floorSecondsVi: lesson.floorSeconds.vi,
        floorSecondsEn: lesson.floorSeconds.en,
        reviewedOn: asDate(lesson.reviewedOn),
        reviewBy: asDate(lesson.reviewBy),
        asOf: lesson.asOf ? asDate(lesson.asOf) : null,
        blocksVi: lesson.blocks.vi,
        blocksEn: lesson.blocks.en,
      })),
    ),
  });
}

/** The quiz of an edition. A question that did not change keeps the version it has. */
async function writeQuiz(
  tx: Tx,
  course: ParsedCourse,
  editionId: string,
  { courseId, random, at }: Fresh,
): Promise<void> {
  const quizId = random.uuid(at);
  await tx.quiz.createMany({ data: [{ id: quizId, editionId, ...course.quiz }] });
  const questions = course.questions.map((question) => ({ ...question, contentHash: hashQuestion(question) }));
  await tx.questionVersion.createMany({
    data: questions.map(({ code, contentHash, type, difficulty, content, answerKey }) => ({
      id: random.uuid(at),
      courseId,
      code,
      contentHash,
      type,
      difficulty,
      content,
      answerKey,
    })),
    skipDuplicates: true,
  });
  const versions = await tx.questionVersion.findMany({
    where: { courseId, contentHash: { in: questions.map((question) => question.contentHash) } },
    select: { id: true, code: true, contentHash: true },
  });
  const ids = new Map(versions.map((version) => [`${version.code} ${version.contentHash}`, version.id]));
  await tx.quizQuestion.createMany({
    data: questions.map(({ code, contentHash, lessonCode }, index) => ({
      quizId,
      questionVersionId: ids.get(`${code} ${contentHash}`) ?? '',
      lessonCode,
      position: index + 1,
    })),
  });
}
