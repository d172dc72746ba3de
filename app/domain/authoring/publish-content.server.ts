import type { Log } from '#app/platform/log.server.ts';
import type { Problem } from './problem.ts';
import { type CourseOutcome, type CoursePublisher, publishCourse } from './publish-course.server.ts';
import { publishGlossary } from './publish-glossary.server.ts';
import { publishLegalPoints } from './publish-legal-points.server.ts';
import { publishProgrammes } from './publish-programmes.server.ts';
import { publishSources } from './publish-sources.server.ts';
import { readContent } from './read-content.server.ts';

export type PublishReport = {
  published: { slug: string; edition: number }[];
  unchanged: { slug: string; edition: number }[];
  /** What is wrong with the registers (facts, glossary, programmes) stands here under the slug `content`. */
  broken: { slug: string; problems: Problem[] }[];
};

/**
 * Turns what changed in the content folder into new, immutable editions. One transaction a course: a broken course
 * publishes nothing of itself and blocks no other; broken registers, which every course is read against, publish nothing
 * at all, and what was published stays. Unchanged content changes no row; content that returns to an earlier
 * edition makes that edition current again. Safe to run twice, and from two processes at once.
 */
export async function publishContent(
  { db, random, now, log }: CoursePublisher & { log: Log },
  folder: string,
): Promise<PublishReport> {
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
    const result: CourseOutcome = reading.ok
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
