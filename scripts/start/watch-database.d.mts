import type { PostgresServer } from '../postgres.mjs';

/** How it failed, how often it was tried to bring it back, and since when. */
export type DatabaseTrouble = { name: 'postgres'; how: string; times: number; since: number };
export function watchDatabase(options: {
  server: Pick<PostgresServer, 'pid' | 'examine' | 'revive'>;
  say: (line: string) => void;
  onTrouble?: (trouble: DatabaseTrouble | null) => void;
  everyMs?: number;
}): { stop(): Promise<void> };
