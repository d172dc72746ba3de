import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { startRedis } from '../find-redis.mjs';
import { startTestPostgres } from '../postgres.mjs';
import { findMutants, type Mutant } from './find-mutants.ts';
import { areaOf, type Verdict } from './mutant.ts';
import { type Bench, openBench, type Test } from './open-bench.ts';

const root = path.resolve(import.meta.dirname, '../..');

const AREAS = [
  'assessment',
  'progress',
  'learning',
  'training',
  'reporting',
  'accounts',
  'agencies',
  'ledger',
  'certificates',
];

/** Tests that ask a database and need no build. A command runs as a process of its own, into which nothing is planted. */
const TESTS =
  'tests/integration/{accounts,assessment,certificates,learning,ledger,pages,reporting,training}/!(*-command).test.ts';

/** Every mutant of the files that read and write. */
export const findPlantable = (): Mutant[] =>
  AREAS.flatMap((area) =>
    readdirSync(path.join(root, 'app/domain', area))
      .filter((name) => name.endsWith('.server.ts'))
      .map((name) => `app/domain/${area}/${name}`)
      .flatMap((file) => findMutants(file, readFileSync(path.join(root, file), 'utf8'))),
  );

/** Plants mutants one at a time, runs the tests that come to them, and says of each whether one noticed. */
export async function runPlanted(mutants: readonly Mutant[], say: (line: string) => void): Promise<Verdict[]> {
  const postgres = await startTestPostgres();
  const redis = await startRedis({});
  Object.assign(process.env, { TEST_DATABASE_URL: postgres.url, TEST_REDIS_URL: redis.url });
  let bench = await openBench(TESTS);
  try {
    const since = Date.now();
    const testsOf = await bench.findTests(new Set(mutants.map(({ file }) => file)));
    // Time for every test twice, however busy the machine is.
    const longestMs = 2 * (Date.now() - since) + 60_000;
    const verdicts: Verdict[] = [];
    for (const mutant of mutants) {
      const ended = await tryOut(bench, mutant, { tests: testsOf(mutant), longestMs });
      if (ended === 'too long') {
        await bench.close();
        bench = await openBench(TESTS);
      }
      // whoever does not end has noticed too
      const status = ended === 'too long' ? 'killed' : ended;
      verdicts.push({ ...mutant, status });
      say(`${status.padEnd(11)} ${mutant.file}:${mutant.line} ${mutant.operator}`);
    }
    return verdicts;
  } finally {
    await bench.close();
    await redis.stop();
    await postgres.stop();
  }
}

/** The tests of the mutant's own area first: they are the likeliest to notice. */
async function tryOut(
  bench: Bench,
  mutant: Mutant,
  { tests, longestMs }: { tests: readonly Test[]; longestMs: number },
) {
  if (tests.length === 0) return 'not reached';
  const isNear = ({ file }: Test) => file.includes(`/integration/${areaOf(mutant.file)}/`);
  for (const some of [tests.filter(isNear), tests.filter((test) => !isNear(test))]) {
    const ended = some.length > 0 ? await bench.tryOut(mutant, some, longestMs) : 'survived';
    if (ended !== 'survived') return ended;
  }
  return 'survived';
}
