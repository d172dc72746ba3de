import { asDate } from '#app/domain/calendar.ts';
import { foldForSearch } from '#app/domain/fold-for-search.ts';
import type { Db, Tx } from '#app/platform/database.server.ts';
import type { Log } from '#app/platform/log.server.ts';
import type { Random } from '#app/platform/random.server.ts';
import { type Reader, type Sql, sql } from '#app/platform/sql.server.ts';
import { type Locale, locales } from '#app/words/locale.ts';
import { type DeclaredEdition, declareEdition, type EditionBefore } from './declare-edition.ts';
import { hashCourse, hashQuestion } from './hash-content.server.ts';
import type { CourseLesson, ParsedCourse } from './parse-course.ts';
import { plainText } from './plain-text.ts';
import type { Problem } from './problem.ts';
import { editionLeftEmpty, publishCorrections } from './publish-corrections.server.ts';
import { publishLegalPoints } from './publish-legal-points.server.ts';
import { publishSources } from './publish-sources.server.ts';
import { readContent } from './read-content.server.ts';
import type { GlossarySheet, ProgrammeSheet } from './registers.ts';

export type PublishReport = {
  published: { slug: string; edition: number }[];
  unchanged: { slug: string; edition: number }[];
  /** What is wrong with the registers (facts, glossary, programmes) stands here under the slug `content`. */
  broken: { slug: string; problems: Problem[] }[];
};

type Publisher = { db: Db; random: Random; now: () => Date; log: Log };
type Outcome = { outcome: 'published' | 'unchanged'; edition: number } | { outcome: 'broken'; problems: Problem[] };

/**
 * Turns what changed in the content folder into new, immutable editions. One transaction a course: a broken course
 * publishes nothing of itself and blocks no other; broken registers, which every course is read against, publish nothing
 * at all, and what was published stays. Unchanged content changes no row; content that returns to an earlier
 * edition makes that edition current again. Safe to run twice, and from two processes at once.
 */
export async function publishContent({ db, random, now, log }: Publisher, folder: string): Promise<PublishReport> {
  const { registers, problems: shared, courses } = await readContent(folder);
  const report: PublishReport = { published: [], unchanged: [], broken: [] };
  const refuse = (slug: string, problems: Problem[]) => {
    report.broken.push({ slug, problems });
    log.warn({ slug, problems }, 'content is broken and was not published');
  };

  if (!registers) refuse('content', shared);
  else {
    await publishProgrammes(db, registers.programmes);
    await publishGlossary(db, registers.glossary);
    await publishSources(db, registers.sources);
  }
  for (const { slug, reading } of registers ? courses : []) {
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
  if (registers) {
    const codes = courses.flatMap(({ reading }) => (reading.ok ? [reading.course.code] : []));
    await publishLegalPoints(db, codes, registers.legalPoints);
  }
  return report;
}

const PROGRAMME_FIELDS = [
  ...['nameVi', 'nameEn', 'targetPercent', 'periodFrom', 'periodTo'],
  ...['legalBasisVi', 'legalBasisEn', 'countingRuleVi', 'countingRuleEn', 'allOf', 'oneOf', 'position'],
];
const fieldsOf = (prefix: string) => sql.raw(PROGRAMME_FIELDS.map((name) => `${prefix}"${name}"`).join(', '));

async function publishProgrammes(db: Db, programmes: readonly ProgrammeSheet[]): Promise<void> {
  const rows = programmes.map(
    (p) => sql`(${p.code}, ${p.name.vi}, ${p.name.en}, ${p.targetPercent}::int, ${p.period.from}::int,
      ${p.period.to}::int, ${p.legalBasis.vi}, ${p.legalBasis.en}, ${p.countingRule.vi}, ${p.countingRule.en},
      ${p.counts.allOf}, ${p.counts.oneOf ?? []}, ${p.position}::int)`,
  );
  // In the order of their codes, so that two publishers never wait for each other.
  const sorted = rows.map((row, index) => ({ row, code: programmes[index]?.code ?? '' }));
  sorted.sort((a, b) => (a.code < b.code ? -1 : 1));
  await db.run`
    INSERT INTO "Programme" AS p (code, ${fieldsOf('')}) VALUES ${sql.join(sorted.map(({ row }) => row))}
    ON CONFLICT (code) DO UPDATE SET (${fieldsOf('')}) = ROW(${fieldsOf('excluded.')})
    WHERE (${fieldsOf('p.')}) IS DISTINCT FROM (${fieldsOf('excluded.')})`;
}

/** The glossary stands beside the editions: what is taken out of it goes. An unchanged one changes no row. */
async function publishGlossary(db: Db, { terms }: GlossarySheet): Promise<void> {
  const rows = [...terms]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, term, definition, forms }) => {
      const said = foldForSearch([term.vi, term.en, ...forms.vi, ...forms.en].join(' '));
      return sql`(${id}, ${term.vi}, ${term.en}, ${definition.vi}, ${definition.en}, ${said})`;
    });
  await db.transaction(async (tx) => {
    await lockPublishing(tx);
    await tx.glossaryTerm.deleteMany({ where: { id: { notIn: terms.map((term) => term.id) } } });
    if (rows.length === 0) return;
    await tx.run`
      INSERT INTO "GlossaryTerm" AS g (id, "termVi", "termEn", "definitionVi", "definitionEn", "searchText") VALUES ${sql.join(rows)}
      ON CONFLICT (id) DO UPDATE SET ("termVi", "termEn", "definitionVi", "definitionEn", "searchText")
         = ROW(excluded."termVi", excluded."termEn", excluded."definitionVi", excluded."definitionEn", excluded."searchText")
      WHERE (g."termVi", g."termEn", g."definitionVi", g."definitionEn", g."searchText") IS DISTINCT FROM
            (excluded."termVi", excluded."termEn", excluded."definitionVi", excluded."definitionEn", excluded."searchText")`;
  });
}

