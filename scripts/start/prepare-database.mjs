import { join } from 'node:path';
import { Failure, Stopped } from './failure.mjs';
import { root } from './paths.mjs';
import { run } from './run-program.mjs';

const labels = {
  migrate: 'Applying migrations',
  storage: 'Looking for the documents',
  content: 'Publishing the courses',
  seed: 'Making the demo data',
  demo: 'Making the demo data',
};

/** Runs the preparation and shows its progress; returns the demo accounts it speaks of. */
export async function prepareDatabase({ args, env, stop, progress, onSpawn }) {
  let accounts = [];
  let step = '';
  const complaints = [];
  const onLine = (line) => {
    const told = parse(line);
    if (!told) return;
    if (told.step === 'accounts') {
      accounts = told.accounts ?? [];
      return;
    }
    if (told.step !== step) {
      step = told.step;
      progress.begin(labels[step] ?? `${step[0].toUpperCase()}${step.slice(1)}`);
    }
    if (told.warning) return progress.say(`  ! ${told.message}`);
    const count = told.total ? `${told.done ?? 0} of ${told.total}` : '';
    progress.detail([count, told.message].filter(Boolean).join('  '));
  };
  progress.begin('Preparing the database');
  try {
    await run(process.execPath, args, {
      cwd: root,
      env,
      stop,
      onSpawn,
      onLine,
      onErrorLine: (line) => line.trim() && complaints.push(line),
    });
  } catch (error) {
    if (error instanceof Stopped) throw error;
    throw new Failure(
      complaints.length ? complaints.slice(-20).join('\n') : `The preparation of the database failed: ${error.message}`,
    );
  }
  progress.done();
  return accounts;
}

function parse(line) {
  try {
    const told = JSON.parse(line);
    return typeof told?.step === 'string' && told.step ? told : undefined;
  } catch {
    return undefined;
  }
}

export const preparation = {
  built: [join(root, 'build', 'prepare.js')],
  development: ['--import', 'tsx', join(root, 'scripts', 'prepare.ts')],
};
