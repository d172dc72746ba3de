import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from './start/failure.mjs';
import { childrenOf, commandOf, hasEnded, identify, isAlive, signal } from './start/identify-process.mjs';
import { dataRoot, openDataRoot, readText, writeWhole } from './start/paths.mjs';
import { chooseRunner, locateData, majorOf } from './start/postgres-binaries.mjs';
import { takeLease, withLock } from './start/postgres-lease.mjs';
import { memoryHere, sizeMemory } from './start/size-memory.mjs';

const always = {
  listen_addresses: '127.0.0.1',
  shared_preload_libraries: 'pg_stat_statements',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  max_connections: 100,
  ...sizeMemory(memoryHere()),
  // solid-state disks and a database that fits into memory: a row by its index is hardly dearer than the next row
  random_page_cost: 1.1,
  max_wal_size: '512MB',
  jit: 'off',
  log_checkpoints: 'off',
};

/** Where there is no such socket, or its path would be too long or read otherwise, TCP alone. */
const socketFolderOf = (dataDir) =>
  process.platform !== 'win32' && dataDir.length <= 80 && /^[\w./-]+$/.test(dataDir) ? dataDir : '';

/**
 * Starts the embedded PostgreSQL on `dataDir`, or takes over one that is already running there. Beside the folder
 * stand `<dataDir>.password`, `.port`, `.log` and the leases of its users; `stop()` stops the server when its caller
 * was the last user.
 */
export async function startPostgres({ dataDir, port, settings = {}, log = () => {} }) {
  const asked = resolve(dataDir);
  mkdirSync(dirname(asked), { recursive: true, mode: 0o700 });
  return withLock(asked, async () => {
    const runner = await chooseRunner(asked);
    const password = await initialise(asked, runner, log);
    const running = await findRunning(runner.dataDir);
    let server = running ?? (await launch(asked, runner, port, settings, log));
    if (running) log(`PostgreSQL was still running (process ${running.process.pid})`);
    const lease = takeLease(asked);
    /** Over the socket beside the data, which costs half of what TCP does; the address of TCP names the port. */
    const urlFor = (role, secret, database) => {
      const url = new URL(`postgres://${role}:${secret}@127.0.0.1:${server.port}/${database}`);
      if (server.socketFolder) url.searchParams.set('host', server.socketFolder);
      return url.href;
    };
    return {
      url: urlFor('postgres', password, 'postgres'),
      urlFor,
      port: server.port,
      get pid() {
        return server.process.pid;
      },
      resumed: Boolean(running),
      examine: () => examine(server),
      /** Starts a server that has ended or answers nothing anew, on the port that everybody knows. */
      revive: () =>
        withLock(asked, async () => {
          await endHard(server.process);
          server = (await findRunning(runner.dataDir)) ?? (await launch(asked, runner, server.port, settings, log));
        }),
      stop: ({ hard = false } = {}) =>
        withLock(asked, async () => {
          if (lease.release() || hard) await stopServer(server.process, hard);
        }),
    };
  });
}

/** What makes the server of the tests quick rather than durable: its data is of no worth. */
export const testSettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: 0,
  autovacuum_naptime: '1h',
  max_connections: 300,
  shared_buffers: '256MB',
};

/** The server of the tests. */
export async function startTestPostgres({ log } = {}) {
  openDataRoot();
  const dataDir = join(dataRoot, 'test-postgres');
  const settings = testSettings;
  try {
    return await startPostgres({ dataDir, settings, log });
  } catch (error) {
    // without fsync an outage may leave it beyond repair
    if (!existsSync(locateData(dataDir))) throw error;
    log?.(`The database of the tests does not start (${error.message}): made anew`);
    await interruptServer(dataDir);
    rmSync(locateData(dataDir), { recursive: true, force: true });
    return startPostgres({ dataDir, settings, log });
  }
}

/** Stops a server that a killed start has left behind, before its programs are replaced under it. */
export async function interruptServer(dataDir) {
  const running = await findRunning(locateData(resolve(dataDir)));
  if (running) await stopServer(running.process, false);
}

