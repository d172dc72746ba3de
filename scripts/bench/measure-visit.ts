import type { openCounter } from './count-work.ts';
import { type Row, round, spread, underLoad, warmUp } from './measure.ts';

/** One address under load, once the processes have compiled what they run: times, processor time a visit, statements. */
export async function measureVisit(
  counter: Awaited<ReturnType<typeof openCounter>>,
  { users, times, seconds }: { users: number; times: number; seconds: number },
  visit: (user: number) => Promise<unknown>,
): Promise<Omit<Row, 'what'> & { perSecond: number }> {
  await warmUp({ users, times, seconds: 15 }, visit);
  const statements = await counter.statements(() => visit(0));
  const { value: load, work } = await counter.work(() => underLoad({ users, seconds }, visit));
  return {
    ...spread(load),
    webCpuMs: round(work.webCpuMs / load.count, 2),
    dbCpuMs: round(work.dbCpuMs / load.count, 2),
    statements,
  };
}
