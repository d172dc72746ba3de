import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import { LegalPointSheet } from './legal-points.ts';
import { type CourseReading, foldQuestion, parseCourse } from './parse-course.ts';
import { checkText, isFault, type Problem } from './problem.ts';
import { readYaml, type YamlReading } from './read-yaml.ts';
import {
  type Fact,
  FactSheet,
  GlossarySheet,
  type ProgrammeSheet as Programme,
  ProgrammeSheet,
  type Registers,
} from './registers.ts';
import { SourceSheet } from './source-sheet.ts';

export type ContentReading = {
  /** Null when one of them is broken: courses are then read without them, and none may be published. */
  registers: Registers | null;
  /** What is wrong with facts.yaml, sources.yaml, glossary.yaml and programmes/. */
  problems: Problem[];
  /** In the order of their folder names. */
  courses: { slug: string; reading: CourseReading }[];
};

async function readText(file: string): Promise<string | null> {
  try {
    return (await readFile(file, 'utf8')).replace(/\r\n/g, '\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function namesIn(folder: string, is: 'isFile' | 'isDirectory'): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.flatMap((entry) => (entry[is]() && !entry.name.startsWith('.') ? [entry.name] : [])).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** One file of a register: its value, or null and why. */
async function readSheet<Schema extends z.ZodType>(folder: string, name: string, schema: Schema, problems: Problem[]) {
  const text = await readText(path.join(folder, name));
  if (text === null) {
    problems.push({ file: name, line: 1, message: 'the file is missing' });
    return null;
  }
  const reading: YamlReading<z.output<Schema>> = readYaml(name, text, schema);
  const all = [...checkText(name, text), ...reading.problems];
  problems.push(...all);
  return all.length === 0 ? reading : null;
}

async function readProgrammes(folder: string, problems: Problem[]): Promise<Programme[]> {
  const names = (await namesIn(path.join(folder, 'programmes'), 'isFile')).map((name) => `programmes/${name}`);
  if (names.length === 0) problems.push({ file: 'programmes', line: 1, message: 'the folder holds no programme' });
  const programmes: Programme[] = [];
  for (const name of names) {
    const sheet = await readSheet(folder, name, ProgrammeSheet, problems);
    if (!sheet?.value) continue;
    for (const field of ['code', 'position'] as const) {
      if (!programmes.some((other) => other[field] === sheet.value?.[field])) continue;
      problems.push({
        file: name,
        line: sheet.lineOf([field]),
        message: `${field}: ${sheet.value[field]} is taken by another`,
      });
    }
    programmes.push(sheet.value);
  }
  return programmes.sort((a, b) => a.position - b.position);
}

/** A folder of which no lawyer was asked anything has none. */
const LEGAL_POINTS = 'legal-points.yaml';

/** What all courses share. Null when any of it is broken: nothing can be read against it. */
async function readRegisters(folder: string, problems: Problem[]): Promise<Registers | null> {
  const programmes = await readProgrammes(folder, problems);
  const facts = await readSheet(folder, 'facts.yaml', FactSheet, problems);
  const glossary = await readSheet(folder, 'glossary.yaml', GlossarySheet, problems);
  const sources = await readSheet(folder, 'sources.yaml', SourceSheet, problems);
  const hasPoints = (await namesIn(folder, 'isFile')).includes(LEGAL_POINTS);
  const points = hasPoints ? await readSheet(folder, LEGAL_POINTS, LegalPointSheet, problems) : null;
  if (problems.length > 0 || !facts?.value || !glossary?.value || !sources?.value) return null;
  const byId = new Map<string, Fact>(facts.value.facts.map((fact) => [fact.id, fact]));
  const documents = sources.value.sources.map((source, at) => {
    return [source.id, { ...source, line: sources.lineOf(['sources', at]) }] as const;
  });
  const legalPoints = (points?.value?.points ?? []).map((point, at) => ({
    ...point,
    line: points?.lineOf(['points', at]) ?? 1,
  }));
  return { programmes, facts: byId, sources: new Map(documents), glossary: glossary.value, legalPoints };
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

/** What only shows when courses stand beside each other: the second that claims a code or a question is broken. */
function refuseDoubles(courses: ContentReading['courses']): ContentReading['courses'] {
  const codes = new Map<string, string>();
  const questions = new Map<string, string>();
  return courses.map((entry) => {
    if (!entry.reading.ok) return entry;
    const { course, lines } = entry.reading;
    const problems: Problem[] = [];
    const owner = codes.get(course.code);
    if (owner !== undefined) {
      const message = `code: ${course.code} is taken by ${owner}`;
      problems.push({ file: `courses/${entry.slug}/course.yaml`, line: 1, message });
    }
    codes.set(course.code, owner ?? entry.slug);
    for (const { code, content } of owner === undefined ? course.questions : []) {
      const asked = foldQuestion(content.text.vi);
      const other = questions.get(asked);
      if (other !== undefined) {
        const message = `${code}: ${other} asks the same`;
        problems.push({ file: `courses/${entry.slug}/quiz.yaml`, line: lines.get(code) ?? 1, message });
      }
      questions.set(asked, other ?? code);
    }
    return problems.some(isFault) ? { slug: entry.slug, reading: { ok: false, problems } } : entry;
  });
}

/** Reads all of `content/`: the registers first, then each course against them. All problems are told at once. */
export async function readContent(folder: string): Promise<ContentReading> {
  const problems: Problem[] = [];
  const registers = await readRegisters(folder, problems);
  const home = path.join(folder, 'courses');
  const courses: ContentReading['courses'] = [];
  for (const slug of await namesIn(home, 'isDirectory')) {
    courses.push({ slug, reading: parseCourse(await readCourseFiles(path.join(home, slug)), slug, registers) });
  }
  return { registers, problems, courses: refuseDoubles(courses) };
}
