import { TIME_ZONE } from '#app/domain/calendar.ts';
import { chainAuditJob } from '#app/domain/ledger/jobs.ts';
import { foldJob, recountJob } from '#app/domain/reporting/jobs.ts';
import type { Schedule } from '#app/platform/queue-schedules.server.ts';
import { sweepMinuteJob } from './sweep-minute.ts';

/** What the clock asks for. */
export const schedule: readonly Schedule[] = [
  { id: 'fold', job: foldJob, payload: {}, everySeconds: 1 },
  { id: 'chain', job: chainAuditJob, payload: {}, everySeconds: 20 },
  { id: 'sweep', job: sweepMinuteJob, payload: {}, everySeconds: 60 },
  { id: 'recount', job: recountJob, payload: {}, dailyAt: '02:00', timeZone: TIME_ZONE },
];
