import { parseArgs } from 'node:util';
import { report } from './mutants/report.ts';
import { findPlantable, runPlanted } from './mutants/run-planted.ts';
import { runStryker } from './mutants/run-stryker.ts';
import { sample } from './mutants/sample.ts';
import { explain } from './start/failure.mjs';

/**
 * `npm run mutants [-- --planted 84 --seed S --file app/domain/…]`: small faults are put into the rules one at a time,
 * and the tests must notice nine of ten. Stryker changes the files that do no input or output, all of them; of the
 * statements and guards of the others a sample by seed is changed by operators of our own, at the same time.
 */
async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      planted: { type: 'string', default: '84' },
      seed: { type: 'string', default: '1' },
      file: { type: 'string' },
    },
  });
  const { file, seed } = values;
  const since = Date.now();
  const plantable = findPlantable().filter((mutant) => !file || mutant.file === file);
  const planted = sample(plantable, Number(values.planted), seed);
  console.log(`${planted.length} of ${plantable.length} mutants in statements and guards, seed ${seed}`);
  const both = [
    file?.endsWith('.server.ts') ? [] : runStryker(file),
    planted.length > 0 ? runPlanted(planted, (line) => console.log(line)) : [],
  ];
  // Neither is left running when the other fails.
  await Promise.allSettled(both);
  const verdicts = (await Promise.all(both)).flat();
  return report(verdicts, {
    known: file ? null : [...verdicts, ...plantable],
    seconds: Math.round((Date.now() - since) / 1000),
  });
}

main().then(
  (holds) => process.exit(holds ? 0 : 1),
  (error: unknown) => {
    console.error(explain(error));
    process.exit(1);
  },
);
