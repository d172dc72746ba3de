import { parseArgs } from 'node:util';
import { build, isBuildStale } from './build.mjs';
import type { Drill } from './drill/drill.ts';
import { explain, Failure } from './start/failure.mjs';

/** `npm run drill -- NAME`: what must hold when things break, on servers of its own, with the built product. */
const drills: Record<string, () => Promise<{ drill: Drill }>> = {
  'bad-line': () => import('./drill/bad-line.ts'),
  kill: () => import('./drill/kill-worker.ts'),
  wipe: () => import('./drill/wipe-queue.ts'),
  postgres: () => import('./drill/break-postgres.ts'),
  web: () => import('./drill/break-web.ts'),
  worker: () => import('./drill/crash-worker.ts'),
  clock: () => import('./drill/shift-clock.ts'),
  storage: () => import('./drill/break-storage.ts'),
  redis: () => import('./drill/break-redis.ts'),
  start: () => import('./drill/kill-start.ts'),
  plans: () => import('./drill/hold-plans.ts'),
  'time-zones': () => import('./drill/time-zones.ts'),
  connections: () => import('./drill/use-up-connections.ts'),
};

function describe(name: string, { options, choices = {} }: Drill): string {
  const told = Object.entries(options).map(
    ([option, value]) => `[--${option} ${(choices[option] ?? [String(value)]).join('|')}]`,
  );
  return ['npm run drill --', name, '[--seed S]', ...told].join(' ');
}

/** @throws Failure with the drill's own line of help when an option makes no sense. */
function readOptions(name: string, drill: Drill, args: string[]) {
  const { options: known, choices = {} } = drill;
  const refuse = (reason: string): never => {
    throw new Failure(`${reason}\n${describe(name, drill)}`);
  };
  const options = Object.fromEntries(
    ['seed', ...Object.keys(known)].map((each) => [each, { type: 'string' as const }]),
  );
  let given: Record<string, string | undefined> = {};
  try {
    given = parseArgs({ args, options }).values;
  } catch (error) {
    refuse((error as Error).message);
  }
  const values = Object.entries(known).map(([option, standard]) => {
    const text = given[option];
    const allowed = choices[option];
    if (text === undefined) return [option, standard];
    if (allowed && !allowed.includes(text)) refuse(`--${option} takes ${allowed.join(', ')}`);
    if (typeof standard === 'string') return [option, text];
    const number = Number(text);
    if (!Number.isInteger(number) || number < 1) refuse(`--${option} takes a whole number`);
    return [option, number];
  });
  return { ...Object.fromEntries(values), seed: given.seed ?? String(Date.now()) };
}

async function main(): Promise<boolean> {
  const [name = '', ...args] = process.argv.slice(2);
  const load = Object.hasOwn(drills, name) ? drills[name] : undefined;
  if (!load) {
    console.error(`npm run drill -- ${Object.keys(drills).join('|')} [--help]`);
    return false;
  }
  const say = (line: string) => console.log(line);
  if (isBuildStale()) {
    say('building');
    await build();
  }
  const { drill } = await load();
  const options = readOptions(name, drill, args);
  return drill.run({ ...options, say });
}

main().then(
  // The schema engine leaves a timer behind that would keep the process.
  (holds) => process.exit(holds ? 0 : 1),
  (error: unknown) => {
    console.error(explain(error));
    process.exit(1);
  },
);
