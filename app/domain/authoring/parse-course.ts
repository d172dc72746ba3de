import { correctionProblems } from './correction-problems.ts';
import { CourseFolder } from './course-folder.ts';
import { QUIZ_MINUTES } from './measure-lesson.ts';
import { type CourseQuestion, parseQuiz } from './parse-quiz.ts';
import type { CourseLesson, ParsedCourse } from './parsed-course.ts';
import { checkText, inOrder, isFault, type Problem } from './problem.ts';
import { LessonsReader } from './read-lessons.ts';
import { readYaml } from './read-yaml.ts';
import type { Registers } from './registers.ts';
import { CourseSheet, Slug } from './sheets.ts';

export type CourseReading =
  | {
      ok: true;
      course: ParsedCourse;
      warnings: Problem[] /** Where each question of the bank stands. */;
      lines: ReadonlyMap<string, number>;
    }
  /** Faults, and whatever warnings there are besides. */
  | { ok: false; problems: Problem[] };

/** Without case, spaces and punctuation: whether two questions are the same one. */
export const foldQuestion = (text: string): string =>
  text
    .toLocaleLowerCase('vi')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

class CourseReader {
  readonly lines = new Map<string, number>();
  private readonly lessons: LessonsReader;

  constructor(
    private readonly folder: CourseFolder,
    private readonly registers: Registers | null,
  ) {
    this.lessons = new LessonsReader(folder, registers);
  }

  read(): ParsedCourse | null {
    for (const [name, text] of this.folder.files) this.folder.problems.push(...checkText(this.folder.at(name), text));
    for (const folder of [this.folder.slug, ...this.folder.lessonFolders()]) {
      const name = folder === this.folder.slug ? 'course.yaml' : `lessons/${folder}/lesson.yaml`;
      const slug = Slug.safeParse(folder);
      if (!slug.success) this.folder.tell(name, 1, `${folder}: ${slug.error.issues[0]?.message}`);
    }
    const text = this.folder.open('course.yaml');
    if (text === null) return null;
    const { value: sheet, problems, lineOf } = readYaml(this.folder.at('course.yaml'), text, CourseSheet);
    this.folder.problems.push(...problems);
    const quizText = this.folder.open('quiz.yaml');
    if (!sheet) {
      // The rest is still looked through: all that is wrong is told at once.
      for (const folder of this.folder.lessonFolders()) this.lessons.read(folder, null, 0);
      if (quizText !== null)
        this.folder.problems.push(...parseQuiz(this.folder.at('quiz.yaml'), quizText, null).problems);
      return null;
    }

    if (this.registers && !this.registers.programmes.some(({ code }) => code === sheet.programme)) {
      this.folder.tell(
        'course.yaml',
        lineOf(['programme']),
        `programme: there is no ${sheet.programme} in programmes/`,
      );
    }
    this.checkFolders(sheet, lineOf);
    let position = 0;
    const modules = sheet.modules.map((module) => ({
      title: module.title,
      lessons: module.lessons.flatMap((folder) => this.lessons.read(folder, sheet.code, ++position) ?? []),
    }));
    const lessons = modules.flatMap((module) => module.lessons);
    for (const [index, lesson] of lessons.entries()) {
      if (lessons.findIndex((other) => other.code === lesson.code) < index) {
        this.folder.tell(`lessons/${lesson.slug}/lesson.yaml`, 1, `code: ${lesson.code} is taken by another lesson`);
      }
    }
    this.lessons.checkFigureFiles();
    this.checkSections(sheet, lineOf);
    for (const { change, message } of correctionProblems(sheet, lessons))
      this.folder.tell('course.yaml', lineOf(['changes', change]), `changes: ${message}`);
    const sections = sheet.quiz.sections.flatMap(({ lesson: slug, questions }) => {
      const lesson = lessons.find((each) => each.slug === slug);
      return lesson ? [{ lessonCode: lesson.code, questions }] : [];
    });
    // Where a lesson could not be read its code is not known: what the bank says of lessons is then not judged.
    const needs =
      lessons.length === position
        ? {
            courseCode: sheet.code,
            sections,
            lessonCodes: lessons.map((lesson) => lesson.code),
            isAboutAsean: sheet.programme === 'ASEAN',
            facts: this.registers?.facts ?? null,
          }
        : null;
    const bank =
      quizText === null
        ? null
        : parseQuiz(this.folder.at('quiz.yaml'), quizText, needs, this.registers?.glossary ?? null);
    this.folder.problems.push(...(bank?.problems ?? []));
    if (bank) {
      this.checkSelfChecks(lessons, bank.questions);
      for (const question of bank.questions) this.lines.set(question.code, question.line);
    }
    const [reviewed, due] = [
      lessons.map((lesson) => lesson.reviewedOn).sort(),
      lessons.map((lesson) => lesson.reviewBy).sort(),
    ];
    const sum = (locale: 'vi' | 'en') =>
      lessons.reduce((minutes, lesson) => minutes + lesson.minutes[locale], QUIZ_MINUTES);
    return {
      code: sheet.code,
      slug: this.folder.slug,
      programme: sheet.programme,
      title: sheet.title,
      summary: sheet.summary,
      outcomes: sheet.outcomes,
      modules,
      quiz: {
        questionCount: sections.reduce((sum, section) => sum + section.questions, 0),
        sections,
        passPercent: sheet.quiz.passPercent,
        attemptLimit: sheet.quiz.attempts,
        timeLimitSeconds: sheet.quiz.timeLimitMinutes ? sheet.quiz.timeLimitMinutes * 60 : null,
      },
      changes: { declared: sheet.changes, line: lineOf(['changes']) },
      questions: (bank?.questions ?? []).map(({ line: _line, ...question }) => question),
      minutes: { vi: sum('vi'), en: sum('en') },
      lessonCount: lessons.length,
      reviewedOn: reviewed.at(-1) ?? '',
      reviewBy: due[0] ?? '',
    };
  }

