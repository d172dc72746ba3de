import { z } from 'zod';
import { recordCounted } from '#app/domain/accounts/count-audit.server.ts';
import { dropExpiredDevices } from '#app/domain/accounts/known-devices.server.ts';
import { dropExpiredSessions } from '#app/domain/accounts/sessions.server.ts';
import { sweepAppointments } from '#app/domain/accounts/sweep-appointments.server.ts';
import { closeRequests } from '#app/domain/assessment/close-requests.server.ts';
import { sweepAttempts } from '#app/domain/assessment/sweep-attempts.server.ts';
import { reconcileReserved } from '#app/domain/certificates/reconcile-reserved.server.ts';
import { reconcileBatches } from '#app/domain/training/reconcile-batches.server.ts';
import { sweepOverdue } from '#app/domain/training/sweep-overdue.server.ts';
import { defineJob } from '#app/platform/job.ts';
import { dropSpentRateLimits } from '#app/platform/rate-limit.server.ts';
import { dropOldSigns } from '#app/platform/vital-signs.server.ts';
import type { WorkerWorld } from './world.ts';

export const sweepMinuteJob = defineJob({
  name: 'sweep.minute',
  payload: z.object({}),
  dedupe: () => 'sweep.minute',
  attempts: 1,
});

/** What only the clock does, in the order in which one leads to the next; then what was lost on the way, then litter. */
export const SWEEP_PARTS: readonly (readonly [string, (world: WorkerWorld) => Promise<unknown>])[] = [
  ['appointments', sweepAppointments],
  ['overdue', sweepOverdue],
  ['attempts', sweepAttempts],
  ['requests', closeRequests],
  ['reserved certificates', reconcileReserved],
  ['assignment batches', reconcileBatches],
  ['counted events', recordCounted],
  ['rate limits', ({ db, now }) => dropSpentRateLimits(db, now())],
  ['sessions', dropExpiredSessions],
  ['devices', dropExpiredDevices],
  ['old signs of life', dropOldSigns],
];

/**
 * Runs every part, also after one that fails; the next minute tries again. Answers the names of those that failed. A
 * machine whose clock is not the database's ends nobody's time: it leaves the sweep to others, or to the minute after
 * its clock is right.
 */
export async function sweepMinute(world: WorkerWorld): Promise<string[]> {
  if (!(await world.clockAgrees())) {
    world.log.error({}, 'not swept: the clock of this machine is not that of the database');
    return ['clock'];
  }
  const failed: string[] = [];
  for (const [name, part] of SWEEP_PARTS) {
    const from = performance.now();
    try {
      const done = await part(world);
      const ms = Math.round(performance.now() - from);
      if (done || ms > 1_000) world.log.info({ part: name, done, ms }, 'swept');
    } catch (error) {
      failed.push(name);
      world.log.error({ part: name, err: error }, 'a part of the sweep failed');
    }
  }
  return failed;
}
