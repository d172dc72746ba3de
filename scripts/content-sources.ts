import path from 'node:path';
import { readContent } from '#app/domain/authoring/read-content.server.ts';
import { unopenedSources } from '#app/domain/authoring/unopened-sources.ts';

/*
 * npm run content:sources [folder]
 * Prints the documents that a person still has to open in the gazette, each with its address and the lessons that name it.
 */

const folder = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, '../content'));
const { registers, problems, courses } = await readContent(folder);
if (!registers) {
  for (const { file, line, message } of problems) console.error(`${path.join(folder, file)}:${line} ${message}`);
  process.exitCode = 1;
} else {
  const read = courses.flatMap(({ reading }) => (reading.ok ? [reading.course] : []));
  const unopened = unopenedSources(registers.sources, read);
  for (const { id, line, name, url, lessons } of unopened) {
    console.log(`${id} (sources.yaml:${line})  ${name}`);
    console.log(`  ${url ?? 'no address is known: look it up by number and date'}`);
    console.log(`  ${lessons.length > 0 ? lessons.join(', ') : 'no lesson names it'}`);
  }
  console.log(`${unopened.length} of ${registers.sources.size} documents wait to be opened in the gazette`);
}