  /** Every lesson is named once and every file has its place. */
  private checkFolders(
    sheet: { modules: readonly { lessons: readonly string[] }[] },
    lineOf: (path: PropertyKey[]) => number,
  ): void {
    const named = new Set<string>();
    for (const [m, module] of sheet.modules.entries()) {
      for (const [l, folder] of module.lessons.entries()) {
        if (named.has(folder))
          this.folder.tell('course.yaml', lineOf(['modules', m, 'lessons', l]), `lesson ${folder} is named twice`);
        named.add(folder);
      }
    }
    for (const folder of this.folder.lessonFolders()) {
      if (!named.has(folder))
        this.folder.tell(`lessons/${folder}/lesson.yaml`, 1, 'no module of course.yaml names this lesson');
    }
    for (const name of this.folder.files.keys()) {
      if (!/^(course\.yaml|quiz\.yaml|figures\/[^/]+\.svg|lessons\/[^/]+\/(lesson\.yaml|vi\.md|en\.md))$/.test(name)) {
        this.folder.tell(name, 1, 'the file has no place in a course');
      }
    }
  }

  /** Every lesson has one section, in the order of the lessons. */
  private checkSections(
    sheet: { modules: readonly { lessons: readonly string[] }[]; quiz: { sections: readonly { lesson: string }[] } },
    lineOf: (path: PropertyKey[]) => number,
  ): void {
    const lessons = sheet.modules.flatMap((module) => module.lessons);
    const sections = sheet.quiz.sections.map((section) => section.lesson);
    if (lessons.join() === sections.join()) return;
    const missing = lessons.find((lesson) => !sections.includes(lesson));
    const message = missing
      ? `quiz.sections: lesson ${missing} has none: a paper asks about each lesson`
      : 'quiz.sections: they name each lesson once, in the order of the modules';
    this.folder.tell('course.yaml', lineOf(['quiz', 'sections']), message);
  }

  /** A self-check shows its answer to everybody: it must not be a question of the bank. */
  private checkSelfChecks(
    lessons: readonly CourseLesson[],
    questions: readonly (CourseQuestion & { line: number })[],
  ): void {
    for (const locale of ['vi', 'en'] as const) {
      const asked = new Map(
        lessons.flatMap((lesson) =>
          lesson.blocks[locale].flatMap((block) =>
            block.kind === 'check' ? [[foldQuestion(block.title ?? ''), lesson.code] as const] : [],
          ),
        ),
      );
      for (const question of questions) {
        const lesson = asked.get(foldQuestion(question.content.text[locale]));
        if (lesson)
          this.folder.tell(
            'quiz.yaml',
            question.line,
            `${question.code}: a self-check of lesson ${lesson} asks and answers this (${locale})`,
          );
      }
    }
  }
}

/**
 * Reads the files of one course, by their paths inside its folder, against the registers that all courses share. All
 * problems are told, each with file and line; a course with any fault is not read at all.
 */
export function parseCourse(
  files: ReadonlyMap<string, string>,
  slug: string,
  registers: Registers | null = null,
): CourseReading {
  const folder = new CourseFolder(files, slug);
  const reader = new CourseReader(folder, registers);
  const course = reader.read();
  const problems = inOrder(folder.problems);
  if (course && !problems.some(isFault)) return { ok: true, course, warnings: problems, lines: reader.lines };
  return { ok: false, problems };
}
