import type { ParsedCourse } from './parsed-course.ts';
import type { Problem } from './problem.ts';
import type { Registers } from './registers.ts';
import type { Source } from './source-sheet.ts';

/** After so many days the state of a document is looked up again: sooner where a lesson says as of when it holds. */
const DAY_MS = 86_400_000;
const CHECKED_FOR_DAYS = 180;
const CHECKED_FOR_DAYS_AS_OF = 90;

/** What cites no document, or one that no longer holds, that nobody has opened, or that was not looked up for long. */
export function sourceProblems(
  courses: readonly ParsedCourse[],
  sources: Registers['sources'],
  today: string,
): Problem[] {
  const register = [...sources.values()].flatMap((source): Problem[] => {
    const warn = (message: string) => [
      { file: 'sources.yaml', line: source.line, message: `${source.id}: ${message}`, isWarning: true as const },
    ];
    const undated =
      source.date || source.kind === 'page' ? [] : warn('its day is not known: a document is cited with it');
    if (source.awaitsGazette) return [...undated, ...warn('nobody has opened its page in the gazette yet')];
    return source.checkedOn ? undated : [...undated, ...warn('was never checked')];
  });
  const lessons = courses.flatMap((course) =>
    course.modules.flatMap((module) =>
      module.lessons.flatMap((lesson) => {
        const file = `courses/${course.slug}/lessons/${lesson.slug}/lesson.yaml`;
        const cited = lesson.sources.flatMap((id) => sources.get(id) ?? []);
        const problems = cited.flatMap((source) =>
          doubtsOf(source, today, lesson.asOf ? CHECKED_FOR_DAYS_AS_OF : CHECKED_FOR_DAYS).map((message) => ({
            file,
            line: 1,
            message: `sources: ${message}`,
            isWarning: true as const,
          })),
        );
        const message = `sources: ${lesson.code} names no document`;
        return cited.some(({ kind }) => kind !== 'page') ? problems : [{ file, line: 1, message }, ...problems];
      }),
    ),
  );
  return [...register, ...lessons];
}

function doubtsOf({ id, replacedBy, inForce, checkedOn }: Source, today: string, days: number): string[] {
  if (replacedBy) return [`${id} was replaced by ${replacedBy}`];
  if (inForce?.to && inForce.to < today) return [`${id} was in force until ${inForce.to}`];
  const lookedUp = Date.parse(checkedOn ?? today);
  return Date.parse(today) - lookedUp > days * DAY_MS ? [`${id} was last checked on ${checkedOn}`] : [];
}
