import type { InLanguages } from '#app/domain/catalogue/lesson-block.ts';
import type { Locale } from '#app/words/locale.ts';
import { checkParallel } from './check-parallel.ts';
import type { CourseFolder } from './course-folder.ts';
import { factProblems } from './fact-problems.ts';
import { type Drawing, type DrawingShape, figureHtml, parseFigure } from './parse-figure.ts';
import { type LessonText, parseLesson } from './parse-lesson.ts';
import type { CourseLesson } from './parsed-course.ts';
import { readYaml } from './read-yaml.ts';
import type { Registers } from './registers.ts';
import { LessonSheet } from './sheets.ts';

/** Reads the lessons of a course with their drawings, against the registers. What is wrong is told to the folder. */
export class LessonsReader {
  private readonly drawn = new Set<string>();

  constructor(
    private readonly folder: CourseFolder,
    private readonly registers: Registers | null,
  ) {}

  private drawing(name: string, shape: DrawingShape): Drawing | null {
    const file = shape === 'tall' ? `figures/${name}.svg` : `figures/${name}.wide.svg`;
    const text = this.folder.files.get(file);
    if (text === undefined) return null;
    const { drawing, problems } = parseFigure(this.folder.at(file), text, shape);
    // Either language asks for it: what is wrong with it is told once.
    if (!this.drawn.has(file)) this.folder.problems.push(...problems);
    this.drawn.add(file);
    return drawing;
  }

  /** Gives each figure of a lesson its drawings. */
  private drawFigures(name: string, { figures }: LessonText, locale: Locale): void {
    for (const figure of figures) {
      const tall = this.drawing(figure.name, 'tall');
      if (tall) figure.block.html = figureHtml({ tall, wide: this.drawing(figure.name, 'wide') }, locale);
      else if (!this.folder.files.has(`figures/${figure.name}.svg`)) {
        this.folder.tell(name, figure.line, `there is no drawing figures/${figure.name}.svg`);
      }
    }
  }

  /** Once all lessons are read: a drawing that none of them shows. */
  checkFigureFiles(): void {
    for (const name of this.folder.files.keys()) {
      if (name.startsWith('figures/') && !this.drawn.has(name))
        this.folder.tell(name, 1, 'no lesson shows this drawing');
    }
  }

  /** One lesson in both languages; null where it could not be read. */
  read(folder: string, courseCode: string | null, position: number): CourseLesson | null {
    const inFolder = (name: string) => `lessons/${folder}/${name}`;
    const sheet = this.readSheet(inFolder('lesson.yaml'), courseCode);
    const [vi, en] = [this.readText(inFolder('vi.md'), 'vi'), this.readText(inFolder('en.md'), 'en')];
    if (vi && en) this.folder.problems.push(...checkParallel(this.folder.at(inFolder('en.md')), vi.shapes, en.shapes));
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

  private readSheet(name: string, courseCode: string | null): LessonSheet | null {
    const text = this.folder.open(name);
    if (text === null) return null;
    const { value, problems, lineOf } = readYaml(this.folder.at(name), text, LessonSheet);
    this.folder.problems.push(...problems);
    if (value) this.checkFacts(name, value, lineOf);
    if (value) this.checkSources(name, value, lineOf);
    if (value && courseCode && !value.code.startsWith(`${courseCode}.`)) {
      this.folder.tell(name, lineOf(['code']), `code: ${value.code} is not a lesson of ${courseCode}`);
    }
    return value;
  }

  /** A lesson rests on facts that were verified, and says as of when where one of them has changed or may change. */
  private checkFacts(name: string, sheet: LessonSheet, lineOf: (path: PropertyKey[]) => number): void {
    const facts = this.registers?.facts ?? null;
    for (const message of factProblems(sheet.facts, facts))
      this.folder.tell(name, lineOf(['facts']), `facts: ${message}`);
    const moving = sheet.facts.find((id) => facts?.get(id)?.changed || facts?.get(id)?.volatile);
    if (moving && !sheet.asOf)
      this.folder.tell(name, lineOf(['facts']), `asOf: is missing, and ${moving} has changed or may change`);
  }

  private checkSources(name: string, { sources }: LessonSheet, lineOf: (path: PropertyKey[]) => number): void {
    for (const [at, id] of sources.entries()) {
      if (this.registers && !this.registers.sources.has(id))
        this.folder.tell(name, lineOf(['sources', at]), `sources: sources.yaml has no ${id}`);
    }
  }

  private readText(name: string, locale: Locale): LessonText | null {
    const text = this.folder.open(name);
    if (text === null) return null;
    const { lesson, problems } = parseLesson(this.folder.at(name), text, locale, this.registers?.glossary ?? null);
    this.folder.problems.push(...problems);
    this.drawFigures(name, lesson, locale);
    return lesson;
  }
}
