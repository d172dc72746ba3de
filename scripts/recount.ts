import { parseArgs } from 'node:util';
import { recordAudit } from '#app/domain/ledger/record-audit.server.ts';
import { type Recount, recountRollups, repairRollups } from '#app/domain/reporting/recount.server.ts';
import { type Db, openDatabase } from '#app/platform/database.server.ts';
import { openProductDatabase } from './start/open-database.mjs';

/** One line a figure that differs: where, which, and both numbers. */
async function print(db: Db, { compared, differences, details }: Recount): Promise<void> {
  console.log(`${compared} figures were counted again from the facts; ${differences} differ.`);
  if (differences === 0) return;
  const [agencies, courses] = await Promise.all([
    db.agency.findMany({ where: { id: { in: details.map((one) => one.agencyId) } }, select: { id: true, code: true } }),
    db.course.findMany({ where: { id: { in: details.map((one) => one.courseId) } }, select: { id: true, code: true } }),
  ]);
  const codes = new Map([...agencies, ...courses].map(({ id, code }) => [id, code]));
  for (const { agencyId, courseId, kind, month, facts, rollup } of details) {
    const where = [codes.get(agencyId) ?? agencyId, codes.get(courseId) ?? '-', kind, month?.slice(0, 7) ?? 'now'];
    console.log(`  ${where.join('  ')}: the report says ${rollup}, the facts say ${facts}`);
  }
  if (differences > details.length) console.log(`  and ${differences - details.length} more`);
}

/**
 * `npm run recount`: compares every figure of the reports with the facts. `--repair` writes those that differ anew, and
 * leaves a row in the audit trail. Ends with 0 only when in the end none differs.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { repair: { type: 'boolean', default: false } } });
  const database = await openProductDatabase();
  const db = openDatabase(database.url, { max: 2, application: 'truc-recount' });
  const now = () => new Date();
  try {
    const before = await recountRollups({ db, now });
    await print(db, before);
    if (before.differences === 0) return 0;
    if (!values.repair) {
      console.log('Nothing was changed: npm run recount -- --repair writes them anew.');
      return 1;
    }
    await repairRollups({ db, inSameTransaction: (tx) => note(tx, before, now()) });
    const after = await recountRollups({ db, now });
    console.log(`${before.differences} figures were written anew; ${after.differences} differ now.`);
    return after.differences === 0 ? 0 : 1;
  } finally {
    await db.close();
    await database.stop();
  }
}

const note = (tx: Parameters<typeof recordAudit>[0], { compared, differences, details }: Recount, at: Date) =>
  recordAudit(tx, {
    ...{ at, actorId: null, action: 'reports.repaired', subjectType: 'reports', subjectId: 'all' },
    before: { compared, differences, details: details.slice(0, 20) },
    after: { differences: 0 },
  });

try {
  process.exit(await main());
} catch (error) {
  const { name, code } = error as { name?: string; code?: string };
  const isSentence = name === 'Failure' || code?.startsWith('ERR_PARSE_ARGS');
  console.error(isSentence ? (error as Error).message : error);
  process.exit(2);
}
