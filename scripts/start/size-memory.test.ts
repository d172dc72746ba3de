import { totalmem } from 'node:os';
import { describe, expect, it } from 'vitest';
import { memoryHere, sizeMemory } from './size-memory.mjs';

const GB = 2 ** 30;

describe('the memory of the embedded server', () => {
  it.each([
    [1, { shared_buffers: '256MB', work_mem: '8MB', maintenance_work_mem: '64MB', effective_cache_size: '640MB' }],
    [
      24,
      { shared_buffers: '6144MB', work_mem: '24MB', maintenance_work_mem: '768MB', effective_cache_size: '15360MB' },
    ],
    [
      256,
      { shared_buffers: '16384MB', work_mem: '64MB', maintenance_work_mem: '1024MB', effective_cache_size: '163840MB' },
    ],
  ])('of a machine of %d GB', (size, settings) => {
    expect(sizeMemory(size * GB)).toEqual(settings);
  });

  it('never falls below what the server needs', () => {
    expect(sizeMemory(0.25 * GB)).toEqual({
      shared_buffers: '128MB',
      work_mem: '8MB',
      maintenance_work_mem: '64MB',
      effective_cache_size: '256MB',
    });
  });

  it('is that of the machine, or of the container', () => {
    expect(memoryHere()).toBeGreaterThan(0.1 * GB);
    expect(memoryHere()).toBeLessThanOrEqual(totalmem());
  });
});
