import type { OpenQueue } from './queue.server.ts';
import { requireServer, ServerUnfit } from './require-server.server.ts';
import type { Writer } from './sql.server.ts';
import type { VitalSigns } from './vital-signs.server.ts';
import { within } from './within.server.ts';

/** `failing`: what keeps this process from serving. `doubtful`: what waits or is refused meanwhile, while pages are served. */
export type Readiness = { failing: string[]; doubtful: string[] };

/** Whoever asks more often is given the same answer. */
const KNOWN_MS = 1_000;
const PATIENCE_MS = 5_000;

/** Whether database and queue are usable, by reading and by writing; one look at a time, whoever asks. */
export function watchReadiness({
  db,
  queue,
  vitalSigns,
}: {
  db: Writer;
  queue: Pick<OpenQueue, 'ready'>;
  vitalSigns: Pick<VitalSigns, 'beat' | 'clock' | 'storageState'>;
}): () => Promise<Readiness> {
  const holds = (work: Promise<unknown>, what: string) =>
    within(work, PATIENCE_MS, what).then(
      () => true,
      () => false,
    );
  let isFit = false;
  async function whyNotFit(): Promise<string | null> {
    if (isFit) return null;
    const why = await requireServer(db).then(
      () => null,
      (error: unknown) => (error instanceof ServerUnfit ? error.message : null),
    );
    isFit = why === null;
    return why;
  }
  async function look(): Promise<Readiness> {
    const failing: string[] = [];
    if (!(await holds(db.run`SELECT 1`, 'reading'))) failing.push('database: does not answer');
    else if (await whyNotFit()) failing.push('database: does not fit');
    else if (!(await holds(vitalSigns.beat(), 'writing'))) failing.push('database: takes no writes');
    if (!(await holds(queue.ready({ withinMs: 2_000 }), 'asking the queue'))) failing.push('queue: does not answer');
    const doubtful: string[] = [];
    const storage = vitalSigns.storageState();
    if (storage !== 'well') doubtful.push(`storage: ${storage}`);
    const seconds = Math.round(vitalSigns.clock.aheadMs() / 1_000);
    if (!vitalSigns.clock.agrees()) doubtful.push(`clock: ${Math.abs(seconds)} s ${seconds < 0 ? 'behind' : 'ahead'}`);
    return { failing, doubtful };
  }
  let last: { at: number; answer: Promise<Readiness> } | null = null;
  return () => {
    if (last && performance.now() - last.at < KNOWN_MS) return last.answer;
    const looking = { at: Number.POSITIVE_INFINITY, answer: look() };
    last = looking;
    void looking.answer.finally(() => {
      looking.at = performance.now();
    });
    return looking.answer;
  };
}
