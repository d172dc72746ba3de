import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Failure, Stopped } from './start/failure.mjs';
import { hashSources } from './start/hash-sources.mjs';
import { quietInstall } from './start/install-dependencies.mjs';
import { readText, root, writeWhole } from './start/paths.mjs';
import { runAlone } from './start/run-alone.mjs';
import { isEntry } from './start/run-as-command.mjs';
import { run } from './start/run-program.mjs';

const stampFile = join(root, 'prisma', 'generated', '.stamp');

/** Makes the Prisma client when prisma/schema/ has changed since the last time; offline, because no engine is wanted. */
export const generate = (options = {}) => runAlone('generate', (noteProgram) => generateAlone(options, noteProgram));

async function generateAlone({ stop }, noteProgram) {
  const hash = hashSources(['prisma/schema', 'prisma.config.ts', 'node_modules/prisma/package.json']);
  if (readText(stampFile)?.trim() === hash && existsSync(join(root, 'prisma', 'generated', 'client.ts'))) return false;
  rmSync(stampFile, { force: true });
  try {
    await run(process.execPath, [join(root, 'node_modules', 'prisma', 'build', 'index.js'), 'generate'], {
      cwd: root,
      env: { ...process.env, ...quietInstall, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
      stop,
      onSpawn: noteProgram,
    });
  } catch (error) {
    if (error instanceof Stopped) throw error;
    throw new Failure(`The Prisma client could not be made:\n${(error.tail ?? [error.message]).join('\n')}`);
  }
  writeWhole(stampFile, `${hash}\n`, 0o644);
  return true;
}

await isEntry(import.meta.url, () => generate());
