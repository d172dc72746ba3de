import type { Db } from '#app/platform/database.server.ts';
import { sql } from '#app/platform/sql.server.ts';
import type { LegalPoint } from './legal-points.ts';

/**
 * Brings what a lawyer has to answer about each published course to what legal-points.yaml says. It stands beside the
 * editions: an unchanged list changes no row, and a point that is answered goes.
 */
export async function publishLegalPoints(db: Db, codes: readonly string[], points: readonly LegalPoint[]) {
  if (codes.length === 0) return;
  // In the order of their codes, so that two publishers never wait for each other.
  const rows = [...codes].sort().map((code) => {
    const isAbout = (lesson: string) => lesson.startsWith(`${code}.`);
    const about = points.flatMap(({ lessons, point }) =>
      lessons.some(isAbout) ? [{ lessons: lessons.filter(isAbout), point }] : [],
    );
    return sql`(${code}, ${JSON.stringify(about)}::jsonb)`;
  });
  await db.run`
    UPDATE "Course" c SET "legalPoints" = said.points FROM (VALUES ${sql.join(rows)}) said (code, points)
     WHERE c.code = said.code AND c."legalPoints" <> said.points`;
}
