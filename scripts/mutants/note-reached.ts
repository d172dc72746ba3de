import { afterEach, beforeEach, type TestContext } from 'vitest';

/** Tells with the results which places of the product each test came to; its file, what was come to outside of its tests. */
const reached = new Set<string>();
Object.assign(globalThis, { reached });

function tell(task: TestContext['task'] | TestContext['task']['file']): void {
  const { reached: before = [] } = task.meta as { reached?: string[] };
  Object.assign(task.meta, { reached: [...new Set([...before, ...reached])] });
  reached.clear();
}

beforeEach(({ task }) => tell(task.file));
afterEach(({ task }) => tell(task));
