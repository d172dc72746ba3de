import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { MISSING, readPilot } from '#app/domain/authoring/check-pilot.server.ts';
import { readContent } from '#app/domain/authoring/read-content.server.ts';
import { Slug } from '#app/domain/authoring/sheets.ts';
import { blindPaper, markOf, pilotText, sharesOf, withMeasurement } from './content/blind.ts';

/*
 * npm run content:blind -- papers <folder> [readers]
 * npm run content:blind -- score <folder> <name> <bank>
 * The first writes paper-1.txt … into the folder, everything that the courses ask without what answers it; each reader
 * writes answers-1.jsonl … beside it. The second marks them as the product does and writes the shares into
 * content/pilot.yaml, as measurement <name> of what <bank> says in words.
 */

const USAGE = 'npm run content:blind -- papers <folder> [readers] | score <folder> <name> <bank>';

function refuse(message: string): never {
  console.error(message);
  process.exit(1);
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { content: { type: 'string' } } });
const [kind, papers = '', ...more] = positionals;
if ((kind !== 'papers' && kind !== 'score') || !papers) refuse(USAGE);

const content = path.resolve(values.content ?? path.join(import.meta.dirname, '../content'));
const { courses } = await readContent(content);
const read = courses.flatMap(({ reading }) => (reading.ok ? [reading.course] : []));
if (read.length < courses.length) refuse('a course is broken: npm run content:check says where');

const textOf = (name: string) =>
  readFile(path.join(papers, name), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });

async function writePapers(readers: number): Promise<void> {
  if (!Number.isInteger(readers) || readers < 1) refuse(USAGE);
  await mkdir(papers, { recursive: true });
  for (let reader = 1; reader <= readers; reader++)
    await writeFile(path.join(papers, `paper-${reader}.txt`), blindPaper(read, reader));
  console.log(`${papers}: ${readers} papers of ${read.flatMap(({ questions }) => questions).length} questions`);
}

/** One reader's answers, by question. */
function answersIn(name: string, text: string): Map<string, string> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return new Map(
    lines.map((line, at) => {
      try {
        const { id, answer } = JSON.parse(line);
        if (typeof id !== 'string') throw new Error('no id');
        return [id, String(answer)];
      } catch {
        return refuse(`${name}:${at + 1} is no line such as {"id": "A1-Q01", "answer": "b"}`);
      }
    }),
  );
}

async function score(name: string, bank: string): Promise<void> {
  if (!Slug.safeParse(name).success || !bank) refuse(USAGE);
  const answers: Map<string, string>[] = [];
  for (;;) {
    const reader = answers.length + 1;
    const [paper, written] = [await textOf(`paper-${reader}.txt`), await textOf(`answers-${reader}.jsonl`)];
    if (paper === null) break;
    if (written === null) refuse(`answers-${reader}.jsonl is missing`);
    if (paper.split('\n')[0] !== `# ${markOf(read)}`)
      refuse(`paper-${reader}.txt asks another bank: score it on the content from which it was written`);
    answers.push(answersIn(`answers-${reader}.jsonl`, written));
  }
  if (answers.length === 0) refuse(`${papers} holds no paper-1.txt`);
  const before = await readPilot(content);
  if (!before.value && before.problems.some(({ message }) => message !== MISSING))
    refuse('pilot.yaml is broken: npm run content:check says where');
  const on = new Date().toISOString().slice(0, 10);
  const pilot = withMeasurement(
    before.value,
    read,
    { name, on, readers: answers.length, bank },
    sharesOf(read, answers),
  );
  await writeFile(path.join(content, 'pilot.yaml'), pilotText(pilot));
  for (const [course, mean] of Object.entries(pilot.measurements.at(-1)?.courses ?? {})) console.log(course, mean);
}

await (kind === 'papers' ? writePapers(Number(more[0] ?? 3)) : score(more[0] ?? '', more.slice(1).join(' ')));
