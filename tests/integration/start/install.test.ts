import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');
const folder = mkdtempSync(path.join(tmpdir(), 'truc-install-'));
const PACKAGES = Array.from({ length: 12 }, (_, index) => `package-${index}`);
const children: ChildProcess[] = [];

/**
 * Takes away and lays down packages as `npm ci` does, slowly enough to be killed at each step, and writes down when it
 * meets another one at work in the same folder.
 */
const SLOW_NPM = `
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync, appendFileSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
const mine = 'at-work-' + process.pid;
for (const name of readdirSync('.')) {
  if (!name.startsWith('at-work-')) continue;
  try { process.kill(Number(name.slice(8)), 0); appendFileSync('met', name + '\\n'); } catch { rmSync(name); }
}
writeFileSync(mine, '');
mkdirSync('node_modules', { recursive: true });
for (const name of readdirSync('node_modules')) {
  if (name.startsWith('.')) continue; // as npm leaves them
  for (const file of readdirSync('node_modules/' + name)) { rmSync('node_modules/' + name + '/' + file); await sleep(2); }
  rmSync('node_modules/' + name, { recursive: true });
}
const packages = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
for (const path of Object.keys(packages).filter(Boolean)) {
  mkdirSync(path, { recursive: true });
  for (const file of ['package.json', 'index.js', 'lib.js']) { writeFileSync(path + '/' + file, '{}'); await sleep(4); }
}
writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages: Object.fromEntries(Object.entries(packages).filter(([path]) => path)) }));
rmSync(mine);
`;

beforeAll(() => {
  for (const name of ['start', 'postgres.mjs']) {
    cpSync(path.join(root, 'scripts', name), path.join(folder, 'scripts', name), { recursive: true });
  }
  mkdirSync(path.join(folder, 'npm'));
  writeFileSync(path.join(folder, 'npm', 'npm-cli.js'), SLOW_NPM);
  writeFileSync(path.join(folder, 'npm', 'package.json'), '{"type":"module"}');
  const packages = Object.fromEntries(PACKAGES.map((name) => [`node_modules/${name}`, { version: '1.0.0' }]));
  writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(path.join(folder, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...packages } }));
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const module = () => pathToFileURL(path.join(folder, 'scripts/start/install-dependencies.mjs')).href;

function evaluate(script: string) {
  const child = spawn(
    process.execPath,
    ['--input-type=module', '-e', `const it = await import(${JSON.stringify(module())}); ${script}`],
    {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        npm_execpath: path.join(folder, 'npm', 'npm-cli.js'),
      } as unknown as NodeJS.ProcessEnv,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  children.push(child);
  let said = '';
  child.stdout.on('data', (text: Buffer) => {
    said += text;
  });
  return { child, ended: once(child, 'close').then(([code]) => ({ code: code as number | null, said })) };
}
const isFresh = async () =>
  (await evaluate('console.log(it.areDependenciesFresh({ embedded: false }))').ended).said.trim() === 'true';
const INSTALL = 'await it.installDependencies({ embedded: false });';
const isComplete = () => PACKAGES.every((name) => readdirSync(path.join(folder, 'node_modules', name)).length === 3);

test('installs that are killed at any moment never meet, are never believed, and the next one is whole', {
  timeout: 120_000,
}, async () => {
  for (const afterMs of [150, 220, 300, 380]) {
    const run = evaluate(INSTALL);
    await sleep(afterMs);
    run.child.kill('SIGKILL');
    await run.ended;
    if (existsSync(path.join(folder, '.data/installing'))) expect(await isFresh()).toBe(false);
  }
  expect((await evaluate(INSTALL).ended).code).toBe(0);
  expect(isComplete()).toBe(true);
  expect(await isFresh()).toBe(true);
  expect(existsSync(path.join(folder, 'met'))).toBe(false);
});

test('of two at once one installs and the other finds it done', { timeout: 60_000 }, async () => {
  rmSync(path.join(folder, 'node_modules'), { recursive: true });
  const both = await Promise.all([evaluate(INSTALL).ended, evaluate(INSTALL).ended]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(isComplete()).toBe(true);
  expect(existsSync(path.join(folder, 'met'))).toBe(false);
});

test('a package that lost files by another hand is noticed', async () => {
  expect(await isFresh()).toBe(true);
  rmSync(path.join(folder, 'node_modules', 'package-7', 'lib.js'));
  expect(await isFresh()).toBe(false);
  expect(readFileSync(path.join(folder, 'node_modules/.package-lock.json'), 'utf8')).toContain('package-7');
});