async function initialise(asked, runner, log) {
  const { dataDir } = runner;
  const passwordFile = `${asked}.password`;
  const major = await majorOf(runner);
  if (existsSync(dataDir) && readdirSync(dataDir).length > 0) {
    const version = readText(join(dataDir, 'PG_VERSION'))?.trim();
    if (!version || !existsSync(join(dataDir, 'global', 'pg_control'))) {
      throw new Failure(
        `${dataDir} is only half a database: move that folder away to begin with an empty one, or put its backup back.`,
      );
    }
    if (version !== major) {
      throw new Failure(
        `${dataDir} holds data of PostgreSQL ${version}, and Trúc now runs PostgreSQL ${major}: take the data over with a backup made by the former release, or move the folder away.`,
      );
    }
    const password = readText(passwordFile)?.trim();
    if (!password)
      throw new Failure(
        `The password of the database is missing (${passwordFile}): put that file back, or move ${dataDir} away to begin with an empty one.`,
      );
    return password;
  }
  // Made under a name of its own and renamed when whole: a start that is killed half-way leaves nothing behind that
  // counts, and its initdb, which may still be writing, is in nobody's way.
  removeDrafts(dataDir);
  const draft = `${dataDir}.draft-${randomBytes(6).toString('hex')}`;
  const secret = `${draft}.secret`;
  const password = randomBytes(24).toString('base64url');
  writeFileSync(secret, password, { mode: 0o600 });
  if (runner.owner) chownSync(secret, runner.owner.uid, runner.owner.gid);
  const args = ['-D', draft, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${secret}`, '-E', 'UTF8'];
  const locale = ['--locale-provider=icu', '--icu-locale=vi', '--locale=C'];
  log('making the database cluster');
  try {
    // C.UTF-8 lets pg_trgm and regular expressions know Vietnamese letters; old systems lack it
    await runner.run('initdb', [...args, ...locale, '--lc-ctype=C.UTF-8']).catch(() => {
      rmSync(draft, { recursive: true, force: true });
      return runner.run('initdb', [...args, ...locale]);
    });
  } catch (error) {
    throw new Failure(`The database could not be made in ${dataDir}: ${error.tail?.at(-1) ?? error.message}`);
  } finally {
    rmSync(secret, { force: true });
  }
  writeWhole(passwordFile, `${password}\n`);
  if (existsSync(dataDir)) rmSync(dataDir, { recursive: true });
  renameSync(draft, dataDir);
  return password;
}

/** Takes away what starts that were killed have left; what is still being written is left to the next start. */
function removeDrafts(dataDir) {
  const folder = dirname(dataDir);
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (!name.startsWith(`${basename(dataDir)}.draft`)) continue;
    try {
      rmSync(join(folder, name), { recursive: true, force: true });
    } catch (error) {
      if (!['ENOTEMPTY', 'EBUSY', 'EPERM', 'ENOENT'].includes(error.code)) throw error;
    }
  }
}

/** The server that `postmaster.pid` speaks of, once it takes connections; undefined when the file is stale. */
async function findRunning(dataDir) {
  const file = join(dataDir, 'postmaster.pid');
  const lines = () => (readText(file) ?? '').split('\n').map((line) => line.trim());
  const pid = Number(lines()[0]);
  const found = identify(pid);
  if (
    found.started === undefined ||
    !/postgres/.test(commandOf(pid)) ||
    !`${commandOf(pid)} `.includes(` ${dataDir} `)
  ) {
    // whatever runs under that number now is no server of ours; PostgreSQL itself would take it for one
    rmSync(file, { force: true });
    for (const name of existsSync(dataDir) ? readdirSync(dataDir) : [])
      if (/^\.s\.PGSQL\.\d+(\.lock)?$/.test(name)) rmSync(join(dataDir, name), { force: true });
    return undefined;
  }
  for (let tries = 0; lines()[7] !== 'ready'; tries += 1) {
    if (await hasEnded(found, 0)) return findRunning(dataDir);
    if (tries > 3000 || lines()[7] === 'stopping') {
      await stopServer(found, false);
      return undefined;
    }
    await sleep(100);
  }
  const [, , , written, socketFolder = ''] = lines();
  const port = Number(written);
  if (await greets(port)) return { process: found, port, socketFolder };
  await stopServer(found, false);
  return undefined;
}

async function launch(asked, runner, wanted, settings, log) {
  const { dataDir } = runner;
  const logFile = runner.owner ? `${dataDir}.log` : `${asked}.log`;
  rotate(logFile);
  for (let tries = 1; ; tries += 1) {
    const port = await choosePort(wanted, Number(readText(`${asked}.port`)));
    const socketFolder = socketFolderOf(dataDir);
    configure(dataDir, { ...always, unix_socket_directories: socketFolder, ...settings, port }, runner.owner);
    try {
      // pg_ctl puts the server into a session of its own: Ctrl-C at our terminal does not reach it
      await runner.run('pg_ctl', ['start', '-w', '-t', '300', '-s', '-D', dataDir, '-l', logFile]);
    } catch (error) {
      const cause = lastComplaint(logFile) ?? error.tail?.at(-1) ?? error.message;
      if (tries < 6 && /in use|could not bind|could not create any TCP/i.test(cause)) {
        await sleep(1000);
        continue;
      }
      throw new Failure(`PostgreSQL does not start: ${cause} (see ${logFile}).`);
    }
    writeWhole(`${asked}.port`, `${port}\n`);
    const pid = Number((readText(join(dataDir, 'postmaster.pid')) ?? '').split('\n')[0]);
    log(`PostgreSQL listens on 127.0.0.1:${port}`);
    return { process: identify(pid), port, socketFolder };
  }
}

function configure(dataDir, settings, owner) {
  const main = join(dataDir, 'postgresql.conf');
  const text = readText(main) ?? '';
  const include = "include_if_exists = 'truc.conf'";
  if (!text.includes(include)) writeWhole(main, `${text}\n${include}\n`);
  const own = join(dataDir, 'truc.conf');
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${String(value).replaceAll("'", "''")}'`);
  writeWhole(
    own,
    `# written at every start; put settings of your own into postgresql.auto.conf\n${lines.join('\n')}\n`,
  );
  const { uid, gid } = owner ?? statSync(dataDir);
  for (const path of [main, own]) if (process.getuid?.() === 0) chownSync(path, uid, gid);
}

