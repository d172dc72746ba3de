import { type Job, UnrecoverableError } from 'bullmq';
import type { JobContract } from './job.ts';
import { type Log, messageOf } from './log.server.ts';
import type { Backend, Consumer } from './queue-backends.server.ts';

/** A definition and what the worker does for it. */
export type JobHandler = { definition: JobContract; run: (payload: unknown) => Promise<unknown> };

export type WorkOptions = {
  concurrency?: number;
  /** Whether trying again cannot help, so that the job fails at once. */
  isHopeless?: (error: unknown) => boolean;
  /** A job whose worker died is taken up again after at most `lockMs` and twice `checkMs`. */
  lockMs?: number;
  checkMs?: number;
};

/** Opens a worker that hands each job to its handler and says in the log which of them failed. */
export function openWorker(
  backend: Backend,
  { handlers, options, log }: { handlers: readonly JobHandler[]; options: WorkOptions; log: Log },
): Consumer {
  const worker = backend.openConsumer(perform(handlers, options), {
    concurrency: options.concurrency ?? 4,
    lockDuration: options.lockMs ?? 10_000,
    stalledInterval: options.checkMs ?? 5_000,
    maxStalledCount: 10,
    runRetryDelay: 1_000,
  });
  worker.on('failed', (job, error) => logFailure(log, job, error));
  worker.on('stalled', (jobId) => log.warn({ jobId }, 'a job lost its worker and is done again'));
  return worker;
}

function perform(handlers: readonly JobHandler[], { isHopeless }: WorkOptions) {
  const byName = new Map(handlers.map((handler) => [handler.definition.name, handler]));
  return async (job: Job): Promise<void> => {
    const handler = byName.get(job.name);
    if (!handler) throw new UnrecoverableError(`no handler for the job ${job.name}`);
    const payload = handler.definition.payload.safeParse(job.data);
    if (!payload.success)
      throw new UnrecoverableError(`the payload of ${job.name} is not one: ${payload.error.message}`);
    try {
      // What a handler returns is for its callers and tests; the queue keeps none of it.
      await handler.run(payload.data);
    } catch (error) {
      throw isHopeless?.(error) ? new UnrecoverableError(messageOf(error)) : error;
    }
  };
}

function logFailure(log: Log, job: Job | undefined, error: Error): void {
  const attempts = job?.opts.attempts ?? 1;
  const isLast = !job || job.attemptsMade >= attempts || error.name === 'UnrecoverableError';
  const fields = {
    job: job?.name,
    jobId: job?.id,
    payload: job?.data,
    attempt: job?.attemptsMade,
    attempts,
    err: error,
  };
  if (isLast) log.error(fields, 'a job failed for good');
  else log.warn(fields, 'a job failed and is tried again');
}
