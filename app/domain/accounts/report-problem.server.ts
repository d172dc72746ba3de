import type { Db } from '#app/platform/database.server.ts';
import { hitRateLimit, type RateLimitRule } from '#app/platform/rate-limit.server.ts';
import { sha256 } from '#app/platform/storage.server.ts';

/** Of one person, or of an address behind which a whole office may sit. */
const PERSON_LIMIT: RateLimitRule = { limit: 10, windowSeconds: 3600 };
const ADDRESS_LIMIT: RateLimitRule = { limit: 30, windowSeconds: 3600 };

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
  const limit = report.personId
    ? await hitRateLimit(db, `problem:person:${report.personId}`, PERSON_LIMIT, at)
    : await hitRateLimit(db, `problem:address:${sha256(address)}`, ADDRESS_LIMIT, at);
  if (limit.outcome === 'wait') return limit;
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
