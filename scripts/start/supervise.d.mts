/** How a process last ended, how often in a row, and since when. */
export type ProcessTrouble = { name: string; how: string; times: number; since: number };
export type Supervised = {
  name: string;
  ready: Promise<void>;
  trouble(): ProcessTrouble | null;
  tell(message: object): void;
  stop(force: AbortSignal): Promise<void>;
};
export function supervise(options: {
  name: string;
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  logFile?: string;
  graceMs: number;
  note: (name: string, pid: number) => void;
  say: (line: string) => void;
  onTrouble?: (trouble: ProcessTrouble | null) => void;
  onReady?: () => void;
  pauses?: number[];
  calmMs?: number;
  pingMs?: number;
  hasPulse?: boolean;
}): Supervised;
