import type { Bilingual } from '#app/words/locale.ts';
import { QUIZ_MINUTES } from './measure-lesson.ts';
import { type Block, checkParallel, type LessonText, parseLesson } from './parse-lesson.ts';
import { type CourseQuestion, parseQuiz } from './parse-quiz.ts';
import { checkText, inOrder, type Problem } from './problem.ts';
import { readYaml } from './read-yaml.ts';
import { CourseSheet, LessonSheet, Slug } from './sheets.ts';

export type InLanguages<T> = { vi: T; en: T };

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
  blocks: InLanguages<Block[]>;
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
  quiz: { questionCount: number; passPercent: number; attemptLimit: number; timeLimitSeconds: number | null };
  questions: CourseQuestion[];
  minutes: InLanguages<number>;
  lessonCount: number;
  reviewedOn: string;
  reviewBy: string;
};

export type CourseReading = { ok: true; course: ParsedCourse } | { ok: false; problems: Problem[] };

/** Without case, spaces and punctuation: whether two questions are the same one. */
const fold = (text: string): string =>
  text
    .toLocaleLowerCase('vi')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

class CourseReader {
  readonly problems: Problem[] = [];

  constructor(
    private readonly files: ReadonlyMap<string, string>,
    private readonly slug: string,
    private readonly programmes: ReadonlySet<string> | null,
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

    if (this.programmes && !this.programmes.has(sheet.programme)) {
      this.tell('course.yaml', lineOf(['programme']), `programme: ${sheet.programme} is not in programmes.yaml`);
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
    if (sheet.quiz.questions < position) {
      this.tell(
        'course.yaml',
        lineOf(['quiz', 'questions']),
        `quiz.questions: a paper asks about each of the ${position} lessons`,
      );
    }
    // Where a lesson could not be read its code is not known: what the bank says of lessons is then not judged.
    const needs =
      lessons.length === position
        ? { courseCode: sheet.code, questions: sheet.quiz.questions, lessonCodes: lessons.map((lesson) => lesson.code) }
        : null;
    const bank = quizText === null ? null : parseQuiz(this.at('quiz.yaml'), quizText, needs);
    this.problems.push(...(bank?.problems ?? []));
    if (bank) this.checkSelfChecks(lessons, bank.questions);
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
        questionCount: sheet.quiz.questions,
        passPercent: sheet.quiz.passPercent,
        attemptLimit: sheet.quiz.attempts,
        timeLimitSeconds: sheet.quiz.timeLimitMinutes ? sheet.quiz.timeLimitMinutes * 60 : null,
      },
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
      if (!/^(course\.yaml|quiz\.yaml|lessons\/[^/]+\/(lesson\.yaml|vi\.md|en\.md))$/.test(name)) {
        this.tell(name, 1, 'the file has no place in a course');
      }
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
      blocks: both((text) => text.blocks),
    };
  }

  private readLessonSheet(name: string, courseCode: string | null): LessonSheet | null {
    const text = this.open(name);
    if (text === null) return null;
    const { value, problems, lineOf } = readYaml(this.at(name), text, LessonSheet);
    this.problems.push(...problems);
    if (value && courseCode && !value.code.startsWith(`${courseCode}.`)) {
      this.tell(name, lineOf(['code']), `code: ${value.code} is not a lesson of ${courseCode}`);
    }
    return value;
  }

  private readText(name: string, locale: 'vi' | 'en'): LessonText | null {
    const text = this.open(name);
    if (text === null) return null;
    const { lesson, problems } = parseLesson(this.at(name), text, locale);
    this.problems.push(...problems);
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
            block.kind === 'check' ? [[fold(block.title ?? ''), lesson.code] as const] : [],
          ),
        ),
      );
      for (const question of questions) {
        const lesson = asked.get(fold(question.content.text[locale]));
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
 * Reads the files of one course, by their paths inside its folder. All problems are told, each with file and line; a
 * course with any is not read at all. `programmes`, where given, are the codes that a course may count towards.
 */
export function parseCourse(
  files: ReadonlyMap<string, string>,
  slug: string,
  programmes: ReadonlySet<string> | null = null,
): CourseReading {
  const reader = new CourseReader(files, slug, programmes);
  const course = reader.read();
  if (course && reader.problems.length === 0) return { ok: true, course };
  return { ok: false, problems: inOrder(reader.problems) };
}
