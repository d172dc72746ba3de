import { parseArgs } from 'node:util';
import { build, isBuildStale } from './build.mjs';
import { killWorker } from './drill/kill-worker.ts';
import { wipeQueue } from './drill/wipe-queue.ts';
import { explain } from './start/failure.mjs';

/** `npm run drill -- kill | wipe`: what must hold when things break, on servers of its own, with the built worker. */
const HELP = `npm run drill -- kill [--seed S] [--completions 500] [--kills 20] [--seconds 100] [--backend postgres|redis]
npm run drill -- wipe [--seed S] [--completions 40] [--backend postgres|redis|both]`;

const number = (text: string, name: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`--${name} takes a whole number`);
  return value;
};

async function main(): Promise<boolean> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seed: { type: 'string' },
      completions: { type: 'string' },
      kills: { type: 'string', default: '20' },
      seconds: { type: 'string', default: '100' },
      backend: { type: 'string' },
    },
  });
  const [name] = positionals;
  const { backend } = values;
  if ((name !== 'kill' && name !== 'wipe') || (backend !== undefined && !/^(postgres|redis|both)$/.test(backend))) {
    console.error(HELP);
    return false;
  }
  const say = (line: string) => console.log(line);
  const seed = values.seed ?? String(Date.now());
  if (isBuildStale()) {
    say('building');
    await build();
  }
  if (name === 'wipe') {
    const both = ['postgres', 'redis'] as const;
    const backends = both.filter((one) => backend === undefined || backend === 'both' || backend === one);
    return wipeQueue({ seed, backends, completions: number(values.completions ?? '40', 'completions'), say });
  }
  return killWorker({
    seed,
    completions: number(values.completions ?? '500', 'completions'),
    kills: number(values.kills, 'kills'),
    seconds: number(values.seconds, 'seconds'),
    backend: backend === 'redis' ? 'redis' : 'postgres',
    say,
  });
}

main().then(
  // The schema engine leaves a timer behind that would keep the process.
  (holds) => process.exit(holds ? 0 : 1),
  (error: unknown) => {
    console.error(explain(error));
    process.exit(1);
  },
);
