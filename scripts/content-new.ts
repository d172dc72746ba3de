import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { Slug } from '#app/domain/authoring/sheets.ts';
import type { QuestionType } from '#app/domain/catalogue/question-version.ts';
import { lessonTemplate, questionTemplate, questionTypes } from './content/templates.ts';

/*
 * npm run content:new -- lesson <course> <lesson>
 * npm run content:new -- question <course> <lesson> <type>
 * Writes what a lesson or a question begins with: <course> and <lesson> are names of folders, <type> is one of quiz.yaml.
 * What is to be written stands between ⟦ and ⟧, and content:check names each that is left.
 */

const USAGE = 'npm run content:new -- lesson <course> <lesson> | question <course> <lesson> <type>';

function refuse(message: string): never {
  console.error(message);
  process.exit(1);
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { content: { type: 'string' } } });
const [kind, course = '', lesson = '', type = ''] = positionals;
const home = path.join(path.resolve(values.content ?? path.join(import.meta.dirname, '../content')), 'courses', course);

const readSheet = async (name: string) => {
  const text = await readFile(path.join(home, name), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return text === null ? null : { text, value: parse(text) };
};
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

async function addLesson(code: string, known: readonly string[]): Promise<void> {
  if (!Slug.safeParse(lesson).success) refuse(`${lesson}: a folder name is of small letters, digits and hyphens`);
  const codes = await Promise.all(known.map(async (slug) => (await readSheet(`lessons/${slug}/lesson.yaml`))?.value));
  const last = Math.max(0, ...codes.map((sheet) => Number(String(sheet?.code ?? '').split('.')[1] ?? 0)));
  const fresh = `${code}.${last + 1}`;
  const folder = path.join(home, 'lessons', lesson);
  // A folder that stands is never written over.
  await mkdir(folder).catch(() => refuse(`${folder}: there is such a lesson already`));
  for (const [name, text] of lessonTemplate({ code: fresh, today: inDays(0), reviewBy: inDays(182) }))
    await writeFile(path.join(folder, name), text, { flag: 'wx' });
  console.log(`${folder}: lesson ${fresh}`);
  console.log('course.yaml: add it to a module and to the sections of the quiz, and say why under changes (material)');
}

async function addQuestion(code: string, isAsean: boolean): Promise<void> {
  if (!questionTypes.includes(type as QuestionType)) refuse(`${type}: a question is ${questionTypes.join(', ')}`);
  const taught = (await readSheet(`lessons/${lesson}/lesson.yaml`))?.value;
  if (!taught) refuse(`${lesson}: ${course} has no such lesson`);
  const bank = await readSheet('quiz.yaml');
  const numbers = [...(bank?.text ?? '').matchAll(/^- id: [A-Z]\d+-N(\d+)$/gm)].map((match) => Number(match[1]));
  const id = `${code}-N${String(Math.max(0, ...numbers) + 1).padStart(2, '0')}`;
  const text = questionTemplate({ id, lesson: taught.code, type: type as QuestionType, isAsean });
  const before = bank ? `${bank.text.trimEnd()}\n\n` : '';
  await writeFile(path.join(home, 'quiz.yaml'), `${before}${text}`);
  console.log(`${path.join(home, 'quiz.yaml')}: question ${id}`);
  console.log(
    'course.yaml: say under changes that there is a question more; review.yaml: somebody else quotes its answer',
  );
}

const sheet = (await readSheet('course.yaml'))?.value;
if ((kind !== 'lesson' && kind !== 'question') || !course || !lesson) refuse(USAGE);
if (!sheet) refuse(`${course}: there is no such course`);
const known = (sheet.modules as { lessons: string[] }[]).flatMap((module) => module.lessons);
await (kind === 'lesson' ? addLesson(sheet.code, known) : addQuestion(sheet.code, sheet.programme === 'ASEAN'));
