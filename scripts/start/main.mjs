import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { readEnvironment, requireFreePort } from './check-environment.mjs';
import { explain, Failure, Stopped } from './failure.mjs';
import { areDependenciesFresh, installDependencies } from './install-dependencies.mjs';
import { openEmbeddedDatabase } from './open-database.mjs';
import { dataRoot, openDataRoot, root } from './paths.mjs';
import { preparation, prepareDatabase } from './prepare-database.mjs';
import { claimRun } from './remember-run.mjs';
import { run } from './run-program.mjs';
import { showProgress, surviveClosedOutput } from './show-progress.mjs';
import { supervise } from './supervise.mjs';
import { watchDatabase } from './watch-database.mjs';
import { watchStop } from './watch-stop.mjs';

const readyWithinMs = 90_000;

export async function main() {
  surviveClosedOutput();
  const progress = showProgress();
  const isDevelopment = process.argv.includes('--dev');
  const { stop, force } = watchStop({ say: progress.say });
  const begun = Date.now();
  const opened = { children: [], database: undefined, watch: undefined, run: undefined };
  let failure;
  try {
    progress.say(`\n  Trúc${isDevelopment ? ', for development' : ''}\n`);
    await start({ opened, progress, stop, isDevelopment, begun });
  } catch (error) {
    if (error instanceof Stopped) progress.leave();
    else failure = error;
  }
  if (failure) {
    progress.fail();
    console.error(`\n  ${explain(failure)}\n`);
  }
  const clean = await close({ opened, progress, force });
  process.exit(failure || !clean ? 1 : 0);
}

async function start({ opened, progress, stop, isDevelopment, begun }) {
  const step = async (label, act) => {
    if (stop.aborted) throw new Stopped();
    progress.begin(label);
    const result = await act();
    progress.done();
    return result;
  };
  const asked = readEnvironment();
  openDataRoot();
  opened.run = await claimRun({ port: asked.port, log: (line) => progress.say(`  ${line}`) });
  // what a killed start leaves behind is known by this, whatever step it was at
  process.env.TRUC_RUN = opened.run.run;
  await requireFreePort(asked.port);

  if (!areDependenciesFresh({ embedded: !process.env.DATABASE_URL })) {
    await step('Installing the dependencies', () =>
      installDependencies({
        stop,
        embedded: !process.env.DATABASE_URL,
        onLine: (line) => progress.detail(line.slice(0, 60)),
      }).finally(() => progress.detail('')),
    );
  }
  let databaseUrl = process.env.DATABASE_URL;
  let ownerUrl = process.env.DATABASE_OWNER_URL;
  let demo = process.env.DEMO;
  if (!databaseUrl) {
    opened.database = await step('Starting PostgreSQL', () =>
      openEmbeddedDatabase({ log: (line) => progress.detail(line) }),
    );
    ({ url: databaseUrl, ownerUrl } = opened.database);
    demo ||= '1';
  }
  const { generate } = await import('../generate.mjs');
  const { isBuildStale } = await import('../build.mjs');
  if (isDevelopment) await step('Generating the database client', () => generate({ stop }));
  else if (isBuildStale())
    await step('Building', () => buildApart({ stop, progress, onSpawn: (pid) => opened.run.note('build', pid) }));

  const env = environmentFor({ asked, databaseUrl, demo, isDevelopment, runId: opened.run.run });
  if (stop.aborted) throw new Stopped();
  const accounts = await prepareDatabase({
    args: isDevelopment ? preparation.development : preparation.built,
    // of all processes this one alone may change the tables
    env: ownerUrl ? { ...env, DATABASE_OWNER_URL: ownerUrl } : env,
    stop,
    progress,
    onSpawn: (pid) => opened.run.note('prepare', pid),
  });

  await step('Starting web and worker', async () => {
    launch({ opened, env, isDevelopment, say: progress.say });
    await Promise.race([untilReady(opened.children, asked, stop, progress.say), stopped(stop)]);
  });
  progress.say(welcome(asked, accounts, isDevelopment, begun));
  await stopped(stop);
}

/** Web, worker and the embedded database, each kept running whatever happens to the others; the web hears of it. */
function launch({ opened, env, isDevelopment, say }) {
  const args = isDevelopment
    ? {
        web: ['--import', 'tsx', 'app/entry.web.ts'],
        worker: ['--import', 'tsx', '--watch', '--watch-preserve-output', 'jobs/main.ts'],
      }
    : { web: ['--enable-source-maps', 'build/web.js'], worker: ['--enable-source-maps', 'build/worker.js'] };
  const troubles = new Map();
  const web = () => opened.children.find((child) => child.name === 'web');
  const onTrouble = (name) => (trouble) => {
    troubles.set(name, trouble);
    web()?.tell({ process: name, trouble });
  };
  // a web that starts anew is told what it has missed
  const onReady = () => {
    for (const [name, trouble] of troubles) web()?.tell({ process: name, trouble });
  };
  for (const [name, graceMs] of [
    ['web', 15_000],
    ['worker', 30_000],
  ]) {
    const logFile = isDevelopment ? undefined : join(dataRoot, 'log', `${name}.log`);
    const hasPulse = !args[name].includes('--watch');
    const common = { cwd: root, env, note: opened.run.note, say, onTrouble: onTrouble(name), hasPulse };
    opened.children.push(
      supervise({ ...common, name, args: args[name], logFile, graceMs, ...(name === 'web' ? { onReady } : {}) }),
    );
  }
  if (opened.database) {
    opened.watch = watchDatabase({ server: opened.database, say, onTrouble: onTrouble('postgres') });
  }
}

