import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { startPostgres } from '../postgres.mjs';
import { dataRoot, openDataRoot, readText, writeWhole } from './paths.mjs';

/**
 * The database of the product in the embedded server: owned by the role `truc`, which is no superuser, so that what
 * runs here also runs on a managed server.
 */
export async function openEmbeddedDatabase({ log } = {}) {
  openDataRoot();
  const server = await startPostgres({ dataDir: join(dataRoot, 'postgres'), log });
  try {
    const password = await provideDatabase(server.url);
    // the server itself stays one object: after a restart it speaks of another process
    return Object.assign(server, { url: `postgres://truc:${password}@127.0.0.1:${server.port}/truc`, embedded: true });
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** What a command needs: the database named by DATABASE_URL, else the embedded one, started for as long as it is used. */
export async function openProductDatabase(options) {
  const url = process.env.DATABASE_URL;
  if (url) return { url, embedded: false, stop: async () => {} };
  return openEmbeddedDatabase(options);
}

async function provideDatabase(superuserUrl) {
  const { default: pg } = await import('pg');
  const file = join(dataRoot, 'postgres.truc.password');
  const password = readText(file)?.trim() || randomBytes(24).toString('base64url');
  writeWhole(file, `${password}\n`);
  const inDatabase = async (url, act) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return await act(client);
    } finally {
      await client.end();
    }
  };
  await inDatabase(superuserUrl, async (client) => {
    const { rows } = await client.query(
      `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = 'truc') AS role, EXISTS (SELECT FROM pg_database WHERE datname = 'truc') AS database`,
    );
    const verb = rows[0].role ? 'ALTER' : 'CREATE';
    await client.query(`${verb} ROLE truc LOGIN CREATEDB PASSWORD ${client.escapeLiteral(password)}`);
    await client.query('GRANT pg_read_all_stats TO truc');
    if (!rows[0].database) await client.query('CREATE DATABASE truc OWNER truc');
  });
  const own = new URL(superuserUrl);
  own.pathname = '/truc';
  await inDatabase(own.href, (client) => client.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements'));
  return password;
}
