import pg from 'pg';
import { PRODUCT_ROLE, serverUrl, urlOf } from './database-urls.ts';

export const TEMPLATE = 'truc_test_template';

export async function asServer<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Makes the role of web and worker; once a run. */
export async function createProductRole(): Promise<void> {
  await asServer(async (client) => {
    const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [PRODUCT_ROLE]);
    const password = client.escapeLiteral(decodeURIComponent(new URL(serverUrl()).password));
    await client.query(`${rowCount ? 'ALTER' : 'CREATE'} ROLE ${PRODUCT_ROLE} LOGIN PASSWORD ${password}`);
  });
}

/** A database of its own, cloned from the template (or from `template`); gone when `drop` is called. */
export async function cloneDatabase(
  template = TEMPLATE,
): Promise<{ name: string; url: string; drop(): Promise<void> }> {
  const name = `t_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
  await asServer(async (client) => {
    // Two clones of one template at the same moment: the second is told to come back.
    for (let round = 0; ; round++) {
      try {
        await client.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`);
        // the rights inside come with the template, this one does not
        await client.query(`GRANT CREATE ON DATABASE ${name} TO ${PRODUCT_ROLE}`);
        return;
      } catch (error) {
        if (round > 100 || !/being accessed by other users/.test(String(error))) throw error;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  });
  return {
    name,
    url: urlOf(name),
    drop: () => asServer(async (client) => void (await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))),
  };
}
