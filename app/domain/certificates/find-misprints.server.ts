import type { Db } from '#app/platform/database.server.ts';
import { printedByFirstRenderer } from './fonts.server.ts';

export type Misprint = { serial: string; says: { words: string; printed: string }[] };
type Row = { id: string; serial: string; words: (string | null)[] };

/**
 * Issued certificates whose document has a question mark where a letter of the statement belongs, a batch at a time.
 * What was drawn by a later renderer has none.
 */
export async function* findMisprints(db: Db, batch = 2_000): AsyncGenerator<Misprint> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await db.rows<Row>`
      SELECT c.id, c.serial, ARRAY[s->>'holderName', s->'holderAgency'->>'vi', s->'holderAgency'->>'en',
               s->'course'->'title'->>'vi', s->'course'->'title'->>'en', s->'issuer'->>'vi', s->'issuer'->>'en',
               s->'place'->>'vi', s->'place'->>'en'] AS words
        FROM "Certificate" c CROSS JOIN LATERAL (SELECT c.statement AS s) x
       WHERE c.id > ${after}::uuid AND c.status = 'ISSUED' AND c."documentRenderer" = 1
       ORDER BY c.id LIMIT ${batch}`;
    for (const { serial, words } of rows) {
      const says = words.flatMap((each) => {
        const composed = each?.normalize('NFC') ?? '';
        const printed = printedByFirstRenderer(composed);
        return printed === composed ? [] : [{ words: composed, printed }];
      });
      if (says.length > 0) yield { serial, says };
    }
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
  }
}
