import type { Random } from '#app/platform/random.server.ts';
import { type Sql, sql } from '#app/platform/sql.server.ts';
import { drawSerial } from './serial.ts';
import { Statement } from './statement.ts';

export type StatementDraft = Omit<Statement, 'serial' | 'kind' | 'templateVersion' | 'verifyUrl'>;

/**
 * Step 1 of issuing: the serial and the whole statement are written down with the completion, before a document
 * exists. What was promised is known even if everything after it fails. `insert` writes it once for each row of `made`,
 * a table or CTE: a part of the statement that records the completion, or a statement of its own.
 */
export function reserveCertificate(
  draft: { completionId: string; personId: string; statement: StatementDraft },
  { random, now, appUrl }: { random: Random; now: Date; appUrl: string },
): { id: string; serial: string; insert: (made: Sql) => Sql } {
  const serial = drawSerial((length) => random.bytes(length));
  const statement = Statement.parse({
    ...draft.statement,
    serial,
    kind: 'COURSE_COMPLETION',
    templateVersion: 1,
    verifyUrl: `${appUrl}/verify/${serial}`,
  });
  const id = random.uuid(now);
  const insert = (made: Sql) => sql`
    INSERT INTO "Certificate" (id, "completionId", kind, "personId", serial, statement, "reservedAt")
    SELECT ${id}::uuid, ${draft.completionId}::uuid, 'COURSE_COMPLETION', ${draft.personId}::uuid, ${serial},
           ${JSON.stringify(statement)}::jsonb, ${now} FROM ${made} made`;
  return { id, serial, insert };
}
