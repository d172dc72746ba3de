import { z } from 'zod';
import { defineJob } from '#app/platform/job.ts';

export const chainAuditJob = defineJob({
  name: 'ledger.chain-audit',
  payload: z.object({}),
  dedupe: () => 'ledger.chain-audit',
  attempts: 1,
});
