import { z } from 'zod';
import { defineJob } from '#app/platform/job.ts';

/** Works a batch off: assigns its people, moves their due day, or un-assigns them, as its row says. */
export const applyBatchJob = defineJob({
  name: 'training.apply-batch',
  payload: z.object({ batchId: z.uuid() }),
  dedupe: ({ batchId }) => `training.apply-batch-${batchId}`,
  attempts: 8,
});
