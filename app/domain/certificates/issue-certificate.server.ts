import { DomainError } from '#app/domain/errors.ts';
import type { Db } from '#app/platform/database.server.ts';
import { type Storage, sha256 } from '#app/platform/storage.server.ts';
import { UnprintableText } from './fonts.server.ts';
import { RENDERER, renderCertificatePdf } from './render-pdf.server.ts';
import { Statement } from './statement.ts';

/** Named by serial and content: of two releases that draw differently, neither overwrites what the other stored. */
export const documentName = (serial: string, hash: string): string =>
  `certificates/${serial.slice(0, 4)}/${serial}-${hash}.pdf`;

/** Certificates behind which a stored document must stand: what is compared, backed up and looked for. */
export const DOCUMENTED = { status: 'ISSUED', synthetic: false } as const;

/**
 * Steps 2 to 4 of issuing: draw the frozen statement, store the document, move RESERVED to ISSUED with its hash.
 * Safe to run any number of times, at once, after a crash at any line, or beside another release of itself.
 * A statement that no font can set stays reserved with what is missing, for administrators to see.
 */
export async function issueCertificate(
  { db, storage, now }: { db: Db; storage: Storage; now: () => Date },
  certificateId: string,
): Promise<'issued' | 'already-settled' | 'unprintable'> {
  const certificate = await db.certificate.findUnique({
    where: { id: certificateId },
    select: { id: true, serial: true, status: true, statement: true },
  });
  if (!certificate) throw new DomainError('not-found', { certificateId });
  if (certificate.status !== 'RESERVED') return 'already-settled';
  const pdf = await drawn(Statement.parse(certificate.statement));
  if (pdf instanceof UnprintableText) {
    await db.certificate.updateMany({
      where: { id: certificateId, status: 'RESERVED' },
      data: { unprintable: pdf.characters.join(''), unprintableAt: now() },
    });
    return 'unprintable';
  }
  const documentSha256 = sha256(pdf);
  await storage.put(documentName(certificate.serial, documentSha256), pdf);
  const { count } = await db.certificate.updateMany({
    where: { id: certificateId, status: 'RESERVED' },
    data: {
      status: 'ISSUED',
      issuedAt: now(),
      documentSha256,
      documentBytes: pdf.length,
      documentRenderer: RENDERER,
      unprintable: null,
      unprintableAt: null,
    },
  });
  return count === 1 ? 'issued' : 'already-settled';
}

const drawn = (statement: Statement): Promise<Buffer | UnprintableText> =>
  renderCertificatePdf(statement).catch((error: unknown) => {
    if (error instanceof UnprintableText) return error;
    throw error;
  });