/** One publisher at a time writes editions. */
const lockPublishing = (tx: Tx) => tx.run`SELECT pg_advisory_xact_lock(hashtextextended('catalogue.publish', 0))`;

type Standing = {
  id: string;
  code: string;
  slug: string;
  programmeCode: string;
  hash: string | null;
  edition: number | null;
};

/** Whatever stands under the course's code or under its folder name. */
const findStanding = (db: Reader, course: ParsedCourse) => db.rows<Standing>`
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
  const empty = await editionLeftEmpty(db, course);
  if (empty !== null) {
    const message = `changes: what is withdrawn leaves papers of edition ${empty} nothing to ask`;
    return {
      outcome: 'broken',
      problems: [{ file: `courses/${course.slug}/course.yaml`, line: course.changes.line, message }],
    };
  }
  const asItIs = isPublished(await findStanding(db, course));
  if (asItIs !== null) {
    await db.transaction((tx) => publishCorrections(tx, course));
    return { outcome: 'unchanged', edition: asItIs };
  }

  return db.transaction(
    async (tx): Promise<Outcome> => {
      await lockPublishing(tx);
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
      let edition = known;
      if (!edition) {
        const declaration = declareEdition(course, await readBefore(tx, courseId));
        if (!declaration.ok) return { outcome: 'broken', problems: [declaration.problem] };
        edition = await writeEdition(tx, course, declaration.edition, { courseId, hash, random, at });
      }
      await tx.course.update({
        where: { id: courseId },
        data: { currentEditionId: edition.id, programmeCode: course.programme },
        select: { id: true },
      });
      await publishCorrections(tx, course);
      return { outcome: 'published', edition: edition.number };
    },
    { withinMs: 60_000 },
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

async function readBefore(tx: Tx, courseId: string): Promise<EditionBefore | null> {
  const before = await tx.courseEdition.findFirst({
    where: { currentOf: { id: courseId } },
    select: {
      number: true,
      lineNumber: true,
      changeCount: true,
      lessons: { select: { code: true, slug: true }, orderBy: { position: 'asc' } },
      quiz: { select: { passPercent: true, attemptLimit: true, timeLimitSeconds: true } },
    },
  });
  if (!before) return null;
  if (!before.quiz) throw new Error(`edition ${before.number} of ${courseId} has no quiz`);
  return { ...before, quiz: before.quiz };
}

type Fresh = { courseId: string; hash: string; random: Random; at: Date };

async function writeEdition(
  tx: Tx,
  course: ParsedCourse,
  { lineNumber, changeCount, note }: DeclaredEdition,
  fresh: Fresh,
): Promise<{ id: string; number: number }> {
  const { courseId, random, at } = fresh;
  const { _max } = await tx.courseEdition.aggregate({ where: { courseId }, _max: { number: true } });
  const edition = { id: random.uuid(at), number: (_max.number ?? 0) + 1 };
  await tx.courseEdition.createMany({
    data: [
      {
        ...edition,
        courseId,
        contentHash: fresh.hash,
        lineNumber: lineNumber ?? edition.number,
        changeCount,
        changeNoteVi: note.vi,
        changeNoteEn: note.en,
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
  const lessons = modules.flatMap((module) =>
    module.lessons.map((lesson) => ({ ...lesson, id: random.uuid(at), moduleId: module.id })),
  );
  await tx.lesson.createMany({
    data: lessons.map((lesson) => ({
      id: lesson.id,
      editionId,
      moduleId: lesson.moduleId,
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
      termsVi: lesson.terms.vi,
      termsEn: lesson.terms.en,
      facts: lesson.facts,
      sources: lesson.sources,
    })),
  });
  const texts = lessons.flatMap((lesson) => locales.map((locale) => textOf(lesson, locale)));
  await tx.run`
    INSERT INTO "LessonText" ("lessonId", locale, body, "foldedTitle", "foldedHeadings", "foldedBody", searchable)
    SELECT id, locale, body, title, headings, folded, setweight(to_tsvector('simple', title), 'A')
           || setweight(to_tsvector('simple', headings), 'B') || setweight(to_tsvector('simple', folded), 'D')
      FROM (VALUES ${sql.join(texts)}) t (id, locale, body, title, headings, folded)`;
  const words = new Set(lessons.flatMap((lesson) => locales.flatMap((locale) => wordsOf(lesson, locale))));
  await tx.run`
    INSERT INTO "LessonWord" (word) SELECT unnest(${[...words].sort()}::text[]) ON CONFLICT DO NOTHING`;
}

/** What a lesson says in one language, line by line, the titles of its boxes included. */
const bodyOf = (lesson: CourseLesson, locale: Locale): string =>
  lesson.blocks[locale]
    .flatMap((block) => [...(block.title && block.kind !== 'heading' ? [block.title] : []), plainText(block.html)])
    .filter((text) => text !== '')
    .join('\n');

/** Folded words of more than a letter, without numbers. */
const wordsOf = (lesson: CourseLesson, locale: Locale): string[] =>
  foldForSearch(`${lesson.title[locale]} ${bodyOf(lesson, locale)}`).match(/\p{L}{2,}/gu) ?? [];

/** The words of a lesson in one language as a search finds them: title and headings weigh more than the text. */
function textOf(lesson: CourseLesson & { id: string }, locale: Locale): Sql {
  const headings = lesson.blocks[locale]
    .flatMap((block) => (block.title === undefined ? [] : [block.title]))
    .join('\n');
  const body = bodyOf(lesson, locale);
  const title = `${lesson.code} ${lesson.title[locale]}`;
  return sql`(${lesson.id}::uuid, ${locale}, ${body}, ${foldForSearch(title)}, ${foldForSearch(headings)}, ${foldForSearch(body)})`;
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
    data: questions.map(({ code, contentHash, lessonCode, facts, pillar, competency }, index) => ({
      quizId,
      questionVersionId: ids.get(`${code} ${contentHash}`) ?? '',
      lessonCode,
      position: index + 1,
      facts,
      pillar,
      competency,
    })),
  });
}
