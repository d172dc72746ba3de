import type { Prisma, Tx } from '#app/platform/database.server.ts';
import type { AuditSubject } from './audit-subjects.ts';

/** The request that an act came with, as its events name it. */
export type AuditOrigin = {
  requestId?: string | null;
  /** The network address it came from. */
  address?: string | null;
};

export type AuditEntry = AuditOrigin & {
  at: Date;
  /** Null: the system itself, or a command on the server. */
  actorId: string | null;
  /** A verb in the past with its subject: `grant.added`, `assignment.cancelled`. */
  action: string;
  subjectType: AuditSubject;
  subjectId: string;
  agencyId?: string | null;
  before?: Prisma.InputJsonValue;
  after?: Prisma.InputJsonValue;
};

/** Adds to the append-only audit trail, in the transaction of the change that it tells of. */
export async function recordAudit(tx: Tx, entry: AuditEntry): Promise<void> {
  await tx.auditEvent.create({ data: entry });
}
