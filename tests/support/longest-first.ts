import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take long, however short they are. */
const LONG = [
  /start\/supervise\.test/,
  /integration\/demo\.test/,
  /integration\/nation\.test/,
  /platform\/backup\.test/,
  /simulation\//,
  /queue\/(queue|clocks|jobs)\.test/,
  /http\/(hostile-shapes|who-may-what|bad-input|slow-reader|statement-counts)\.test/,
];

/** Begins with what takes long, so that no lane works on alone at the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}

const rankOf = ({ moduleId }: TestSpecification): number => {
  const rank = LONG.findIndex((pattern) => pattern.test(moduleId));
  return rank < 0 ? LONG.length : rank;
};
