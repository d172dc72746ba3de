import { foldForSearch } from '#app/domain/fold-for-search.ts';
import type { Db } from '#app/platform/database.server.ts';
import { sql } from '#app/platform/sql.server.ts';
import { lockPublishing } from './lock-publishing.server.ts';
import type { GlossarySheet } from './registers.ts';

/** The glossary stands beside the editions: what is taken out of it goes. An unchanged one changes no row. */
export async function publishGlossary(db: Db, { terms }: GlossarySheet): Promise<void> {
  const rows = [...terms]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, term, definition, forms }) => {
      const said = foldForSearch([term.vi, term.en, ...forms.vi, ...forms.en].join(' '));
      return sql`(${id}, ${term.vi}, ${term.en}, ${definition.vi}, ${definition.en}, ${said})`;
    });
  await db.transaction(async (tx) => {
    await lockPublishing(tx);
    await tx.glossaryTerm.deleteMany({ where: { id: { notIn: terms.map((term) => term.id) } } });
    if (rows.length === 0) return;
    await tx.run`
      INSERT INTO "GlossaryTerm" AS g (id, "termVi", "termEn", "definitionVi", "definitionEn", "searchText") VALUES ${sql.join(rows)}
      ON CONFLICT (id) DO UPDATE SET ("termVi", "termEn", "definitionVi", "definitionEn", "searchText")
         = ROW(excluded."termVi", excluded."termEn", excluded."definitionVi", excluded."definitionEn", excluded."searchText")
      WHERE (g."termVi", g."termEn", g."definitionVi", g."definitionEn", g."searchText") IS DISTINCT FROM
            (excluded."termVi", excluded."termEn", excluded."definitionVi", excluded."definitionEn", excluded."searchText")`;
  });
}
