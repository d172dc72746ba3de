import type { StatementSheet } from '#app/domain/authoring/check-statements.server.ts';
import type { LegalPoint } from '#app/domain/authoring/legal-points.ts';

const BEGIN = '<!-- legal-points.yaml, written by npm run content:tables -->';
const END = '<!-- end -->';

/** The page that tells where each statement of the source documents is taught and asked. */
export function statementsPage({ documents, statements }: StatementSheet): string {
  const rows = documents.flatMap(({ id, title }) => [
    `## ${title.en}`,
    '',
    '| Statement | Taught in | Facts | Asked in |',
    '|---|---|---|---|',
    ...statements
      .filter((row) => row.documents.includes(id))
      .map(
        ({ statement, lessons, facts, questions }) =>
          `| ${statement.en} | ${lessons.join(', ')} | ${facts.join(', ')} | ${questions.join(', ')} |`,
      ),
    '',
  ]);
  return `# Where the source documents are taught

Written by \`npm run content:tables\` from \`content/statements.yaml\`; \`npm run content:check\` refuses a row without a lesson or a question, and a lesson or a question that rests on none of its facts.

${rows.join('\n')}`;
}

/** The open points of the README, an item each. */
export const legalPointsList = (points: readonly LegalPoint[]): string =>
  points.map(({ lessons, point }) => `- **${lessons.join(', ')}**: ${point.en}`).join('\n');

/** The text with what stands between its marks put anew. */
export function putBetween(text: string, list: string): string {
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`the text lacks “${BEGIN}” or “${END}”`);
  return `${text.slice(0, from + BEGIN.length)}\n${list}\n${text.slice(to)}`;
}
