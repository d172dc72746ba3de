import { existsSync } from 'node:fs';
import path from 'node:path';

/** These tests are of the product as it was built. */
export default function requireBuild(): void {
  const missing = ['build/server/index.js', 'build/worker.js', 'build/client'].find(
    (each) => !existsSync(path.resolve(import.meta.dirname, '../..', each)),
  );
  if (missing) throw new Error(`The product is not built (${missing} is missing): run npm run build, then again.`);
}
