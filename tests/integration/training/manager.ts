import { type Actor, scopeOf } from '#app/domain/accounts/policy.ts';
import { recountRollups } from '#app/domain/reporting/recount.server.ts';
import type { Audience } from '#app/domain/training/audience.server.ts';
import { createBatch } from '#app/domain/training/create-batch.server.ts';
import { previewBatch } from '#app/domain/training/preview-batch.server.ts';
import type { Db } from '#app/platform/database.server.ts';
import type { Enqueue } from '#app/platform/job.ts';
import { systemRandom } from '#app/platform/random.server.ts';

/** A clock that a test sets and a queue that only remembers what was asked of it. */
export function desk(db: Db, start: Date) {
  const clock = { at: start };
  const asked: string[] = [];
  const enqueue: Enqueue = async (job, payload) => {
    asked.push(`${job.name} ${(payload as { batchId?: string }).batchId ?? ''}`);
    return 'queued';
  };
  return { db, now: () => clock.at, enqueue, clock, asked };
}

/** Previews and decides in one breath, as a manager does who presses the button that the preview shows. */
export async function decide(
  world: ReturnType<typeof desk>,
  actor: Actor,
  {
    courseCode,
    audience,
    day = '2026-04-30',
    note = '',
  }: { courseCode: string; audience: Audience; day?: string; note?: string },
) {
  const preview = await previewBatch(world.db, { scope: scopeOf(actor, 'assign-courses'), courseCode, audience });
  const batchId = systemRandom.uuid(world.now());
  const made = await createBatch(world, actor, { batchId, courseCode, audience, day, note, expected: preview.adds });
  return { batchId, preview, made };
}

/** The counters of a unit as the facts have them, by kind. */
export async function standingsOf(db: Db, courseId: string) {
  const rows = await db.rows<{
    code: string;
    assigned: number;
    started: number;
    completed: number;
    overdue: number;
    extra: number;
  }>`
    SELECT a.code, count(*) FILTER (WHERE s.assigned)::int AS assigned, count(*) FILTER (WHERE s.started)::int AS started,
           count(*) FILTER (WHERE s.completed)::int AS completed, count(*) FILTER (WHERE s.overdue)::int AS overdue,
           count(*) FILTER (WHERE s."completedUnassigned")::int AS extra
      FROM "Standing" s JOIN "Agency" a ON a.id = s."agencyId" WHERE s."courseId" = ${courseId}::uuid GROUP BY a.code ORDER BY a.code`;
  return Object.fromEntries(rows.map(({ code, ...counts }) => [code, counts]));
}

/** How far the roll-ups, with what they must still learn, are from a recount of the facts. */
export const drift = async (db: Db, now: () => Date): Promise<number> =>
  (await recountRollups({ db, now })).differences;
