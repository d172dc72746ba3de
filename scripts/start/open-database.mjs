import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { startPostgres } from '../postgres.mjs';
import { dataRoot, openDataRoot, readText, writeWhole } from './paths.mjs';

/** The role that owns the database and migrates it, and the one of web and worker: neither is superuser, as on a managed server. */
const roles = { owner: 'truc', product: 'truc_product' };

/** The database of the product in the embedded server, with both roles, also on data that an earlier release has made. */
export async function openEmbeddedDatabase({ log } = {}) {
  openDataRoot();
  const server = await startPostgres({ dataDir: join(dataRoot, 'postgres'), log });
  try {
    const passwords = await provideDatabase(server.url);
    const urlOf = (role) => server.urlFor(role, passwords[role], 'truc');
    // the server itself stays one object: after a restart it speaks of another process
    return Object.assign(server, { url: urlOf(roles.product), ownerUrl: urlOf(roles.owner), embedded: true });
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** What a command needs: the database named by DATABASE_URL, else the embedded one, started for as long as it is used. */
export async function openProductDatabase(options) {
  const url = process.env.DATABASE_URL;
  if (url) return { url, ownerUrl: process.env.DATABASE_OWNER_URL || url, embedded: false, stop: async () => {} };
  return openEmbeddedDatabase(options);
}

async function provideDatabase(superuserUrl) {
  const { default: pg } = await import('pg');
  const passwords = Object.fromEntries(Object.values(roles).map((role) => [role, passwordOf(role)]));
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
      `SELECT ARRAY(SELECT rolname::text FROM pg_roles) AS roles, EXISTS (SELECT FROM pg_database WHERE datname = 'truc') AS database`,
    );
    for (const [role, password] of Object.entries(passwords)) {
      const verb = rows[0].roles.includes(role) ? 'ALTER' : 'CREATE';
      await client.query(`${verb} ROLE ${role} LOGIN PASSWORD ${client.escapeLiteral(password)}`);
    }
    await client.query(`ALTER ROLE ${roles.owner} CREATEDB`);
    await client.query(`GRANT pg_read_all_stats TO ${roles.owner}`);
    if (!rows[0].database) await client.query(`CREATE DATABASE truc OWNER ${roles.owner}`);
  });
  const own = new URL(superuserUrl);
  own.pathname = '/truc';
  await inDatabase(own.href, (client) => client.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements'));
  return passwords;
}

function passwordOf(role) {
  const file = join(dataRoot, `postgres.${role}.password`);
  const password = readText(file)?.trim() || randomBytes(24).toString('base64url');
  writeWhole(file, `${password}\n`);
  return password;
}
