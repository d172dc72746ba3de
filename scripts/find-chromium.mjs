import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addressOf } from './start/check-environment.mjs';
import { hasApt, installPackages } from './start/debian-packages.mjs';
import { Failure } from './start/failure.mjs';
import { dataRoot, openDataRoot, readJson, root } from './start/paths.mjs';
import { isEntry } from './start/run-as-command.mjs';
import { findProgram, run } from './start/run-program.mjs';

/** Without windows first: the others open one for every page and draw all that stands around it. */
const names = [
  'chromium-headless-shell',
  'chrome-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
];
const macApps = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The path of a Chromium that draws a page; one is fetched when there is none. */
export async function findChromium({ log = () => {} } = {}) {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    const complaint = await complaintOf(given);
    if (!complaint) return given;
    throw new Failure(`CHROMIUM_PATH names ${given}, which does not run: ${complaint}`);
  }
  for (const way of [installed, fromApt, fromPlaywright, fromNpm]) {
    try {
      const found = await way(log);
      if (!found) continue;
      const complaint = await complaintOf(found);
      if (!complaint) return found;
      log(`${found} does not run: ${complaint}`);
    } catch (error) {
      log(`Chromium: ${error.message}${error.tail?.length ? `: ${error.tail.at(-1)}` : ''}`);
    }
  }
  throw new Failure(
    hasApt()
      ? 'Chromium is missing and could not be fetched: run  sudo apt-get install chromium'
      : 'Chromium is missing and could not be fetched: run  npx playwright install --with-deps chromium',
  );
}

const installed = () => findProgram(...names) ?? macApps.find((path) => existsSync(path));

async function fromApt(log) {
  if (process.getuid?.() !== 0 || !hasApt()) return undefined;
  log('installing chromium with apt');
  // Ubuntu and older Debians have no package of the one without windows
  await installPackages(['chromium-headless-shell']).catch(() => installPackages(['chromium']));
  return installed();
}

async function fromPlaywright() {
  const { chromium } = await import('playwright');
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

/** The program of npm's @sparticuz/chromium, unpacked with the libraries and fonts that a bare system lacks. */
async function fromNpm(log) {
  const name = '@sparticuz/chromium';
  const version = readJson(join(root, 'node_modules', name, 'package.json'))?.version;
  if (!version || process.platform !== 'linux') return undefined;
  const home = join(openDataRoot(), 'tools', `chromium-${version}`);
  if (!existsSync(home)) {
    log(`unpacking ${name} into ${home}`);
    mkdirSync(join(dataRoot, 'tools'), { recursive: true });
    const draft = mkdtempSync(`${home}-`);
    try {
      await unpack(name, draft);
      writeLauncher(draft, home);
      renameSync(draft, home);
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  }
  return join(home, 'launch');
}

/** The package unpacks into the folder for temporary files, whose name is shared by everybody: it is given one of ours. */
async function unpack(name, folder) {
  const script = `
    const { inflate } = await import(${JSON.stringify(addressOf('node_modules', name, 'build', 'index.js'))});
    for (const part of ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br'])
      await inflate(${JSON.stringify(join(root, 'node_modules', name, 'bin'))} + '/' + part);`;
  await run(process.execPath, ['--input-type=module', '-e', script], { env: { ...process.env, TMPDIR: folder } });
}

/** The system's own libraries and fonts go first: the bundled ones stand in for what is missing. */
function writeLauncher(draft, home) {
  const libraries = readdirSync(draft).includes('al2023') ? join(home, 'al2023', 'lib') : home;
  const lines = [
    '#!/bin/sh',
    `LD_LIBRARY_PATH="$LD_LIBRARY_PATH\${LD_LIBRARY_PATH:+:}${libraries}:${home}"`,
    `[ -e /etc/fonts/fonts.conf ] || export FONTCONFIG_PATH='${join(home, 'fonts')}'`,
    'export LD_LIBRARY_PATH',
    `exec '${join(home, 'chromium')}' "$@"`,
  ];
  writeFileSync(join(draft, 'launch'), `${lines.join('\n')}\n`, { mode: 0o755 });
}

/** Undefined when the program draws a page for the tests' own driver; one that only prints its version may lack a library. */
async function complaintOf(path) {
  try {
    const { chromium } = await import('playwright');
    const browser = await chromium.launch({ executablePath: path, args: ['--no-sandbox'], timeout: 60_000 });
    try {
      const page = await browser.newPage();
      await page.setContent('<p>trúc</p>', { timeout: 30_000 });
      await page.screenshot({ timeout: 30_000 });
    } finally {
      await browser.close();
    }
    return undefined;
  } catch (error) {
    return (
      error.message.split('\n').find((line) => /error while loading|cannot|not found/i.test(line)) ??
      error.message.split('\n')[0]
    );
  }
}

await isEntry(import.meta.url, async () => console.log(await findChromium({ log: (line) => console.error(line) })));
