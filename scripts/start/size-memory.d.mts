/** The memory that this process may count on, in bytes. */
export function memoryHere(): number;
/** The server's settings of memory for so many bytes. */
export function sizeMemory(
  bytes: number,
): Record<'shared_buffers' | 'work_mem' | 'maintenance_work_mem' | 'effective_cache_size', string>;
