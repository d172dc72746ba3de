import type { Block, InLanguages, LessonTerm } from '#app/domain/catalogue/lesson-block.ts';
import type { Bilingual, Locale } from '#app/words/locale.ts';
import { correctionProblems } from './correction-problems.ts';
import { QUIZ_MINUTES } from './measure-lesson.ts';
import { type Drawing, type DrawingShape, figureHtml, parseFigure } from './parse-figure.ts';
import { checkParallel, type LessonText, parseLesson } from './parse-lesson.ts';
import { type CourseQuestion, factProblems, parseQuiz, type Section } from './parse-quiz.ts';
import { checkText, inOrder, isFault, type Problem } from './problem.ts';
import { readYaml } from './read-yaml.ts';
import type { Registers } from './registers.ts';
import { type Change, CourseSheet, LessonSheet, Slug } from './sheets.ts';

export type CourseLesson = {
  code: string;
  slug: string;
  /** Within the course, from 1. */
  position: number;
  title: Bilingual;
  outcome: Bilingual;
  /** Days as YYYY-MM-DD. */
  reviewedOn: string;
  reviewBy: string;
  asOf: string | null;
  words: InLanguages<number>;
  minutes: InLanguages<number>;
  floorSeconds: InLanguages<number>;
  facts: string[];
  /** The documents it rests on, by their ids in sources.yaml, the most important first. */
  sources: string[];
  blocks: InLanguages<Block[]>;
  /** The terms of the glossary that its text opens. */
  terms: InLanguages<LessonTerm[]>;
};

