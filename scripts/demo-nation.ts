import { parseArgs } from 'node:util';
import { makeNation, readNation } from './nation/open-nation.ts';
import { explain, Failure } from './start/failure.mjs';

const HELP = 'npm run demo:nation -- [--people 2000000] [--units 12149] [--seed nation] [--documents 0]';

/**
 * `npm run demo:nation`: a nation to measure in, with a year of its history, in a database of its own under
 * `.data/nation-<people>`. Its certificates are marked as synthetic; `--documents` of them get a real document instead.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      people: { type: 'string', default: '2000000' },
      units: { type: 'string', default: '12149' },
      seed: { type: 'string', default: 'nation' },
      documents: { type: 'string', default: '0' },
    },
  });
  const [people = 0, units = 0, documents = 0] = [values.people, values.units, values.documents].map(Number);
  if (![people, units, documents].every(Number.isInteger) || people < 500 || people > 9_999_999 || units < 334)
    throw new Failure(`A nation has 500 to 9,999,999 people in 334 units or more.\n${HELP}`);
  const from = performance.now();
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  await makeNation({ people, units, seed: values.seed, documents }, (step, ms) => {
    if (ms >= 500) console.log(`${seconds(performance.now() - from).padStart(9)}  ${step}: ${seconds(ms)}`);
  });
  console.log(`${readNation(people)?.people.toLocaleString('en')} people after ${seconds(performance.now() - from)}.`);
  console.log(`npm run bench -- nation --sizes ${people} measures the product over them.`);
}

main().then(
  // The schema engine leaves a timer behind that would keep the process.
  () => process.exit(0),
  (error: unknown) => {
    console.error(
      (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')
        ? `${(error as Error).message}\n${HELP}`
        : explain(error),
    );
    process.exit(1);
  },
);
