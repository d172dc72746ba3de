export type PostgresServer = {
  /** As superuser, to the database `postgres`. */
  url: string;
  /** The same server for another role and database. */
  urlFor(role: string, password: string, database: string): string;
  port: number;
  /** Another one after `revive()`. */
  readonly pid: number;
  /** The server was running already. */
  resumed: boolean;
  /** Whether it takes connections, runs without answering, or has ended. */
  examine(): Promise<'well' | 'silent' | 'gone'>;
  /** Starts a server that has ended or answers nothing anew, on the same port. */
  revive(): Promise<void>;
  /** Gives the server back; it stops when nobody else uses it. */
  stop(options?: { hard?: boolean }): Promise<void>;
};
export function startPostgres(options: {
  dataDir: string;
  port?: number;
  settings?: Record<string, string | number>;
  log?: (line: string) => void;
}): Promise<PostgresServer>;
export const testSettings: Readonly<Record<string, string | number>>;
export function startTestPostgres(options?: { log?: (line: string) => void }): Promise<PostgresServer>;
export function interruptServer(dataDir: string): Promise<void>;
