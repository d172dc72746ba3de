import type { z } from 'zod';
import { issueCertificate } from '#app/domain/certificates/issue-certificate.server.ts';
import { issueCertificateJob } from '#app/domain/certificates/jobs.ts';
import { DomainError } from '#app/domain/errors.ts';
import { chainAudit } from '#app/domain/ledger/chain-audit.server.ts';
import { chainAuditJob } from '#app/domain/ledger/jobs.ts';
import { foldDeltas } from '#app/domain/reporting/fold.server.ts';
import { foldJob, recountJob } from '#app/domain/reporting/jobs.ts';
import { recountRollups } from '#app/domain/reporting/recount.server.ts';
import { applyBatch } from '#app/domain/training/apply-batch.server.ts';
import { applyBatchJob } from '#app/domain/training/jobs.ts';
import type { JobHandler } from '#app/platform/queue-worker.server.ts';
import { sweepMinute, sweepMinuteJob } from './sweep-minute.ts';
import type { WorkerWorld } from './world.ts';

/** Every job there is. One without a handler below does not compile. */
const definitions = [issueCertificateJob, applyBatchJob, foldJob, recountJob, chainAuditJob, sweepMinuteJob] as const;

type Definition = (typeof definitions)[number];
type Handlers = {
  [D in Definition as D['name']]: (world: WorkerWorld, payload: z.output<D['payload']>) => Promise<unknown>;
};

export const handlers: Handlers = {
  'certificates.issue': (world, { certificateId }) => issueCertificate(world, certificateId),
  'training.apply-batch': (world, { batchId }) => applyBatch(world, batchId),
  'reporting.fold': ({ db }) => foldDeltas(db),
  'reporting.recount': (world) => recountRollups(world),
  'ledger.chain-audit': (world) => chainAudit(world),
  'sweep.minute': (world) => sweepMinute(world),
};

/** The handlers as the queue takes them, each with the world that it works on. */
export const handlersFor = (world: WorkerWorld): JobHandler[] =>
  definitions.map((definition) => {
    const handle = handlers[definition.name] as (world: WorkerWorld, payload: unknown) => Promise<unknown>;
    return { definition, run: (payload) => handle(world, payload) };
  });

/** What is not there, not allowed or over stays so however often it is tried. */
export const isHopeless = (error: unknown): boolean =>
  error instanceof DomainError && (error.code === 'not-found' || error.code === 'forbidden' || error.code === 'gone');
