import type { Change } from './sheets.ts';

/**
 * What is wrong with the corrections of a course, each at its place in `changes`: only a material change after the first
 * edition corrects lessons (each once) and withdraws questions of its own course; the newest speaks of lessons that are there.
 */
export function correctionProblems(
  { code, changes }: { code: string; changes: readonly Change[] },
  lessons: readonly { code: string }[],
): { change: number; message: string }[] {
  return changes.flatMap(({ kind, corrections, withdraws }, change) => {
    const messages: string[] = [];
    if (corrections.length + withdraws.length > 0 && (change === 0 || kind !== 'material'))
      messages.push('only a material change after the first edition corrects lessons and withdraws questions');
    const corrected = corrections.map(({ lesson }) => lesson);
    for (const [index, lesson] of corrected.entries()) {
      if (corrected.indexOf(lesson) < index) messages.push(`lesson ${lesson} is corrected twice`);
      else if (change === changes.length - 1 && !lessons.some((each) => each.code === lesson))
        messages.push(`there is no lesson ${lesson} to correct`);
    }
    for (const [index, question] of withdraws.entries()) {
      if (withdraws.indexOf(question) < index) messages.push(`${question} is withdrawn twice`);
      if (!question.startsWith(`${code}-`)) messages.push(`${question} is a question of another course`);
    }
    return messages.map((message) => ({ change, message }));
  });
}
