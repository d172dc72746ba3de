import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readStatements } from '#app/domain/authoring/check-statements.server.ts';
import { readContent } from '#app/domain/authoring/read-content.server.ts';
import { legalPointsList, putBetween, statementsPage } from './content/tables.ts';

/*
 * npm run content:tables
 * Writes what is said twice from where it is said once: docs/source-statements.md from statements.yaml, and the open points of
 * content/README.md from legal-points.yaml.
 */

const root = path.join(import.meta.dirname, '..');
const folder = path.join(root, 'content');
const readme = path.join(folder, 'README.md');
const { registers } = await readContent(folder);
const { value } = await readStatements(folder);
if (!registers || !value) {
  console.error('the registers are broken: npm run content:check says where');
  process.exitCode = 1;
} else {
  await writeFile(path.join(root, 'docs/source-statements.md'), statementsPage(value));
  await writeFile(readme, putBetween(await readFile(readme, 'utf8'), legalPointsList(registers.legalPoints)));
}
