import { execFile } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { createProductRole } from '../../support/clone-database.ts';
import { productUrl, serverUrl, urlOf } from '../../support/database-urls.ts';

const root = path.resolve(import.meta.dirname, '../../..');
export const DEMO_TEMPLATE = 'truc_demo_template';
export const DEMO_DOCUMENTS = pathToFileURL(path.join(root, 'test-results/.demo-documents')).href;

/** A database as `npm start` prepares it: migrated, published, with the demo's people and their year. Made once a run. */
export async function createDemoTemplate(): Promise<void> {
  await createProductRole();
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS ${DEMO_TEMPLATE} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${DEMO_TEMPLATE}`);
  await client.end();
  await promisify(execFile)(process.execPath, [path.join(root, 'build/prepare.js')], {
    cwd: root,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      DATABASE_URL: productUrl(urlOf(DEMO_TEMPLATE)),
      DATABASE_OWNER_URL: urlOf(DEMO_TEMPLATE),
      STORAGE_URL: DEMO_DOCUMENTS,
      APP_URL: 'http://localhost:3000',
      DEMO: '1',
    },
  });
}
