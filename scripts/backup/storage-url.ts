import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where the product keeps its documents when nobody says otherwise. */
export const productStorageUrl = (env: NodeJS.ProcessEnv = process.env): string =>
  env.STORAGE_URL || pathToFileURL(path.resolve('.data/documents')).href;
