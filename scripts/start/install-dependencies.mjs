import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { interruptServer } from '../postgres.mjs';
import { requireWritableRoot } from './check-environment.mjs';
import { Failure, Stopped } from './failure.mjs';
import { dataRoot, readJson, root, writeWhole } from './paths.mjs';
import { binariesFolder } from './postgres-binaries.mjs';
import { runAlone } from './run-alone.mjs';
import { findProgram, run } from './run-program.mjs';

const modules = join(root, 'node_modules');
/** What was installed when it was whole: by which lock file, and what lay in the folder of each package. */
const stampFile = join(modules, '.truc-installed.json');
/** There from the beginning of an installation until it is whole: what lies in node_modules meanwhile is believed by nobody. */
const underWayFile = join(dataRoot, 'installing');
const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');

/** What keeps packages from downloading engines and browsers that are never used. */
export const quietInstall = {
  PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1',
  PUPPETEER_SKIP_DOWNLOAD: '1',
};

/** Where the embedded database is wanted, its package must be the one for this platform. */
export function areDependenciesFresh({ embedded }) {
  if (existsSync(underWayFile)) return false;
  if (embedded && !existsSync(binariesFolder)) return false;
  const stamp = readJson(stampFile);
  if (stamp?.lock === lockHash()) return isWhole(stamp.packages ?? {});
  if (!agrees()) return false;
  writeStamp();
  return true;
}

/** npm notes what it has installed: an `npm install` by hand that matches the lock file need not be done again. */
function agrees() {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages;
  const installed = readJson(join(modules, '.package-lock.json'))?.packages;
  if (!wanted || !installed) return false;
  const missing = Object.entries(wanted).some(
    ([path, entry]) => path !== '' && !entry.optional && installed[path]?.version !== entry.version,
  );
  if (missing || !Object.entries(installed).every(([path, entry]) => wanted[path]?.version === entry.version))
    return false;
  // that note stays while packages are taken away and put back, also where that is broken off
  return Object.keys(installed).every((path) => existsSync(join(root, path, 'package.json')));
}

/** Whether what lay in each package when it was installed still does; more may have come. */
function isWhole(packages) {
  return Object.entries(packages).every(([path, names]) => {
    const there = new Set(namesIn(join(root, path)));
    return names.every((name) => there.has(name));
  });
}

function namesIn(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function writeStamp() {
  const installed = Object.keys(readJson(join(modules, '.package-lock.json'))?.packages ?? {});
  const packages = Object.fromEntries(installed.map((path) => [path, namesIn(join(root, path))]));
  try {
    writeWhole(stampFile, JSON.stringify({ lock: lockHash(), packages }), 0o644);
  } catch {
    // a folder that only its owner can write still serves
  }
}

/** npm's own script with our own Node, wherever it can be found: PATH may hold another pair. */
function npmCommand() {
  const given = process.env.npm_execpath;
  const beside = join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js');
  for (const script of [given, beside]) {
    if (script && basename(script) === 'npm-cli.js' && existsSync(script)) return [process.execPath, script];
  }
  const npm = findProgram('npm');
  if (!npm) throw new Failure('npm is not to be found: install Node.js with npm, from nodejs.org or your system.');
  return [npm];
}

/** Installs what the lock file names. One at a time, and after whatever a killed one has left running was ended. */
export const installDependencies = (options = {}) => {
  requireWritableRoot();
  return runAlone('install', (noteProgram) => install(options, noteProgram));
};

async function install({ stop, onLine, embedded = true }, noteProgram) {
  // whoever waited for another's installation finds it done
  if (areDependenciesFresh({ embedded })) return;
  for (const name of ['postgres', 'test-postgres']) await interruptServer(join(dataRoot, name));
  writeWhole(underWayFile, '');
  rmSync(stampFile, { force: true });
  const [program, ...first] = npmCommand();
  try {
    // the build needs the development packages too, also where NODE_ENV=production is set
    await run(program, [...first, 'ci', '--include=dev', '--no-audit', '--no-fund'], {
      cwd: root,
      env: { ...process.env, ...quietInstall },
      stop,
      onSpawn: noteProgram,
      onLine,
      onErrorLine: onLine,
    });
  } catch (error) {
    if (error instanceof Stopped) throw error;
    const cause =
      error.tail?.filter((line) => /npm error/.test(line) && !/log of this run|debug-0/.test(line)).slice(0, 4) ?? [];
    throw new Failure(
      `The dependencies could not be installed: npm ci ended with an error.\n${(cause.length ? cause : (error.tail ?? [error.message])).join('\n')}`,
    );
  }
  writeStamp();
  rmSync(underWayFile, { force: true });
}
