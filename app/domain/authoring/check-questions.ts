import { type Locale, locales } from '#app/words/locale.ts';
import { factProblems } from './fact-problems.ts';
import { wrongVariants } from './mark-terms.ts';
import type { CourseQuestion, LinedQuestion } from './parse-quiz.ts';
import type { Problem } from './problem.ts';
import type { Fact, GlossarySheet } from './registers.ts';

export type QuizNeeds = {
  courseCode: string;
  sections: readonly Section[];
  /** Codes of the lessons, each of which a paper asks about. */
  lessonCodes: readonly string[];
  /** Whether the course speaks of ASEAN: its questions name a pillar, others a competency. */
  isAboutAsean: boolean;
  facts: ReadonlyMap<string, Fact> | null;
};

export type Section = { lessonCode: string; questions: number };

/** Whether every question is of its course and lesson, and whether a paper can be drawn from the bank. */
export function checkBank(
  file: string,
  questions: readonly LinedQuestion[],
  needs: QuizNeeds,
  lessonLine: (index: number) => number,
): Problem[] {
  const problems: Problem[] = [];
  const tell = (line: number, message: string) => problems.push({ file, line, message });
  for (const [index, question] of questions.entries()) {
    if (!new RegExp(`^${needs.courseCode}-[QN]\\d{2,3}$`).test(question.code)) {
      tell(
        question.line,
        `${question.code}: a question of ${needs.courseCode} is named ${needs.courseCode}-Q01 or ${needs.courseCode}-N01 …`,
      );
    }
    if (questions.findIndex((other) => other.code === question.code) < index)
      tell(question.line, `${question.code} stands here twice`);
    if (!needs.lessonCodes.includes(question.lessonCode)) {
      tell(lessonLine(index), `${question.code}: the course has no lesson ${question.lessonCode}`);
    }
    const [asked, other] = needs.isAboutAsean
      ? (['pillar', 'competency'] as const)
      : (['competency', 'pillar'] as const);
    if (question[asked] === null) tell(question.line, `${question.code}: it names no ${asked}`);
    if (question[other] !== null)
      tell(question.line, `${question.code}: it names a ${other}, its course asks for a ${asked}`);
    for (const message of factProblems(question.facts, needs.facts))
      tell(question.line, `${question.code}: ${message}`);
  }
  for (const code of needs.lessonCodes) {
    const candidates = questions.filter((question) => question.lessonCode === code).length;
    const drawn = needs.sections.find((section) => section.lessonCode === code)?.questions ?? 0;
    if (candidates === 0) tell(1, `no question asks about lesson ${code}`);
    else if (candidates < drawn) tell(1, `lesson ${code} has ${candidates} questions: a paper draws ${drawn}`);
  }
  return problems;
}

/** Everything that a question says, its key included. */
function saidBy({ content, answerKey }: CourseQuestion, locale: Locale): string[] {
  const items = [content.options, content.left, content.right, content.steps].flatMap((list) => list ?? []);
  const feedback = answerKey.type === 'scenario' ? Object.values(answerKey.feedback ?? {}) : [];
  return [content.text, answerKey.explanation, ...items, ...feedback].map((each) => each[locale]);
}

/** What the glossary calls otherwise. */
export function checkNames(file: string, questions: readonly LinedQuestion[], glossary: GlossarySheet): Problem[] {
  return questions.flatMap((question) =>
    locales.flatMap((locale) =>
      wrongVariants(saidBy(question, locale).join('\n'), glossary, locale).map(({ wrong, right }) => ({
        file,
        line: question.line,
        message: `${question.code}: “${wrong}” is written “${right}”`,
      })),
    ),
  );
}
