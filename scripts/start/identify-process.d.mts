export type Identity = { pid: number; started: string | undefined };
export function identify(pid: number): Identity;
export function isAlive(process: Identity | undefined): boolean;
/** False when there is no such process. */
export function signal(pid: number, name: NodeJS.Signals): boolean;
export function childrenOf(pid: number): number[];
