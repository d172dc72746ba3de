import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type CourseReading, parseCourse } from './parse-course.ts';
import { checkText, type Problem } from './problem.ts';
import { readYaml } from './read-yaml.ts';
import { ProgrammeList, type ProgrammeSheet } from './sheets.ts';

export type ProgrammesReading = { ok: true; programmes: ProgrammeSheet[] } | { ok: false; problems: Problem[] };

export type ContentReading = {
  programmes: ProgrammesReading;
  /** In the order of their folder names. */
  courses: { slug: string; reading: CourseReading }[];
};

const PROGRAMMES = 'programmes.yaml';

async function readText(file: string): Promise<string | null> {
  try {
    return (await readFile(file, 'utf8')).replace(/\r\n/g, '\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function readProgrammes(folder: string): Promise<ProgrammesReading> {
  const text = await readText(path.join(folder, PROGRAMMES));
  if (text === null) return { ok: false, problems: [{ file: PROGRAMMES, line: 1, message: 'the file is missing' }] };
  const { value, problems } = readYaml(PROGRAMMES, text, ProgrammeList);
  const all = [...checkText(PROGRAMMES, text), ...problems];
  return value && all.length === 0 ? { ok: true, programmes: value } : { ok: false, problems: all };
}

/** The files of a course by their paths inside its folder, whatever the separator of this machine. */
async function readCourseFiles(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
  const files = new Map<string, string>();
  for (const name of names) files.set(name.split(path.sep).join('/'), (await readText(path.join(folder, name))) ?? '');
  return files;
}

/** A code names one course: the second folder that claims it is broken. */
function refuseDoubles(courses: ContentReading['courses']): ContentReading['courses'] {
  const owners = new Map<string, string>();
  return courses.map((entry) => {
    if (!entry.reading.ok) return entry;
    const { code } = entry.reading.course;
    const owner = owners.get(code);
    if (owner === undefined) {
      owners.set(code, entry.slug);
      return entry;
    }
    const problem = {
      file: `courses/${entry.slug}/course.yaml`,
      line: 1,
      message: `code: ${code} is taken by ${owner}`,
    };
    return { slug: entry.slug, reading: { ok: false, problems: [problem] } };
  });
}

/**
 * Reads all of `content/`. Courses may count towards the programmes named there; when programmes.yaml itself is
 * broken, that is told once and the courses are read without that check.
 */
export async function readContent(folder: string): Promise<ContentReading> {
  const programmes = await readProgrammes(folder);
  const codes = programmes.ok ? new Set(programmes.programmes.map((programme) => programme.code)) : null;
  const home = path.join(folder, 'courses');
  const entries = await readdir(home, { withFileTypes: true });
  const slugs = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const courses: ContentReading['courses'] = [];
  for (const slug of slugs) {
    courses.push({ slug, reading: parseCourse(await readCourseFiles(path.join(home, slug)), slug, codes) });
  }
  return { programmes, courses: refuseDoubles(courses) };
}
