import { totalmem } from 'node:os';

const MB = 2 ** 20;

/** The memory that this process may count on: the machine's, or less where a container grants less. */
export const memoryHere = () => Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);

/**
 * What the embedded server takes of so many bytes, web and worker beside it: a quarter to keep pages in, what the system
 * keeps of files counted as known, and for each sort a thousandth, since many run at once.
 */
export function sizeMemory(bytes) {
  const share = (part, least, most) => `${Math.round(Math.min(most, Math.max(least, (bytes * part) / MB)))}MB`;
  return {
    shared_buffers: share(1 / 4, 128, 16_384),
    work_mem: share(1 / 1024, 8, 64),
    maintenance_work_mem: share(1 / 32, 64, 1024),
    effective_cache_size: share(5 / 8, 256, 262_144),
  };
}
