import type { Db } from '#app/platform/database.server.ts';
import { networkOf } from '#app/platform/network-address.ts';
import { type Pace, takeTurns } from '#app/platform/rate-limit.server.ts';
import { sha256 } from '#app/platform/storage.server.ts';

/** Of one person, or of an address behind which a whole office may sit. */
const PERSON_PACE: Pace = { free: 10, first: 60, longest: 900, forget: 3600 };
const NETWORK_PACE: Pace = { free: 60, first: 10, longest: 300, forget: 3600 };

export type ProblemDraft = {
  personId: string | null;
  address: string;
  pageUrl: string;
  message: string;
  contact: string | null;
};

/** Keeps what somebody could not do here. Nobody needs to be signed in for it. */
export async function reportProblem(
  { db, now }: { db: Db; now: () => Date },
  { address, ...report }: ProblemDraft,
): Promise<{ outcome: 'stored' } | { outcome: 'wait'; seconds: number }> {
  const at = now();
  const turn = report.personId
    ? { key: `problem:person:${report.personId}`, pace: PERSON_PACE }
    : { key: `problem:network:${sha256(networkOf(address))}`, pace: NETWORK_PACE };
  const taken = await takeTurns(db, [turn], at);
  if (taken.outcome === 'wait') return taken;
  await db.problemReport.create({ data: { ...report, createdAt: at } });
  return { outcome: 'stored' };
}

export type ProblemReport = {
  id: string;
  pageUrl: string;
  message: string;
  contact: string | null;
  createdAt: Date;
};

/** The newest reports. Who was signed in stays in the table: whoever wants an answer leaves a contact. */
export const listProblems = (db: Db, take: number): Promise<ProblemReport[]> =>
  db.problemReport.findMany({
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take,
    select: { id: true, pageUrl: true, message: true, contact: true, createdAt: true },
  });
