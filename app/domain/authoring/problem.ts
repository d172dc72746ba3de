/** What is wrong with a file of content, and where: the file by its path inside the content folder, the line from 1. */
export type Problem = {
  file: string;
  line: number;
  message: string;
  /** Worth a look; it stops nothing. */
  isWarning?: true;
};

export const isFault = (problem: Problem): boolean => !problem.isWarning;

/** By file and line, as an editor lists them. */
export const inOrder = (problems: readonly Problem[]): Problem[] =>
  [...problems].sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));

/**
 * What no text may hold, whatever its kind: letters that are not composed (NFC), control characters, bytes that were not
 * UTF-8. The same letters are then the same bytes everywhere, in a comparison as in a hash.
 */
export function checkText(file: string, text: string): Problem[] {
  const problems: Problem[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const at = (message: string) => problems.push({ file, line: index + 1, message });
    if (line !== line.normalize('NFC')) at('letters are not composed: save the text as Unicode NFC');
    if (/[^\P{Cc}\t]/u.test(line)) at('a control character stands here');
    if (/[⟦⟧]/.test(line)) at('a blank of the template is not filled in');
    if (line.includes('\uFFFD')) at('a character was lost: save the file as UTF-8');
  }
  return problems;
}
