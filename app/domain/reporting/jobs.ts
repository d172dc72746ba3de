import { z } from 'zod';
import { defineJob } from '#app/platform/job.ts';

export const foldJob = defineJob({
  name: 'reporting.fold',
  payload: z.object({}),
  dedupe: () => 'reporting.fold',
  attempts: 1,
});

export const recountJob = defineJob({
  name: 'reporting.recount',
  payload: z.object({}),
  dedupe: () => 'reporting.recount',
  attempts: 3,
});
