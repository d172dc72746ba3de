import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createVitest, type TestModule, type TestSpecification, type Vitest } from 'vitest/node';
import { Failure } from '../start/failure.mjs';
import { type Mutant, placeOf, plant, watch } from './find-mutants.ts';

const root = path.resolve(import.meta.dirname, '../..');

export type Test = { file: string; id: string };
type Change = { files: ReadonlySet<string>; of: (file: string, source: string) => string };
export type Bench = {
  /** Runs every test with nothing planted, and finds the tests that come to a mutant of these files. */
  findTests(files: ReadonlySet<string>): Promise<(mutant: Mutant) => Test[]>;
  /** Plants a mutant and runs tests until one fails, or that time is over. */
  tryOut(mutant: Mutant, tests: readonly Test[], longestMs: number): Promise<'killed' | 'survived' | 'too long'>;
  close(): Promise<void>;
};

/** One vitest for all mutants: what none of them changes is compiled once. */
export async function openBench(include: string): Promise<Bench> {
  let change: Change = { files: new Set(), of: (_, source) => source };
  const vitest = await createVitest('test', optionsOf(include), {
    plugins: [
      {
        name: 'change-as-loaded',
        enforce: 'pre',
        transform(source, id) {
          const file = path.relative(root, id.replace(/\?.*$/, ''));
          return change.files.has(file) ? change.of(file, source) : null;
        },
      },
    ],
  });

  const run = (tests: readonly TestSpecification[], next: Change) => {
    for (const file of [...change.files, ...next.files]) vitest.invalidateFile(path.join(root, file));
    change = next;
    return vitest.runTestSpecifications([...tests]);
  };

  return {
    async findTests(files) {
      const { testModules } = await run(await vitest.globTestSpecifications(), { files, of: watch });
      const failed = testModules.filter((one) => !one.ok()).map(({ relativeModuleId }) => relativeModuleId);
      if (failed.length > 0) throw new Failure(`Tests fail with nothing planted: ${failed.join(', ')}`);
      const found = testModules.flatMap(listReached);
      return (mutant) => found.filter(({ places }) => places.has(placeOf(mutant)));
    },

    async tryOut(mutant, tests, longestMs) {
      const of = (_: string, source: string) => plant(source, mutant);
      const running = run(specify(vitest, tests), { files: new Set([mutant.file]), of });
      const ran = await Promise.race([running, sleep(longestMs, undefined, { ref: false })]);
      if (!ran) return 'too long';
      const own = ran.testModules.filter(({ moduleId }) => tests.some(({ file }) => file === moduleId));
      return ran.unhandledErrors.length === 0 && own.every((one) => one.ok()) ? 'survived' : 'killed';
    },

    close: () => vitest.close(),
  };
}

const optionsOf = (include: string) => ({
  root,
  config: false as const,
  watch: false,
  reporters: [{}],
  include: [include],
  globalSetup: ['tests/support/global-setup.ts'],
  setupFiles: ['scripts/mutants/note-reached.ts'],
  // On a busy machine a test that is slow must not be taken for one that notices.
  testTimeout: 120_000,
  hookTimeout: 120_000,
  maxWorkers: 2,
  bail: 1,
});

/** The tests of a file, each with the places that it or its file came to (note-reached.ts). */
function listReached(module: TestModule): (Test & { places: ReadonlySet<string> })[] {
  const placesOf = (one: { meta(): object }) => (one.meta() as { reached?: string[] }).reached ?? [];
  const around = placesOf(module);
  return [...module.children.allTests()].map((test) => ({
    file: module.moduleId,
    id: test.id,
    places: new Set([...around, ...placesOf(test)]),
  }));
}

/** By file, as vitest runs them. */
function specify(vitest: Vitest, tests: readonly Test[]): TestSpecification[] {
  return [...new Set(tests.map(({ file }) => file))].map((file) => {
    const testIds = tests.filter((test) => test.file === file).map(({ id }) => id);
    return vitest.getRootProject().createSpecification(file, { testIds });
  });
}
