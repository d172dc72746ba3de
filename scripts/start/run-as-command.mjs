import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { explain } from './failure.mjs';

/** Runs `act` when the module is the program itself, and turns a Failure into its one sentence. */
export async function isEntry(moduleUrl, act) {
  if (!process.argv[1] || realpathSync(process.argv[1]) !== fileURLToPath(moduleUrl)) return;
  try {
    await act();
  } catch (error) {
    console.error(explain(error));
    process.exitCode = 1;
  }
}
