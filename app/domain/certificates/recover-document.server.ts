import type { Db } from '#app/platform/database.server.ts';
import { messageOf } from '#app/platform/log.server.ts';
import { type Storage, sha256 } from '#app/platform/storage.server.ts';
import type { Troubles } from '#app/platform/trouble.server.ts';
import { documentName } from './issue-certificate.server.ts';
import { renderCertificatePdf } from './render-pdf.server.ts';
import { Statement } from './statement.ts';

type World = { db: Db; storage: Storage; troubles: Troubles };
type Issued = { serial: string; documentSha256: string };

export type Recovery =
  | { outcome: 'stored'; bytes: Buffer }
  /** Equal to the one that was issued; `kept` when it is in the storage again. */
  | { outcome: 'drawn-again'; bytes: Buffer; kept: boolean }
  /** What would be drawn is another document than the one that was issued. */
  | { outcome: 'lost' };

/**
 * The document of an issued certificate, compared with the hash in its row. One that is missing or altered is drawn
 * again from the row, and shown and stored when it has the row's hash; another one is reported, never stored. A
 * storage that is away takes no document from anybody: what is drawn is shown without being stored. So it is of a
 * synthetic certificate, whose document was never drawn.
 */
export async function recoverDocument(world: World, { serial, documentSha256 }: Issued): Promise<Recovery> {
  const { storage, troubles } = world;
  const name = documentName(serial, documentSha256);
  const awayWith = (error: unknown) =>
    troubles.report({ kind: 'storage', subject: 'documents', detail: { reason: messageOf(error) } });

  const found = await storage.get(name).then(
    (bytes) => ({ isThere: true, bytes }),
    async (error: unknown) => {
      await awayWith(error);
      return { isThere: false, bytes: null };
    },
  );
  if (found.bytes && sha256(found.bytes) === documentSha256) return { outcome: 'stored', bytes: found.bytes };

  const { bytes, synthetic } = await drawAgain(world.db, serial);
  if (synthetic && bytes) return { outcome: 'drawn-again', bytes, kept: false };
  const isRight = bytes !== null && sha256(bytes) === documentSha256;
  if (found.isThere || !isRight) {
    const fault = found.isThere ? (found.bytes ? 'altered' : 'missing') : 'away';
    const detail = { fault, drawnAgain: isRight ? 'equal' : 'differs' };
    await troubles.report({ kind: 'document', subject: serial, detail });
  }
  if (!isRight) return { outcome: 'lost' };
  if (!found.isThere) return { outcome: 'drawn-again', bytes, kept: false };
  try {
    await storage.put(name, bytes);
  } catch (error) {
    await awayWith(error);
    return { outcome: 'drawn-again', bytes, kept: false };
  }
  await Promise.all([troubles.end('document', serial), troubles.end('storage', 'documents')]);
  return { outcome: 'drawn-again', bytes, kept: true };
}

/** Null also for a row that this release can no longer draw. */
async function drawAgain(db: Db, serial: string): Promise<{ bytes: Buffer | null; synthetic: boolean }> {
  const { statement, synthetic } = await db.certificate.findUniqueOrThrow({
    where: { serial },
    select: { statement: true, synthetic: true },
  });
  const parsed = Statement.safeParse(statement);
  return { bytes: parsed.success ? await renderCertificatePdf(parsed.data).catch(() => null) : null, synthetic };
}
