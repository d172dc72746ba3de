import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleCourse, writeContent } from '#tests/support/content.ts';
import { serverUrl, urlOf } from '#tests/support/database-urls.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const folder = mkdtempSync(path.join(tmpdir(), 'truc-prepare-'));
const name = `p_${process.pid}`;

async function asServer<Row extends pg.QueryResultRow>(sql: string, url = serverUrl()): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client.query<Row>(sql).then(
    ({ rows }) => client.end().then(() => rows),
    (error) => client.end().then(() => Promise.reject(error)),
  );
}
let removeContent = async () => {};
/** The product with two small courses in place of its own: what is tried is the preparation, not the reading. */
beforeAll(async () => {
  await asServer(`CREATE DATABASE ${name}`);
  const content = await writeContent({
    first: sampleCourse({ slug: 'first', code: 'T1' }),
    second: sampleCourse({ slug: 'second', code: 'T2' }),
  });
  removeContent = content.remove;
  symlinkSync(content.folder, path.join(folder, 'content'));
  for (const part of ['app', 'prisma', 'node_modules', 'package.json', 'package-lock.json']) {
    symlinkSync(path.join(root, part), path.join(folder, part));
  }
});
afterAll(async () => {
  await removeContent();
  await asServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  rmSync(folder, { recursive: true, force: true });
});

function start() {
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(root, 'scripts/prepare.ts')], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: urlOf(name),
      STORAGE_URL: pathToFileURL(path.join(folder, 'documents')).href,
      APP_URL: 'http://127.0.0.1:3000',
    } as unknown as NodeJS.ProcessEnv,
  });
  let said = '';
  child.stdout.on('data', (text: Buffer) => {
    said += text;
  });
  child.stderr.on('data', (text: Buffer) => {
    said += text;
  });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, said: () => said }));
  return { child, ended, said: () => said };
}

const killedAt = async (words: string, afterMs: number) => {
  const run = start();
  while (!run.said().includes(words) && run.child.exitCode === null) await sleep(5);
  await sleep(afterMs);
  run.child.kill('SIGKILL');
  await run.ended;
};

test('a preparation that was killed again and again is done by the next; unchanged content is not read again', {
  timeout: 300_000,
}, async () => {
  for (const [words, afterMs] of [
    ['migrate', 150],
    ['content', 20],
  ] as const) {
    await killedAt(words, afterMs);
  }
  const whole = await start().ended;
  expect(whole.code, whole.said()).toBe(0);
  const [{ courses } = { courses: 0 }] = await asServer<{ courses: number }>(
    'SELECT count(*)::int AS courses FROM "Course" WHERE "currentEditionId" IS NOT NULL',
    urlOf(name),
  );
  expect(courses).toBe(2);
  const again = await start().ended;
  expect(again.said()).toContain(`${courses} courses, unchanged`);
});
