import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PostgresServer, startPostgres } from '#scripts/postgres.mjs';
import { childrenOf, signal } from '#scripts/start/identify-process.mjs';
import { type DatabaseTrouble, watchDatabase } from '#scripts/start/watch-database.mjs';
import { eventually } from '#tests/support/queue.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const folder = mkdtempSync(path.join(root, '.data', 'watched-'));
const said: string[] = [];
const troubles: (DatabaseTrouble | null)[] = [];
let server: PostgresServer;
let watch: { stop(): Promise<void> };

beforeAll(async () => {
  server = await startPostgres({ dataDir: path.join(folder, 'postgres') });
  watch = watchDatabase({
    server,
    say: (line) => said.push(line),
    onTrouble: (trouble) => troubles.push(trouble),
    everyMs: 100,
  });
});
afterAll(async () => {
  await watch.stop();
  await server.stop({ hard: true });
  rmSync(folder, { recursive: true, force: true });
});

async function ask(): Promise<number> {
  const client = new pg.Client({ connectionString: server.url, connectionTimeoutMillis: 2_000 });
  await client.connect();
  try {
    return (await client.query<{ one: number }>('SELECT 1 AS one')).rows[0]?.one ?? 0;
  } finally {
    await client.end();
  }
}
const answers = () => ask().then(Boolean, () => false);

test('a server that is killed is started again at the same address, and the terminal says so', async () => {
  const { pid, port } = server;
  process.kill(pid, 'SIGKILL');
  await eventually('the killed server is another process', () => server.pid !== pid, 20_000);
  await eventually('it answers', answers, 20_000);
  await eventually('the trouble is over', () => troubles.at(-1) === null);
  expect(server.port).toBe(port);
  expect(troubles[0]).toMatchObject({ name: 'postgres', how: 'has ended' });
  expect(said.join('\n')).toMatch(/PostgreSQL has ended.*\n.*PostgreSQL answers again/);
});

test('a server that was halted is woken, with all its processes', async () => {
  const { pid } = server;
  said.length = 0;
  for (const each of [pid, ...childrenOf(pid)]) signal(each, 'SIGSTOP');
  await eventually('it is woken', () => said.some((line) => /had been halted and goes on/.test(line)), 30_000);
  await eventually('it answers', answers);
  expect(server.pid).toBe(pid);
  expect(said[0]).toContain('PostgreSQL stands still');
});

test('a database is made beside the initdb of a start that was killed, which goes on writing', async () => {
  const dataDir = path.join(folder, 'beside');
  const left = `${dataDir}.draft`;
  const writing = `import { mkdirSync, writeFileSync } from 'node:fs';
    for (let at = 0; at < 100_000; at++) {
      mkdirSync(${JSON.stringify(`${left}/base/1`)}, { recursive: true });
      try { writeFileSync(${JSON.stringify(left)} + '/base/1/' + at, ''); } catch {}
      if (at === 50) console.log('writing');
    }`;
  const orphan = spawn(process.execPath, ['--input-type=module', '-e', writing], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await once(orphan.stdout, 'data');
    const made = await startPostgres({ dataDir });
    expect(existsSync(left), 'it was writing all the time').toBe(true);
    await made.stop({ hard: true });
  } finally {
    orphan.kill('SIGKILL');
    await once(orphan, 'exit');
  }
});
