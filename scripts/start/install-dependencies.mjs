import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { interruptServer } from '../postgres.mjs';
import { requireWritableRoot } from './check-environment.mjs';
import { Failure, Stopped } from './failure.mjs';
import { dataRoot, readJson, readText, root, writeWhole } from './paths.mjs';
import { binariesFolder } from './postgres-binaries.mjs';
import { findProgram, run } from './run-program.mjs';

const stampFile = join(root, 'node_modules', '.truc-lock-hash');
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
  if (embedded && !existsSync(binariesFolder)) return false;
  if (readText(stampFile)?.trim() === lockHash()) return true;
  if (!agrees()) return false;
  stamp();
  return true;
}

/** npm notes what it has installed: an `npm install` by hand that matches the lock file need not be done again. */
function agrees() {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages;
  const installed = readJson(join(root, 'node_modules', '.package-lock.json'))?.packages;
  if (!wanted || !installed) return false;
  const missing = Object.entries(wanted).some(
    ([path, entry]) => path !== '' && !entry.optional && installed[path]?.version !== entry.version,
  );
  return !missing && Object.entries(installed).every(([path, entry]) => wanted[path]?.version === entry.version);
}

function stamp() {
  try {
    writeWhole(stampFile, `${lockHash()}\n`, 0o644);
  } catch {
    // a folder that only its owner can write still serves
  }
}

/** npm's own script with our own Node, wherever it can be found: PATH may hold another pair. */
export function npmCommand() {
  const given = process.env.npm_execpath;
  const beside = join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js');
  for (const script of [given, beside]) {
    if (script && basename(script) === 'npm-cli.js' && existsSync(script)) return [process.execPath, script];
  }
  const npm = findProgram('npm');
  if (!npm) throw new Failure('npm is not to be found: install Node.js with npm, from nodejs.org or your system.');
  return [npm];
}

export async function installDependencies({ stop, onLine } = {}) {
  requireWritableRoot();
  for (const name of ['postgres', 'test-postgres']) await interruptServer(join(dataRoot, name));
  const [program, ...first] = npmCommand();
  try {
    // the build needs the development packages too, also where NODE_ENV=production is set
    await run(program, [...first, 'ci', '--include=dev', '--no-audit', '--no-fund'], {
      cwd: root,
      env: { ...process.env, ...quietInstall },
      stop,
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
  stamp();
}
