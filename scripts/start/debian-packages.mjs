import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findProgram, run } from './run-program.mjs';

const english = () => ({ ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' });
const apt = (name) => findProgram(`apt-${name}`);

export const hasApt = () => Boolean(apt('get') && apt('cache') && findProgram('dpkg'));

/** As root: installs packages on the machine, with the lists brought up to date when they lack them. */
export async function installPackages(names) {
  const install = () => run(apt('get'), ['install', '-y', '--no-install-recommends', ...names], { env: english() });
  try {
    await install();
  } catch {
    await run(apt('get'), ['update'], { env: english() });
    await install();
  }
}

/**
 * As anybody: downloads packages and what they need beyond the installed ones, and unpacks them into `folder` without
 * installing. Where the machine has no package lists, lists of our own are fetched.
 */
export async function unpackPackages(names, folder) {
  mkdirSync(dirname(folder), { recursive: true });
  const draft = mkdtempSync(`${folder}-`);
  try {
    const options = await optionsWithLists(names, join(draft, 'apt'));
    const wanted = await closure(names, options);
    const archives = join(draft, 'archives');
    mkdirSync(archives);
    // as root apt would download as its own user, who cannot enter a folder that is closed to him
    const download = [...options, '-o', 'APT::Sandbox::User=root', 'download', ...wanted];
    await run(apt('get'), download, { cwd: archives, env: english() });
    const files = join(draft, 'files');
    for (const archive of readdirSync(archives))
      await run(findProgram('dpkg'), ['-x', join(archives, archive), files], { env: english() });
    rmSync(folder, { recursive: true, force: true });
    renameSync(files, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

async function optionsWithLists(names, folder) {
  const known = await run(apt('cache'), ['policy', ...names], { env: english() }).catch(() => '');
  const candidates = known.split('\n').filter((line) => /^\s+Candidate: (?!\(none\))/.test(line)).length;
  if (candidates === names.length) return [];
  mkdirSync(join(folder, 'lists', 'partial'), { recursive: true });
  mkdirSync(join(folder, 'cache', 'archives', 'partial'), { recursive: true });
  const options = ['-o', `Dir::State::Lists=${join(folder, 'lists')}`, '-o', `Dir::Cache=${join(folder, 'cache')}`];
  await run(apt('get'), [...options, '-o', 'APT::Sandbox::User=root', 'update'], { env: english() });
  return options;
}

/** The packages named and those they depend on, without what is installed already. */
async function closure(names, options) {
  const without = ['recommends', 'suggests', 'conflicts', 'breaks', 'replaces', 'enhances'].map(
    (kind) => `--no-${kind}`,
  );
  const text = await run(apt('cache'), [...options, 'depends', '--recurse', '--important', ...without, ...names], {
    env: english(),
  });
  const all = [...new Set(text.split('\n').filter((line) => /^[a-z0-9][a-z0-9.+-]*(:\w+)?$/.test(line)))];
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the notation of dpkg-query
  const format = '${db:Status-Abbrev} ${Package}\\n';
  const installed = await run(findProgram('dpkg-query'), ['-W', '-f', format], {
    env: english(),
  });
  const present = new Set(
    installed
      .split('\n')
      .filter((line) => line.startsWith('ii'))
      .map((line) => line.split(/\s+/)[1]),
  );
  return all.filter((name) => names.includes(name) || !present.has(name.split(':')[0]));
}

/** The folders of an unpacked tree in which libraries lie, for LD_LIBRARY_PATH. */
export function libraryPath(folder) {
  return ['usr/lib', 'lib']
    .map((name) => join(folder, name))
    .filter((path) => existsSync(path))
    .flatMap((path) => [
      path,
      ...readdirSync(path, { withFileTypes: true })
        .filter((entry) => /-linux-/.test(entry.name))
        .map((entry) => join(path, entry.name)),
    ])
    .join(':');
}
