export function findRedis(options?: { log?: (line: string) => void }): Promise<string>;
export function startRedis(options?: {
  port?: number;
  log?: (line: string) => void;
}): Promise<{ url: string; port: number; pid: number; stop(): Promise<void> }>;
