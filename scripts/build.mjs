import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { generate } from './generate.mjs';
import { addressOf, requireWritableRoot } from './start/check-environment.mjs';
import { Failure, Stopped } from './start/failure.mjs';
import { hashSources, isTest } from './start/hash-sources.mjs';
import { readText, root, writeWhole } from './start/paths.mjs';
import { runAlone } from './start/run-alone.mjs';
import { isEntry } from './start/run-as-command.mjs';
import { run } from './start/run-program.mjs';

const sources = [
  'app',
  'jobs',
  'prisma/schema',
  'prisma/migrations',
  'prisma/product-rights.ts',
  'prisma/seed',
  'public',
  'vite.config.ts',
  'remix.config.js',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'scripts/build.mjs',
  'scripts/prepare.ts',
  'scripts/prepare',
  'scripts/migrate',
];
const bundles = { web: 'app/entry.web.ts', worker: 'jobs/main.ts', prepare: 'scripts/prepare.ts' };
const stampFile = join(root, 'build', '.stamp');
const outputs = ['web.js', 'worker.js', 'prepare.js', 'server/index.js', 'client'];

const hash = () => hashSources(sources, { keep: (path) => !isTest(path) });

/** False when the sources are those of the last build and its files are all there. */
export function isBuildStale() {
  return readText(stampFile)?.trim() !== hash() || !outputs.every((name) => existsSync(join(root, 'build', name)));
}

/** Builds web, worker and preparation. A build that is broken off is never taken for one. */
export function build(options = {}) {
  requireWritableRoot();
  return runAlone('build', (noteProgram) => buildAlone(options, noteProgram));
}

async function buildAlone({ stop, onStep = () => {} }, noteProgram) {
  await generate({ stop });
  const before = hash();
  rmSync(stampFile, { force: true });
  const env = { ...process.env, NODE_ENV: 'production' };
  try {
    onStep('pages');
    await run(process.execPath, [join(root, 'node_modules', '@remix-run', 'dev', 'dist', 'cli.js'), 'vite:build'], {
      cwd: root,
      env,
      stop,
      onSpawn: noteProgram,
    });
    onStep('processes');
    await bundle();
    onStep('compression');
    precompress(join(root, 'build', 'client'));
  } catch (error) {
    if (error instanceof Stopped) throw error;
    throw new Failure(`The build failed:\n${(error.tail ?? [error.message]).join('\n')}`);
  }
  if (stop?.aborted) throw new Stopped();
  writeWhole(stampFile, `${before}\n`, 0o644);
}

async function bundle() {
  const esbuild = await import(addressOf('node_modules', 'esbuild', 'lib', 'main.js'));
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(Object.entries(bundles).map(([name, path]) => [name, path])),
    outdir: 'build',
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    sourcemap: true,
    logLevel: 'warning',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
}

/** Served as they lie: no processor time for compression at a request, and the best rate that Brotli has. */
function precompress(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) precompress(path);
    else if (/\.(js|css|svg|json|txt|xml|webmanifest|html|map)$/.test(entry.name)) {
      const bytes = readFileSync(path);
      if (bytes.length < 200) continue;
      const size = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length, [constants.BROTLI_PARAM_QUALITY]: 11 };
      writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: size }));
      writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
    }
  }
}

await isEntry(import.meta.url, async () => {
  if (!isBuildStale()) return console.log('The build is up to date.');
  await build({ onStep: (step) => console.log(`build: ${step}`) });
});