function rotate(logFile) {
  if (existsSync(logFile) && statSync(logFile).size > 10_000_000) renameSync(logFile, `${logFile}.old`);
}

function lastComplaint(logFile) {
  const lines = (readText(logFile) ?? '').trim().split('\n').slice(-12);
  return lines.findLast((line) => /FATAL|PANIC/.test(line))?.replace(/^.*?(FATAL|PANIC):\s*/, '');
}

/** SIGINT is PostgreSQL's "fast" (what pg_ctl -m fast sends), SIGQUIT its "immediate". */
async function stopServer(process, hard) {
  if (!hard) {
    signal(process.pid, 'SIGINT');
    if (await hasEnded(process, 30_000)) return;
  }
  signal(process.pid, 'SIGQUIT');
  if (await hasEnded(process, 10_000)) return;
  await endHard(process);
}

/** Whether a server is there and takes connections: `well`, `silent` (it runs, and answers nothing), or `gone`. */
async function examine({ process, port }) {
  if (!isAlive(process)) return 'gone';
  if (await greets(port)) return 'well';
  return isAlive(process) ? 'silent' : 'gone';
}

/** Ends a server and all its processes at once: of a halted one the parts would outlive it and keep the data in use. */
async function endHard(server) {
  const parts = childrenOf(server.pid).map(identify);
  for (const part of [server, ...parts]) if (isAlive(part)) signal(part.pid, 'SIGKILL');
  for (const part of [server, ...parts]) await hasEnded(part, 5_000);
}

/** Asks for an encrypted connection, which a server answers with one letter before it knows who asks. */
const greets = (port, withinMs = 4000) =>
  new Promise((settle) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    const end = (answer) => {
      clearTimeout(late);
      socket.destroy();
      settle(answer);
    };
    const late = setTimeout(() => end(false), withinMs);
    socket
      .once('connect', () => socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])))
      .once('data', () => end(true))
      .once('error', () => end(false))
      .once('close', () => end(false));
  });

const listen = (port) =>
  new Promise((settle) => {
    const server = createServer();
    server.once('error', () => settle(undefined));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      const { port: got } = server.address();
      server.close(() => settle(got));
    });
  });

/** The port asked for, else the one of last time, else any free one. */
export async function choosePort(wanted, remembered) {
  if (wanted) {
    if (await listen(wanted)) return wanted;
    throw new Failure(`Port ${wanted}, asked for PostgreSQL, is taken by another program.`);
  }
  return (remembered && (await listen(remembered))) || (await listen(0));
}
