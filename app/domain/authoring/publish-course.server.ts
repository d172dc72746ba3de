import type { Db, Tx } from '#app/platform/database.server.ts';
import type { Random } from '#app/platform/random.server.ts';
import type { Reader } from '#app/platform/sql.server.ts';
import { declareEdition, type EditionBefore } from './declare-edition.ts';
import { hashCourse } from './hash-content.server.ts';
import { lockPublishing } from './lock-publishing.server.ts';
import type { ParsedCourse } from './parsed-course.ts';
import type { Problem } from './problem.ts';
import { editionLeftEmpty, publishCorrections } from './publish-corrections.server.ts';
import { writeEdition } from './write-edition.server.ts';

export type CoursePublisher = { db: Db; random: Random; now: () => Date };
export type CourseOutcome =
  | { outcome: 'published' | 'unchanged'; edition: number }
  | { outcome: 'broken'; problems: Problem[] };

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

/**
 * One course in one transaction: its edition becomes the current one, is written first where it is new, or nothing
 * happens and why not is told.
 */
export async function publishCourse(
  { db, random, now }: CoursePublisher,
  course: ParsedCourse,
): Promise<CourseOutcome> {
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
    async (tx): Promise<CourseOutcome> => {
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