/** In a process of its own: compression blocks it for seconds, and what it takes of memory is given back. */
async function buildApart({ stop, progress, onSpawn }) {
  const complaints = [];
  const onLine = (line) => progress.detail(line.replace(/^build: /, ''));
  try {
    await run(process.execPath, [join(root, 'scripts', 'build.mjs')], {
      cwd: root,
      stop,
      onSpawn,
      onLine,
      onErrorLine: (line) => complaints.push(line),
    });
  } catch (error) {
    if (error instanceof Stopped) throw error;
    throw new Failure(complaints.slice(-30).join('\n') || error.message);
  }
  progress.detail('');
}

function environmentFor({ asked, databaseUrl, demo, isDevelopment, runId }) {
  // an empty variable means the same as one that is not set
  const { DATABASE_OWNER_URL: _, ...given } = Object.fromEntries(
    Object.entries(process.env).filter(([, value]) => value !== ''),
  );
  return {
    ...given,
    NODE_ENV: isDevelopment ? 'development' : 'production',
    DATABASE_URL: databaseUrl,
    STORAGE_URL: process.env.STORAGE_URL || pathToFileURL(join(dataRoot, 'documents')).href,
    APP_URL: asked.appUrl,
    HOST: asked.host,
    PORT: String(asked.port),
    TRUC_RUN: runId,
    ...(demo ? { DEMO: demo } : {}),
    ...(isDevelopment ? { TRUC_DEV: '1' } : {}),
  };
}

const stopped = (stop) =>
  new Promise((_, reject) => {
    if (stop.aborted) reject(new Stopped());
    stop.addEventListener('abort', () => reject(new Stopped()), { once: true });
  });

/** The product is there when its pages are; a worker that does not come up is said, tried again and waited for no longer. */
async function untilReady(children, { host, port }, stop, say) {
  const until = Date.now() + readyWithinMs;
  const [web, worker] = ['web', 'worker'].map((name) => children.find((child) => child.name === name));
  const logOf = (name) => join(dataRoot, 'log', `${name}.log`);
  const late = sleep(readyWithinMs, 'late', { ref: false });
  if ((await Promise.race([web.ready, late])) === 'late') {
    throw new Failure(`The web process was not ready within ${readyWithinMs / 1000} s: its log is ${logOf('web')}.`);
  }
  let state;
  const settled = Promise.race([worker.ready.then(() => 'ready'), late]).then((how) => {
    state = how;
  });
  while (!state && !stop.aborted && (worker.trouble()?.times ?? 0) < 3) await Promise.race([settled, sleep(200)]);
  if (state !== 'ready' && !stop.aborted) {
    say(`  ! The worker does not come up and is tried again: its log is ${logOf('worker')}. The pages are served.`);
  }
  while (!stop.aborted && (await statusOf({ host, port }, '/readyz')) !== 200) {
    if (Date.now() > until)
      throw new Failure(`The web process answers, but says at http://localhost:${port}/readyz that it is not ready.`);
    await sleep(200);
  }
}

const statusOf = ({ host, port }, path) =>
  new Promise((settle) => {
    // Who listens on every address is found on the machine's own.
    const at = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
    const asking = request({ host: at, port, path, timeout: 5000 }, (answer) => {
      answer.resume();
      settle(answer.statusCode);
    });
    asking.once('timeout', () => asking.destroy(new Error('no answer')));
    asking.once('error', () => settle(undefined));
    asking.end();
  });

function welcome({ appUrl }, accounts, isDevelopment, begun) {
  const lines = ['', `  Trúc is ready at ${appUrl}   (${((Date.now() - begun) / 1000).toFixed(1)} s)`, ''];
  if (accounts.length) {
    const widest = (key) => Math.max(...accounts.map((account) => String(account[key] ?? '').length));
    const [role, signIn, password] = ['role', 'signIn', 'password'].map(widest);
    lines.push('  Demo accounts');
    for (const account of accounts) {
      lines.push(
        `    ${String(account.role).padEnd(role)}   ${String(account.signIn).padEnd(signIn)}   ${String(account.password ?? '').padEnd(password)}   ${account.note ?? ''}`.trimEnd(),
      );
    }
    lines.push('');
  }
  if (!isDevelopment) lines.push(`  Logs: ${join(dataRoot, 'log')}`);
  lines.push('  Stop with Ctrl-C.', '');
  return lines.join('\n');
}

/** Web and worker finish first, then the database; what fails on the way does not keep the rest from stopping. */
async function close({ opened, progress, force }) {
  let clean = true;
  const part = async (label, act) => {
    progress.begin(label);
    try {
      await act();
      progress.done();
    } catch (error) {
      clean = false;
      progress.fail();
      console.error(`  ${explain(error)}`);
    }
  };
  if (opened.children.length) {
    await part('Stopping web and worker', () => Promise.all(opened.children.map((child) => child.stop(force))));
  }
  await opened.watch?.stop();
  if (opened.database) {
    await part('Stopping PostgreSQL', () => opened.database.stop({ hard: force.aborted }));
  }
  opened.run?.forget();
  return clean && !force.aborted;
}
