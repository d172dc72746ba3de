import { DomainError } from '#app/domain/errors.ts';
import type { Db } from '#app/platform/database.server.ts';
import { sql } from '#app/platform/sql.server.ts';
import type { Storage } from '#app/platform/storage.server.ts';
import type { Troubles } from '#app/platform/trouble.server.ts';
import { printedByFirstRenderer } from './fonts.server.ts';
import { recoverDocument } from './recover-document.server.ts';
import { type ReadSerial, readSerial } from './serial.ts';
import { Statement } from './statement.ts';

type CertificateState = 'reserved' | 'valid' | 'superseded' | 'expired' | 'revoked';
export type CertificateView = {
  id: string;
  serial: string;
  state: CertificateState;
  statement: Statement;
  issuedAt: Date | null;
  documentBytes: number | null;
  /** The holder's name as the issued document has it, where its renderer could not print what the statement says. */
  misprintedName: string | null;
  /** Characters that no font has: the certificate waits for another release. */
  unprintable: string | null;
  supersededAt: Date | null;
  supersededBySerial: string | null;
  revokedAt: Date | null;
  revokedReason: string | null;
  expiresAt: Date | null;
};

type Row = Omit<CertificateView, 'state' | 'statement' | 'misprintedName'> & {
  statement: { holderName?: unknown };
  documentRenderer: number;
  status: 'RESERVED' | 'ISSUED';
};

const SELECT_CERTIFICATE = sql`
    SELECT c.id, c.serial, c.status, c.statement, c."issuedAt", c."documentBytes", c."documentRenderer", c.unprintable,
           c."supersededAt", n.serial AS "supersededBySerial",
           c."revokedAt", c."revokedReason", c."expiresAt"
      FROM "Certificate" c LEFT JOIN "Certificate" n ON n.id = c."supersededById"`;

/** Renderer 1 put a question mark where its font had no letter; the frozen words say what belongs there. */
function misprint({ statement, status, documentRenderer }: Row): string | null {
  if (status !== 'ISSUED' || documentRenderer !== 1 || typeof statement.holderName !== 'string') return null;
  const printed = printedByFirstRenderer(statement.holderName);
  return printed === statement.holderName.normalize('NFC') ? null : printed;
}

function toView(whole: Row, now: Date): CertificateView {
  const { statement, status, documentRenderer: _, ...row } = whole;
  const { expiresAt } = row;
  const state = row.revokedAt
    ? 'revoked'
    : row.supersededAt
      ? 'superseded'
      : status === 'RESERVED'
        ? 'reserved'
        : expiresAt && expiresAt <= now
          ? 'expired'
          : 'valid';
  return { ...row, state, statement: Statement.parse(statement), misprintedName: misprint(whole) };
}

/** The certificates of one person, the newest first. */
export async function listCertificates(db: Db, personId: string, now: Date): Promise<CertificateView[]> {
  const rows = await db.rows<Row>`
    ${SELECT_CERTIFICATE}
     WHERE c."personId" = ${personId}::uuid ORDER BY c."reservedAt" DESC, c.id LIMIT 200`;
  return rows.map((row) => toView(row, now));
}

/** One certificate of this person. @throws not-found, also for somebody else's. */
export async function getCertificate(
  db: Db,
  owner: { certificateId: string; personId: string },
  now: Date,
): Promise<CertificateView> {
  const row = await db.maybeOne<Row>`
    ${SELECT_CERTIFICATE}
     WHERE c.id = ${owner.certificateId}::uuid AND c."personId" = ${owner.personId}::uuid`;
  if (!row) throw new DomainError('not-found', { certificateId: owner.certificateId });
  return toView(row, now);
}

/**
 * The document of this person's certificate, compared with the hash in its row.
 * @throws not-found for another's or an unknown one, conflict while it is not issued, unavailable when neither the storage nor the row gives the document that was issued.
 */
export async function readDocument(
  world: { db: Db; storage: Storage; troubles: Troubles },
  owner: { certificateId: string; personId: string },
): Promise<{ serial: string; bytes: Buffer }> {
  const row = await world.db.certificate.findFirst({
    where: { id: owner.certificateId, personId: owner.personId },
    select: { serial: true, documentSha256: true },
  });
  if (!row) throw new DomainError('not-found', { certificateId: owner.certificateId });
  if (!row.documentSha256)
    throw new DomainError('conflict', { certificateId: owner.certificateId, reason: 'not issued yet' });
  const recovery = await recoverDocument(world, { serial: row.serial, documentSha256: row.documentSha256 });
  if (recovery.outcome === 'lost') {
    throw new DomainError('unavailable', { certificateId: owner.certificateId, reason: 'document lost' });
  }
  return { serial: row.serial, bytes: recovery.bytes };
}

export type Verification =
  | Extract<ReadSerial, { outcome: 'mistyped' }>
  | { outcome: 'unknown'; serial: string }
  | { outcome: 'found'; certificate: CertificateView };

/** What a stranger learns from a serial: one row, its frozen words. No e-mail, no score, no number of the person. */
export async function verifyCertificate(db: Db, typed: string, now: Date): Promise<Verification> {
  const read = readSerial(typed);
  if (read.outcome === 'mistyped') return read;
  const { serial } = read;
  const row = await db.maybeOne<Row>`
    ${SELECT_CERTIFICATE} WHERE c.serial = ${serial}`;
  return row ? { outcome: 'found', certificate: toView(row, now) } : { outcome: 'unknown', serial };
}
