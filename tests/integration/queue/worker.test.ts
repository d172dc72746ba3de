import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { NO_COURSE } from '#app/domain/ledger/settle-standings.server.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createAgencies } from '#tests/support/factories.ts';
import { describeOnBothBackends, eventually } from '#tests/support/queue.ts';

const database = useDatabase();
const root = path.resolve(import.meta.dirname, '../../..');
const children: ChildProcess[] = [];
const folders: string[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function startWorker(env: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'jobs/main.ts'], {
    cwd: root,
    env: { PATH: process.env.PATH, ...env } as unknown as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const output = { stdout: '', stderr: '' };
  child.stdout?.on('data', (text: Buffer) => {
    output.stdout += text;
  });
  child.stderr?.on('data', (text: Buffer) => {
    output.stderr += text;
  });
  const ended = new Promise<{ code: number | null }>((resolve) => child.once('close', (code) => resolve({ code })));
  return { child, output, ended };
}

function usableEnv(place: { databaseUrl: string; redisUrl?: string; name: string }): Record<string, string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'truc-worker-'));
  folders.push(folder);
  return {
    NODE_ENV: 'production',
    DATABASE_URL: place.databaseUrl,
    ...(place.redisUrl ? { REDIS_URL: place.redisUrl } : {}),
    STORAGE_URL: pathToFileURL(folder).href,
    APP_URL: 'http://127.0.0.1:3000',
    QUEUE_NAME: place.name,
  };
}

test('an environment that is not usable ends the worker with one line that names what is wrong', async () => {
  const { output, ended } = startWorker({ DATABASE_URL: 'postgres://nobody@127.0.0.1/x', STORAGE_URL: 's3://bucket' });
  expect((await ended).code).toBe(1);
  expect(output.stderr.trim().split('\n')).toHaveLength(1);
  expect(output.stderr).toContain('STORAGE_URL');
  expect(output.stderr).toContain('APP_URL');
  expect(output.stdout).toBe('');
});

test('a server that does not fit ends the worker with one line that says why', async () => {
  const set = (to: string) =>
    database.runScript(`DO $$ BEGIN EXECUTE format('ALTER DATABASE %I ${to}', current_database()); END $$`);
  await set(`SET default_transaction_isolation = ''repeatable read''`);
  try {
    const { output, ended } = startWorker(usableEnv({ databaseUrl: database.url, name: 'unfit' }));
    expect((await ended).code).toBe(1);
    expect(output.stderr.trim().split('\n')).toEqual([expect.stringContaining('"repeatable read"')]);
  } finally {
    await set('RESET default_transaction_isolation');
  }
});

describeOnBothBackends('the worker process', (backend) => {
  test('it says when it is ready, folds by itself, and ends by itself when told to', async () => {
    const ids = await createAgencies(database.db);
    const queue = backend.open(database.url);
    const worker = startWorker(usableEnv(queue.place));
    try {
      await eventually('the worker is ready', () => worker.output.stdout.includes('"worker ready"'), 20_000);
      await database.db.run`
        INSERT INTO "RollupDelta" ("agencyId", "courseId", kind, people)
        VALUES (${ids['VN.P01.SNV']}::uuid, ${NO_COURSE}::uuid, 'registered', 3)`;
      await eventually('the delta is folded', async () => (await database.db.rollupDelta.count()) === 0, 15_000);
      expect(await database.db.rollupNow.count({ where: { people: 3 } })).toBe(3);
      worker.child.kill('SIGTERM');
      expect((await worker.ended).code).toBe(0);
      expect(worker.output.stderr).toBe('');
      const levels = worker.output.stdout
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { level: number }).level);
      expect(Math.max(...levels)).toBeLessThanOrEqual(30);
    } finally {
      await queue.close();
    }
  });
});
