import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MARK_FILE } from '#app/platform/storage.server.ts';
import { defineDrill } from './drill.ts';
import { underLoad } from './under-load.ts';

const mount = (...args: string[]) => execFileSync('mount', args);

/**
 * The disk of the documents is taken away, full, and read-only. It is a file system of its own, which only root may
 * mount: modes of files mean nothing to root.
 */
export const drill = defineDrill({
  options: { learners: 24, seconds: 8 },
  run(given) {
    if (process.getuid?.() !== 0) {
      given.say('This drill mounts a file system of its own: run it as root, in a container for example.');
      return Promise.resolve(false);
    }
    return underLoad('storage', given, async ({ ground, site, say }) => {
      const folder = site.storageFolder;
      const unmount = () => execFileSync('umount', [folder]);
      const wait = () => sleep(given.seconds * 1_000);
      say('  another disk, empty, lies over the documents');
      mount('-t', 'tmpfs', 'tmpfs', folder);
      await wait();
      unmount();
      await sleep(2_000);

      say('  the disk of the documents is full');
      const mark = readFileSync(path.join(folder, MARK_FILE));
      execFileSync('cp', ['-a', folder, `${folder}.kept`]);
      mount('-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', folder);
      ground.onClose(() => execFileSync('umount', ['-l', folder]));
      execFileSync('cp', ['-a', `${folder}.kept/.`, folder]);
      writeFileSync(path.join(folder, MARK_FILE), mark);
      const ballast = path.join(folder, 'ballast');
      try {
        writeFileSync(ballast, Buffer.alloc(32_000_000));
      } catch {
        // as full as it gets
      }
      await wait();
      rmSync(ballast);
      await sleep(2_000);

      say('  the disk of the documents takes no writes');
      mount('-o', 'remount,ro', folder);
      await wait();
      mount('-o', 'remount,rw', folder);
    });
  },
});
