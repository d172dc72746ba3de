import type { Tx } from '#app/platform/database.server.ts';
import type { Random } from '#app/platform/random.server.ts';
import { drawSerial } from './serial.ts';
import { Statement } from './statement.ts';

export type StatementDraft = Omit<Statement, 'serial' | 'kind' | 'templateVersion' | 'verifyUrl'>;

/**
 * Step 1 of issuing: the serial and the whole statement are written down with the completion, before a document
 * exists. What was promised is known even if everything after it fails.
 */
export async function reserveCertificate(
  tx: Tx,
  draft: { completionId: string; personId: string; statement: StatementDraft },
  { random, now, appUrl }: { random: Random; now: Date; appUrl: string },
): Promise<{ id: string; serial: string }> {
  const serial = drawSerial((length) => random.bytes(length));
  const statement = Statement.parse({
    ...draft.statement,
    serial,
    kind: 'COURSE_COMPLETION',
    templateVersion: 1,
    verifyUrl: `${appUrl}/verify/${serial}`,
  });
  const id = random.uuid(now);
  await tx.run`
    INSERT INTO "Certificate" (id, "completionId", kind, "personId", serial, statement, "reservedAt")
    VALUES (${id}::uuid, ${draft.completionId}::uuid, 'COURSE_COMPLETION', ${draft.personId}::uuid, ${serial},
            ${JSON.stringify(statement)}::jsonb, ${now})`;
  return { id, serial };
}