/** A course as it will stand in an edition. */
export type ParsedCourse = {
  code: string;
  slug: string;
  programme: string;
  title: Bilingual;
  summary: Bilingual;
  outcomes: Bilingual[];
  modules: { title: Bilingual; lessons: CourseLesson[] }[];
  quiz: {
    questionCount: number;
    sections: Section[];
    passPercent: number;
    attemptLimit: number;
    timeLimitSeconds: number | null;
  };
  /** Declared, the oldest first. No part of what an edition holds. */
  changes: { declared: Change[]; line: number };
  questions: CourseQuestion[];
  minutes: InLanguages<number>;
  lessonCount: number;
  reviewedOn: string;
  reviewBy: string;
};

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
  readonly problems: Problem[] = [];
  readonly lines = new Map<string, number>();
  private readonly drawn = new Set<string>();

  constructor(
    private readonly files: ReadonlyMap<string, string>,
    private readonly slug: string,
    private readonly registers: Registers | null,
  ) {}

  read(): ParsedCourse | null {
    for (const [name, text] of this.files) this.problems.push(...checkText(this.at(name), text));
    for (const folder of [this.slug, ...this.lessonFolders()]) {
      const name = folder === this.slug ? 'course.yaml' : `lessons/${folder}/lesson.yaml`;
      const slug = Slug.safeParse(folder);
      if (!slug.success) this.tell(name, 1, `${folder}: ${slug.error.issues[0]?.message}`);
    }
    const text = this.open('course.yaml');
    if (text === null) return null;
    const { value: sheet, problems, lineOf } = readYaml(this.at('course.yaml'), text, CourseSheet);
    this.problems.push(...problems);
    const quizText = this.open('quiz.yaml');
    if (!sheet) {
      // The rest is still looked through: all that is wrong is told at once.
      for (const folder of this.lessonFolders()) this.readLesson(folder, null, 0);
      if (quizText !== null) this.problems.push(...parseQuiz(this.at('quiz.yaml'), quizText, null).problems);
      return null;
    }

    if (this.registers && !this.registers.programmes.some(({ code }) => code === sheet.programme)) {
      this.tell('course.yaml', lineOf(['programme']), `programme: there is no ${sheet.programme} in programmes/`);
    }
    this.checkFolders(sheet, lineOf);
    let position = 0;
    const modules = sheet.modules.map((module) => ({
      title: module.title,
      lessons: module.lessons.flatMap((folder) => this.readLesson(folder, sheet.code, ++position) ?? []),
    }));
    const lessons = modules.flatMap((module) => module.lessons);
    for (const [index, lesson] of lessons.entries()) {
      if (lessons.findIndex((other) => other.code === lesson.code) < index) {
        this.tell(`lessons/${lesson.slug}/lesson.yaml`, 1, `code: ${lesson.code} is taken by another lesson`);
      }
    }
    this.checkFigureFiles();
    this.checkSections(sheet, lineOf);
    for (const { change, message } of correctionProblems(sheet, lessons))
      this.tell('course.yaml', lineOf(['changes', change]), `changes: ${message}`);
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
      quizText === null ? null : parseQuiz(this.at('quiz.yaml'), quizText, needs, this.registers?.glossary ?? null);
    this.problems.push(...(bank?.problems ?? []));
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
      slug: this.slug,
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

  private at(name: string): string {
    return `courses/${this.slug}/${name}`;
  }

  private tell(name: string, line: number, message: string): void {
    this.problems.push({ file: this.at(name), line, message });
  }

  private open(name: string): string | null {
    const text = this.files.get(name);
    if (text !== undefined) return text;
    this.tell(name, 1, 'the file is missing');
    return null;
  }

  private lessonFolders(): string[] {
    const folders = [...this.files.keys()].flatMap((name) => /^lessons\/([^/]+)\//.exec(name)?.[1] ?? []);
    return [...new Set(folders)];
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
          this.tell('course.yaml', lineOf(['modules', m, 'lessons', l]), `lesson ${folder} is named twice`);
        named.add(folder);
      }
    }
    for (const folder of this.lessonFolders()) {
      if (!named.has(folder))
        this.tell(`lessons/${folder}/lesson.yaml`, 1, 'no module of course.yaml names this lesson');
    }
    for (const name of this.files.keys()) {
      if (!/^(course\.yaml|quiz\.yaml|figures\/[^/]+\.svg|lessons\/[^/]+\/(lesson\.yaml|vi\.md|en\.md))$/.test(name)) {
        this.tell(name, 1, 'the file has no place in a course');
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
    this.tell('course.yaml', lineOf(['quiz', 'sections']), message);
  }

  private drawing(name: string, shape: DrawingShape): Drawing | null {
    const file = shape === 'tall' ? `figures/${name}.svg` : `figures/${name}.wide.svg`;
    const text = this.files.get(file);
    if (text === undefined) return null;
    const { drawing, problems } = parseFigure(this.at(file), text, shape);
    // Either language asks for it: what is wrong with it is told once.
    if (!this.drawn.has(file)) this.problems.push(...problems);
    this.drawn.add(file);
    return drawing;
  }

  /** Gives each figure of a lesson its drawings. */
  private drawFigures(name: string, { figures }: LessonText, locale: Locale): void {
    for (const figure of figures) {
      const tall = this.drawing(figure.name, 'tall');
      if (tall) figure.block.html = figureHtml({ tall, wide: this.drawing(figure.name, 'wide') }, locale);
      else if (!this.files.has(`figures/${figure.name}.svg`)) {
        this.tell(name, figure.line, `there is no drawing figures/${figure.name}.svg`);
      }
    }
  }

  private checkFigureFiles(): void {
    for (const name of this.files.keys()) {
      if (name.startsWith('figures/') && !this.drawn.has(name)) this.tell(name, 1, 'no lesson shows this drawing');
    }
  }

  private readLesson(folder: string, courseCode: string | null, position: number): CourseLesson | null {
    const inFolder = (name: string) => `lessons/${folder}/${name}`;
    const sheet = this.readLessonSheet(inFolder('lesson.yaml'), courseCode);
    const [vi, en] = [this.readText(inFolder('vi.md'), 'vi'), this.readText(inFolder('en.md'), 'en')];
    if (vi && en) this.problems.push(...checkParallel(this.at(inFolder('en.md')), vi.shapes, en.shapes));
    if (!sheet || !vi || !en) return null;
    const both = <T>(pick: (text: LessonText) => T): InLanguages<T> => ({ vi: pick(vi), en: pick(en) });
    return {
      code: sheet.code,
      slug: folder,
      position,
      title: sheet.title,
      outcome: sheet.outcome,
      reviewedOn: sheet.reviewedOn,
      reviewBy: sheet.reviewBy,
      asOf: sheet.asOf ?? null,
      words: both((text) => text.words),
      minutes: both((text) => text.minutes),
      floorSeconds: both((text) => text.floorSeconds),
      facts: sheet.facts,
      sources: sheet.sources,
      blocks: both((text) => text.blocks),
      terms: both((text) => text.terms),
    };
  }

  private readLessonSheet(name: string, courseCode: string | null): LessonSheet | null {
    const text = this.open(name);
    if (text === null) return null;
    const { value, problems, lineOf } = readYaml(this.at(name), text, LessonSheet);
    this.problems.push(...problems);
    if (value) this.checkFacts(name, value, lineOf);
    if (value) this.checkSources(name, value, lineOf);
    if (value && courseCode && !value.code.startsWith(`${courseCode}.`)) {
      this.tell(name, lineOf(['code']), `code: ${value.code} is not a lesson of ${courseCode}`);
    }
    return value;
  }

  /** A lesson rests on facts that were verified, and says as of when where one of them has changed or may change. */
  private checkFacts(name: string, sheet: LessonSheet, lineOf: (path: PropertyKey[]) => number): void {
    const facts = this.registers?.facts ?? null;
    for (const message of factProblems(sheet.facts, facts)) this.tell(name, lineOf(['facts']), `facts: ${message}`);
    const moving = sheet.facts.find((id) => facts?.get(id)?.changed || facts?.get(id)?.volatile);
    if (moving && !sheet.asOf)
      this.tell(name, lineOf(['facts']), `asOf: is missing, and ${moving} has changed or may change`);
  }

  private checkSources(name: string, { sources }: LessonSheet, lineOf: (path: PropertyKey[]) => number): void {
    for (const [at, id] of sources.entries()) {
      if (this.registers && !this.registers.sources.has(id))
        this.tell(name, lineOf(['sources', at]), `sources: sources.yaml has no ${id}`);
    }
  }

  private readText(name: string, locale: Locale): LessonText | null {
    const text = this.open(name);
    if (text === null) return null;
    const { lesson, problems } = parseLesson(this.at(name), text, locale, this.registers?.glossary ?? null);
    this.problems.push(...problems);
    this.drawFigures(name, lesson, locale);
    return lesson;
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
          this.tell(
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
  const reader = new CourseReader(files, slug, registers);
  const course = reader.read();
  const problems = inOrder(reader.problems);
  if (course && !problems.some(isFault)) return { ok: true, course, warnings: problems, lines: reader.lines };
  return { ok: false, problems };
}
