export type Identity = { pid: number; started: string | undefined };
export function identify(pid: number): Identity;
export function isAlive(process: Identity | undefined): boolean;
export function childrenOf(pid: number): number[];
