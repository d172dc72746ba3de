import type { z } from 'zod';

/** What may be asked of the worker. The payload is ids only: the row is the truth when the job runs. */
export type JobDefinition<Name extends string = string, Payload extends z.ZodType = z.ZodType> = {
  name: Name;
  payload: Payload;
  /** Not twice at once under this id; the database sees to "not twice ever". */
  dedupe: (payload: z.output<Payload>) => string;
  attempts: number;
};

/** What doing a job takes, whoever asked for it. */
export type JobContract = Pick<JobDefinition, 'name' | 'payload' | 'attempts'>;

export const defineJob = <Name extends string, Payload extends z.ZodType>(definition: JobDefinition<Name, Payload>) =>
  definition;

/** Hands a hint to the worker. Never throws: a queue that is down is logged and counted, and the sweep finds the row. */
export type Enqueue = <Payload extends z.ZodType>(
  job: JobDefinition<string, Payload>,
  payload: z.output<Payload>,
) => Promise<'queued' | 'unavailable'>;
