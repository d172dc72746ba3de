import type { Problem } from './problem.ts';

/** The files of one course by their paths inside its folder, and everything that is found wrong with them. */
export class CourseFolder {
  readonly problems: Problem[] = [];

  constructor(
    readonly files: ReadonlyMap<string, string>,
    readonly slug: string,
  ) {}

  /** Its path inside the content folder. */
  at(name: string): string {
    return `courses/${this.slug}/${name}`;
  }

  tell(name: string, line: number, message: string): void {
    this.problems.push({ file: this.at(name), line, message });
  }

  /** Its text; a file that is missing is told. */
  open(name: string): string | null {
    const text = this.files.get(name);
    if (text !== undefined) return text;
    this.tell(name, 1, 'the file is missing');
    return null;
  }

  lessonFolders(): string[] {
    const folders = [...this.files.keys()].flatMap((name) => /^lessons\/([^/]+)\//.exec(name)?.[1] ?? []);
    return [...new Set(folders)];
  }
}
