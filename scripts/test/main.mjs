import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from '../find-chromium.mjs';
import { startRedis } from '../find-redis.mjs';
import { generate } from '../generate.mjs';
import { startTestPostgres } from '../postgres.mjs';
import { explain, Failure, Stopped } from '../start/failure.mjs';
import { areDependenciesFresh, installDependencies } from '../start/install-dependencies.mjs';
import { openDataRoot, root } from '../start/paths.mjs';
import { run } from '../start/run-program.mjs';
import { showProgress, surviveClosedOutput } from '../start/show-progress.mjs';
import { watchStop } from '../start/watch-stop.mjs';
import { readReport, reporterArgs, reporterEnv } from './read-report.mjs';
import { chooseStages } from './stages.mjs';

export async function main() {
  surviveClosedOutput();
  const progress = showProgress();
  const { stop } = watchStop({ say: progress.say });
  const folder = mkdtempSync(join(tmpdir(), 'truc-test-'));
  const services = openServices(progress);
  const results = [];
  let failure;
  try {
    const chosen = chooseStages(process.argv.slice(2));
    await makeWhole(progress, stop);
    for (const stage of chosen) {
      if (stop.aborted) throw new Stopped();
      results.push(await runStage(stage, { services, folder, stop, progress }));
    }
  } catch (error) {
    failure = error;
  }
  progress.leave();
  await services.close();
  rmSync(folder, { recursive: true, force: true });
  if (failure && !(failure instanceof Stopped)) console.error(`\n${explain(failure)}\n`);
  if (failure instanceof Stopped) console.error('\nStopped before the end.\n');
  process.exit(summarise(results) && !failure ? 0 : 1);
}

/** A fresh clone becomes one in which every stage can run. */
async function makeWhole(progress, stop) {
  openDataRoot();
  if (!areDependenciesFresh({ embedded: true })) {
    progress.begin('Installing the dependencies');
    await installDependencies({ stop, onLine: (line) => progress.detail(line.slice(0, 60)) });
    progress.done('');
  }
  progress.begin('Generating the database client');
  const made = await generate({ stop });
  progress.done(made ? '' : 'up to date');
}

/** What runs beside the stages is started for the first that needs it, and stopped after the last. */
function openServices(progress) {
  const log = (line) => progress.detail(line);
  const makers = {
    postgres: async () => {
      const server = await startTestPostgres({ log });
      return { env: { TEST_DATABASE_URL: server.url }, stop: server.stop };
    },
    redis: async () => {
      const server = await startRedis({ log });
      return { env: { TEST_REDIS_URL: server.url }, stop: server.stop };
    },
    chromium: async () => ({ env: { CHROMIUM_PATH: await findChromium({ log }) }, stop: async () => {} }),
  };
  const labels = { postgres: 'Starting PostgreSQL', redis: 'Starting Redis', chromium: 'Finding Chromium' };
  const opened = new Map();
  return {
    async environmentOf(names) {
      const env = {};
      for (const name of names) {
        if (!opened.has(name)) {
          progress.begin(labels[name]);
          try {
            opened.set(name, await makers[name]());
            progress.done();
          } catch (error) {
            progress.fail();
            throw error;
          }
        }
        Object.assign(env, opened.get(name).env);
      }
      return env;
    },
    async close() {
      for (const { stop } of [...opened.values()].reverse()) {
        await stop().catch((error) => console.error(explain(error)));
      }
    },
  };
}

async function runStage(stage, { services, folder, stop, progress }) {
  const since = Date.now();
  progress.say(`\n── ${stage.title} ${'─'.repeat(Math.max(0, 70 - stage.title.length))}`);
  const file = join(folder, `${stage.name}.json`);
  const problems = [];
  try {
    const env = { ...process.env, ...(await services.environmentOf(stage.needs ?? [])) };
    const args = stage.counts ? [...stage.args, ...reporterArgs[stage.counts](file)] : stage.args;
    Object.assign(env, stage.counts ? reporterEnv[stage.counts](file) : {});
    await run(process.execPath, args, { cwd: root, env, stop, inherit: true });
  } catch (error) {
    if (error instanceof Stopped) throw error;
    problems.push(error instanceof Failure ? error.message : error.message.replace(process.execPath, stage.title));
  }
  const counted = stage.counts ? readReport(stage.counts, file) : undefined;
  if (counted?.skipped) problems.push(`${counted.skipped} tests were skipped: a test runs or is removed`);
  if (stage.counts && counted?.passed === 0 && counted.failed === 0) problems.push('no test ran');
  for (const problem of problems) progress.say(`✗ ${stage.title}: ${problem}`);
  return { title: stage.title, problems, counted, tookMs: Date.now() - since };
}

/**
 * Names what failed after all that passed, and ends with a plain line for whoever reads only the last one; a stage that
 * broke without a failed test counts as one.
 */
function summarise(results) {
  let passed = 0;
  let failed = 0;
  const rows = results.map(({ title, problems, counted, tookMs }) => {
    const broken = problems.length > 0;
    passed += counted?.passed ?? 0;
    failed += counted?.failed || (broken ? 1 : 0);
    const tests = counted ? `${counted.passed} passed, ${counted.failed} failed` : '';
    return `  ${broken ? '✗' : '✓'} ${title.padEnd(24)} ${`${(tookMs / 1000).toFixed(1)} s`.padStart(9)}   ${tests}`.trimEnd();
  });
  const failures = results.flatMap(({ counted }) => counted?.failures ?? []);
  console.log(['', ...failures.flatMap((each) => [each, '']), ...rows, ''].join('\n'));
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 && results.length > 0;
}
