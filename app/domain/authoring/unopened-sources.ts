import type { ParsedCourse } from './parsed-course.ts';
import type { Registers } from './registers.ts';

export type UnopenedSource = {
  id: string;
  line: number;
  name: string;
  url: string | null;
  /** The codes of the lessons that name it. */
  lessons: string[];
};

/** The documents whose page in the gazette nobody has opened yet, in the order of the register. */
export function unopenedSources(sources: Registers['sources'], courses: readonly ParsedCourse[]): UnopenedSource[] {
  const lessons = courses.flatMap((course) => course.modules.flatMap((module) => module.lessons));
  return [...sources.values()]
    .filter((source) => source.awaitsGazette)
    .map(({ id, line, number, title, date, url }) => ({
      id,
      line,
      name: [number, title.vi, date].filter(Boolean).join(', '),
      url: url ?? null,
      lessons: lessons.filter((lesson) => lesson.sources.includes(id)).map(({ code }) => code),
    }));
}
