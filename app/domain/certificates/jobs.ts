import { z } from 'zod';
import { defineJob } from '#app/platform/job.ts';

export const issueCertificateJob = defineJob({
  name: 'certificates.issue',
  payload: z.object({ certificateId: z.uuid() }),
  dedupe: ({ certificateId }) => `certificates.issue-${certificateId}`,
  attempts: 8,
});
