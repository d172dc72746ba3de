import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, type SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { IN_UTC } from '#app/platform/sql.server.ts';

export type SchemaEngine = {
  applyMigrations(input: unknown): Promise<{ appliedMigrationNames: string[] }>;
  diff(input: unknown): Promise<{ stdout: string | null }>;
  /** Gives back its connections, and with them the lock that it holds while one of them is open. */
  close(): Promise<void>;
};

type WasmEngine = Omit<SchemaEngine, 'close'> & { free(): void };

type Background = {
  SchemaEngine: { new: (options: unknown, log: (line: string) => void, adapter: unknown) => Promise<WasmEngine> };
  __wbg_set_wasm(exports: unknown): void;
};

let instantiated: Promise<Background> | undefined;

/**
 * The schema engine as WebAssembly: what `prisma migrate` runs, without the binary that it would download.
 * The package exports nothing that Node can instantiate by itself, hence the path.
 */
function instantiate(root: string): Promise<Background> {
  instantiated ??= (async () => {
    const folder = path.join(root, 'node_modules/@prisma/schema-engine-wasm');
    const background = (await import(pathToFileURL(path.join(folder, 'schema_engine_bg.js')).href)) as Background;
    const bytes = readFileSync(path.join(folder, 'schema_engine_bg.wasm'));
    const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': background as never });
    background.__wbg_set_wasm(instance.exports);
    (instance.exports.__wbindgen_start as () => void)();
    return background;
  })();
  return instantiated;
}

/**
 * The stock adapter splits a script at every semicolon and so cuts function bodies in two: here a script goes to the
 * server whole, over a connection of its own. It commits together with the note that it is finished, so that whatever
 * is killed at whatever moment, a migration without that note left nothing behind.
 */
function wholeScripts(adapter: SqlDriverAdapter, url: string, onError: (error: unknown) => void): SqlDriverAdapter {
  return Object.assign(Object.create(adapter), {
    executeScript: async (script: string) => {
      const client = new pg.Client({ connectionString: url, options: IN_UTC });
      await client.connect();
      try {
        await client.query('BEGIN');
        await client.query(script);
        await client.query(
          `UPDATE "_prisma_migrations" SET finished_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL`,
        );
        await client.query('COMMIT');
      } catch (error) {
        onError(error);
        throw error;
      } finally {
        await client.end();
      }
    },
    queryRaw: adapter.queryRaw.bind(adapter),
    executeRaw: adapter.executeRaw.bind(adapter),
    startTransaction: adapter.startTransaction.bind(adapter),
    dispose: adapter.dispose.bind(adapter),
    getConnectionInfo: adapter.getConnectionInfo?.bind(adapter),
  });
}

function readSchema(root: string): [string, string][] {
  const folder = path.join(root, 'prisma/schema');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.prisma'))
    .sort()
    .map((name) => [`prisma/schema/${name}`, readFileSync(path.join(folder, name), 'utf8')]);
}

/** A schema engine over the database at `url`. The caller closes it. */
export async function openSchemaEngine(root: string, url: string): Promise<SchemaEngine> {
  const background = await instantiate(root);
  const factory = new PrismaPg({ connectionString: url, options: IN_UTC });
  const connected: SqlDriverAdapter[] = [];
  let failure: unknown;
  const wrapped = {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => {
      const adapter = await factory.connect();
      connected.push(adapter);
      return wholeScripts(adapter, url, (error) => {
        failure = error;
      });
    },
    connectToShadowDb: async () => {
      throw new Error('no shadow database is ever used: with a connection string it would be the real one');
    },
  };
  const engine = await background.SchemaEngine.new(
    { datamodels: readSchema(root) },
    () => {},
    bindMigrationAwareSqlAdapterFactory(wrapped as never),
  );
  return {
    applyMigrations: async (input) => {
      try {
        return await engine.applyMigrations(input);
      } catch (error) {
        // The engine tells where it failed, and the server why.
        const [, name = 'a migration'] = /migration_name="([^"]+)"/.exec(String(error)) ?? [];
        throw failure instanceof Error ? new Error(`${name}: ${failure.message}`) : error;
      }
    },
    diff: (input) => engine.diff(input),
    close: async () => {
      engine.free();
      await Promise.all(connected.map((adapter) => adapter.dispose()));
    },
  };
}

/** The SQL that makes an empty database agree with the schema. */
export async function schemaAsSql(root: string, url: string): Promise<string> {
  const engine = await openSchemaEngine(root, url);
  try {
    const { stdout } = await engine.diff({
      from: { tag: 'empty' },
      to: { tag: 'schemaDatamodel', files: readSchema(root).map(([name, content]) => ({ path: name, content })) },
      script: true,
      shadowDatabaseUrl: null,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    return stdout ?? '';
  } finally {
    await engine.close();
  }
}
