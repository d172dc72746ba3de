import { describe, expect, test, vi } from 'vitest';
import type { Backend, Consumer, Producer } from './queue-backends.server.ts';
import { QueueConnection } from './queue-connection.server.ts';
import { keepSchedules } from './queue-schedules.server.ts';

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** A worker that says when it is told to that it is ready, and closes when its job in hand is done. */
function worker() {
  const ready = deferred();
  const done = deferred();
  const closed = vi.fn(() => done.promise);
  const consumer: Consumer = {
    waitUntilReady: () => ready.promise,
    close: closed,
    on: () => {},
  };
  return { consumer, ready, done, closed };
}

/** A store whose answers a test decides. */
function held(answers: () => Promise<unknown> = async () => ({})) {
  const producer = {
    waitUntilReady: async () => {},
    getJobCounts: answers,
    close: async () => {},
    on: () => {},
  } as unknown as Producer;
  const backend: Backend = {
    reconnects: false,
    openProducer: () => producer,
    openConsumer: () => {
      throw new Error('the worker is opened by whoever starts it');
    },
    release: () => {},
  };
  return new QueueConnection({ backend, schedules: keepSchedules(), complain: () => {}, mayWork: () => true });
}

describe('a worker that takes a job before it has said that it is ready', () => {
  test('is waited for when everything closes', async () => {
    const connection = held();
    await connection.ready();
    const { consumer, closed, done } = worker();
    connection.startWorker(() => consumer);
    await Promise.resolve();
    let isClosed = false;
    const closing = connection.close().then(() => {
      isClosed = true;
    });
    await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce());
    expect(isClosed).toBe(false);
    done.resolve();
    await closing;
  });

  test('is closed when a repair opens another meanwhile', async () => {
    let away = false;
    const connection = held(async () => {
      if (away) throw new Error('away');
      return {};
    });
    await connection.ready();
    const [first, second] = [worker(), worker()];
    const workers = [first, second];
    connection.startWorker(() => workers.shift()?.consumer as Consumer);
    await vi.waitFor(() => expect(workers).toEqual([second]));
    away = true;
    connection.doubt(new Error('away'));
    away = false;
    await vi.waitFor(() => expect(workers).toEqual([]));
    expect(first.closed).toHaveBeenCalledOnce();
    first.ready.resolve();
    second.ready.resolve();
    first.done.resolve();
    await connection.ready();
    second.done.resolve();
    await connection.close();
    expect(second.closed).toHaveBeenCalledOnce();
  });
});
