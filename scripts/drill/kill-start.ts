import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '#app/platform/random.server.ts';
import { makeDice } from '../../prisma/seed/dice.ts';
import { interruptServer } from '../postgres.mjs';
import { defineDrill } from './drill.ts';
import { root } from './open-ground.ts';
import { freePort } from './under-load.ts';

/** What a first start says before each of its steps. */
const STEPS = [
  'Installing the dependencies',
  'Starting PostgreSQL',
  'Building',
  'Applying migrations',
  'Publishing the courses',
  'Making the demo data',
  'Starting web and worker',
];
/** Short enough to hit the quick steps themselves now and then, long enough for the slow ones to be half-way. */
const LONGEST_INTO_MS = 1_500;
/** A first start on a busy machine. */
const LONGEST_MS = 900_000;

type Given = { seed: string; times: number; say: (line: string) => void };

/**
 * A start on a fresh checkout that is killed (`kill -9`, without a word to what it has started) at every step, then one
 * that is left alone: it must come up, and its figures must agree.
 */
export const drill = defineDrill({ options: { times: 1 }, run: killStart });

async function killStart({ seed, times, say }: Given): Promise<boolean> {
  const dice = makeDice(seededRandom(`start ${seed}`));
  const folder = path.join(root, '.data', `drill-start-${process.pid}`, 'project');
  mkdirSync(folder, { recursive: true });
  say(`start: seed ${seed}, ${STEPS.length} steps, each killed ${times} times`);
  let last: Start | undefined;
  const missed: string[] = [];
  try {
    execFileSync('git', ['checkout-index', '--all', `--prefix=${folder}/`], { cwd: root });
    const port = await freePort();
    for (const step of STEPS) {
      for (let time = 0; time < times; time++) {
        last = runStart(folder, port);
        const came = await last.says(step);
        const afterMs = Math.round(dice.between(0, LONGEST_INTO_MS));
        await sleep(afterMs);
        const at = last.step();
        await last.kill();
        if (!came) missed.push(step);
        say(
          came
            ? `  killed ${afterMs} ms after "${step}" began, in "${at}"`
            : `  ✗ no "${step}" to kill:\n${last.tail()}`,
        );
      }
    }
    const since = Date.now();
    last = runStart(folder, port);
    const isReady = (await last.says('Trúc is ready')) && (await statusOf(port)) === 200;
    const seconds = ((Date.now() - since) / 1_000).toFixed(1);
    if (!isReady) say(last.tail());
    const recount = isReady ? await run(folder, ['scripts/recount.ts']) : 1;
    await last.stop();
    say(
      `start: killed ${STEPS.length * times - missed.length} times in ${STEPS.length - new Set(missed).size} of ${STEPS.length} steps, ` +
        `stuck ${isReady ? 0 : 1}, ${seconds} s until it was ready, recount ${recount === 0 ? 'agrees' : 'differs'}`,
    );
    return isReady && recount === 0 && missed.length === 0;
  } finally {
    await last?.kill();
    await interruptServer(path.join(folder, '.data', 'postgres'));
    rmSync(path.dirname(folder), { recursive: true, force: true });
  }
}

type Start = ReturnType<typeof runStart>;

function runStart(folder: string, port: number) {
  const env: NodeJS.ProcessEnv = { ...process.env, PORT: String(port), APP_URL: '', DATABASE_URL: '', REDIS_URL: '' };
  for (const name of Object.keys(env)) if (/^npm_|^STORAGE_URL|^TRUC_/.test(name)) delete env[name];
  const child = spawn(process.execPath, ['scripts/start.mjs'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const hear = (text: Buffer) => {
    said += text;
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const ended = once(child, 'exit');
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  return {
    /** Whether it said so; false when it ended or came to its end without it. */
    async says(words: string, withinMs = LONGEST_MS) {
      const until = Date.now() + withinMs;
      while (!said.includes(words)) {
        if (isOver() || said.includes('Trúc is ready') || Date.now() > until) return said.includes(words);
        await sleep(50);
      }
      return true;
    },
    /** The step that it is at, as it says itself. */
    step: () => said.match(/(?<=^ {2}· ).*/gm)?.at(-1) ?? 'nothing yet',
    tail: () => said.split('\n').slice(-20).join('\n'),
    async kill() {
      if (isOver()) return;
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      if (isOver()) return;
      child.kill('SIGTERM');
      await Promise.race([ended, sleep(60_000)]);
      if (!isOver()) child.kill('SIGKILL');
    },
  };
}

const statusOf = (port: number) =>
  fetch(`http://127.0.0.1:${port}/readyz`).then(
    (answer) => answer.status,
    () => 0,
  );

async function run(folder: string, args: string[]): Promise<number> {
  const env: NodeJS.ProcessEnv = { ...process.env, DATABASE_URL: '', STORAGE_URL: '' };
  const child = spawn(process.execPath, ['--import', 'tsx', ...args], { cwd: folder, env, stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}
