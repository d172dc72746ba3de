import { z } from 'zod';
import { defineJob } from '#app/platform/job.ts';

export const tick = defineJob({ name: 'test.tick', payload: z.object({}), dedupe: () => 'test.tick', attempts: 1 });
