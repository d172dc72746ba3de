import { bankProblems } from './check-bank.ts';
import { endedFacts } from './check-facts.ts';
import { checkPilot } from './check-pilot.server.ts';
import { checkReview } from './check-review.server.ts';
import { sourceProblems } from './check-sources.ts';
import { checkStatements } from './check-statements.server.ts';
import { legalPointProblems } from './legal-points.ts';
import { overdueReviews } from './overdue-reviews.ts';
import type { ParsedCourse } from './parsed-course.ts';
import { inOrder, type Problem } from './problem.ts';
import { readContent } from './read-content.server.ts';

/**
 * Everything that is wrong or doubtful in a folder of content, in the order of files and lines, and the courses that
 * could be read. What nobody has read a second time or measured, what a source document says and nothing teaches or
 * asks, and what a bank lacks is a fault where `isComplete`, and else a warning: a folder may be one in the making. `today` is a day as
 * YYYY-MM-DD.
 */
export async function checkContent(
  folder: string,
  { today, isComplete }: { today: string; isComplete: boolean },
): Promise<{ problems: Problem[]; courses: ParsedCourse[] }> {
  const { registers, problems: shared, courses } = await readContent(folder);
  const read = courses.flatMap(({ reading }) => (reading.ok ? [reading.course] : []));
  const isWhole = read.length === courses.length;
  const review = isWhole
    ? [
        ...(await checkReview(folder, read)),
        ...(await checkStatements(folder, read)),
        ...(await checkPilot(folder, read)),
      ]
    : [];
  const problems = inOrder([
    ...shared,
    ...courses.flatMap(({ reading }) => (reading.ok ? reading.warnings : reading.problems)),
    ...read.flatMap((course) => overdueReviews(course, today)),
    ...(registers ? read.flatMap((course) => endedFacts(course, registers.facts, today)) : []),
    ...(registers ? sourceProblems(read, registers.sources, today) : []),
    ...(registers && isWhole ? legalPointProblems(read, registers.legalPoints) : []),
    ...[...review, ...read.flatMap(bankProblems)].map((problem) =>
      isComplete ? problem : { ...problem, isWarning: true as const },
    ),
  ]);
  return { problems, courses: read };
}
