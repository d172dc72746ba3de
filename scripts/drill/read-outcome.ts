import { readdirSync } from 'node:fs';
import { documentName } from '#app/domain/certificates/issue-certificate.server.ts';
import type { Db } from '#app/platform/database.server.ts';
import { sha256 } from '#app/platform/storage.server.ts';
import type { Site } from './open-ground.ts';

/** What two runs of the same work must agree in, line by line: everything but ids, serials and the times of the day. */
export async function readOutcome(db: Db): Promise<string[]> {
  const [people, now, months] = await Promise.all([
    db.rows<{ line: string }>`
      SELECT concat_ws(' ', p."personnelNumber", c.code, 'enrolled', e.source, 'attempts', (SELECT count(*) FROM "Attempt" a WHERE a."enrolmentId" = e.id),
               'completed', d.n, d.agency, 'certificate', t.n, t.status, t.template, 'assignment', s.status) AS line
        FROM "Enrolment" e JOIN "Person" p ON p.id = e."personId" JOIN "Course" c ON c.id = e."courseId"
        LEFT JOIN LATERAL (SELECT count(*) AS n, min(g.code) AS agency FROM "Completion" m LEFT JOIN "Agency" g ON g.id = m."agencyId"
                            WHERE m."enrolmentId" = e.id) d ON true
        LEFT JOIN LATERAL (SELECT count(*) AS n, min(t.status::text) AS status, min(t.statement ->> 'templateVersion') AS template
                             FROM "Certificate" t JOIN "Completion" m ON m.id = t."completionId" WHERE m."enrolmentId" = e.id) t ON true
        LEFT JOIN "Assignment" s ON s."personId" = e."personId" AND s."courseId" = e."courseId" AND s.status <> 'NO_LONGER_REQUIRED'
       ORDER BY 1`,
    db.rows<{ line: string }>`
      SELECT concat_ws(' ', 'now', a.code, coalesce(c.code, '-'), r.kind, r.people) AS line
        FROM "RollupNow" r JOIN "Agency" a ON a.id = r."agencyId" LEFT JOIN "Course" c ON c.id = r."courseId"
       WHERE r.people <> 0 ORDER BY 1`,
    db.rows<{ line: string }>`
      SELECT concat_ws(' ', 'month', a.code, c.code, r.kind, r.month, r.people) AS line
        FROM "RollupMonth" r JOIN "Agency" a ON a.id = r."agencyId" JOIN "Course" c ON c.id = r."courseId"
       WHERE r.people <> 0 ORDER BY 1`,
  ]);
  return [...people, ...now, ...months].map((row) => row.line);
}

/** The lines that stand in one of the two alone. */
export function compareOutcomes(one: readonly string[], other: readonly string[]): string[] {
  const [here, there] = [new Set(one), new Set(other)];
  return [
    ...one.filter((line) => !there.has(line)).map((line) => `- ${line}`),
    ...other.filter((line) => !here.has(line)).map((line) => `+ ${line}`),
  ];
}

export type Documents = {
  certificates: number;
  issued: number;
  /** Whose stored document is missing or is another than the row says. */
  wrong: string[];
  /** Files that no row speaks of, and halves that a killed writer left. */
  strayFiles: number;
  halfFiles: number;
};

/** Reads every stored document again and compares it with its row. */
export async function checkDocuments({ db, storage, storageFolder }: Site): Promise<Documents> {
  const rows = await db.certificate.findMany({
    select: { serial: true, status: true, documentSha256: true, documentBytes: true },
  });
  const named = new Set<string>();
  const wrong: string[] = [];
  for (const row of rows) {
    if (row.status !== 'ISSUED' || !row.documentSha256) continue;
    const name = documentName(row.serial, row.documentSha256);
    named.add(name);
    const bytes = await storage.get(name);
    const isRight =
      bytes !== null &&
      sha256(bytes) === row.documentSha256 &&
      bytes.length === row.documentBytes &&
      bytes.subarray(0, 5).toString() === '%PDF-';
    if (!isRight) wrong.push(row.serial);
  }
  const files = readdirSync(storageFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(storageFolder.length + 1));
  return {
    certificates: rows.length,
    issued: rows.filter((row) => row.status === 'ISSUED').length,
    wrong,
    strayFiles: files.filter((name) => name.endsWith('.pdf') && !named.has(name)).length,
    halfFiles: files.filter((name) => name.endsWith('.part')).length,
  };
}
