import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import type { AgencyRow } from '#app/domain/agencies/import-agencies.server.ts';

/** The list of agencies that ships with the product. */
export const agencyFile = (root: string): string => path.join(root, 'prisma/seed/agencies.csv');

/** @throws a sentence that names the file and line of a row that is none */
export function readAgencies(file: string): AgencyRow[] {
  const [head, ...lines] = parse(readFileSync(file), { bom: true, relax_column_count: true }) as string[][];
  if (head?.join() !== 'code,parent_code,name_vi,name_en,type') {
    throw new Error(`${file}:1: the first line must read code,parent_code,name_vi,name_en,type`);
  }
  return lines.map(([code, parentCode, nameVi, nameEn, type, ...more], index) => {
    if (!code || !nameVi || !nameEn || !type || more.length > 0) {
      throw new Error(`${file}:${index + 2}: a code, a parent code, two names and a type are expected`);
    }
    return { code, parentCode: parentCode || null, nameVi: nameVi.normalize('NFC'), nameEn, type };
  });
}
