import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../start/failure.mjs';
import { root } from '../start/paths.mjs';
import { isEntry } from '../start/run-as-command.mjs';
import { run } from '../start/run-program.mjs';

/** Applied before migrations were linted, and what was applied never changes: the list is closed. */
const BASELINE = [
  '20261122000000_schema',
  '20261122000100_rules',
  '20261125000000_curriculum',
  '20261125120000_drawn_papers',
  '20261130151500_security_stamps',
  '20261130154054_health',
  '20261130154500_printable_names',
  '20261130155500_known_devices',
  '20261130160300_attempt_requests',
  '20261130160900_ordering_agency',
  '20261130162000_names_in_order',
  '20261130162000_serials_with_a_check',
  '20261130164400_answers_side_by_side',
  '20261130165210_lesson_opened_last',
  '20261130165900_audit_chain',
  '20261130195301_lesson_corrections',
  '20261130224000_sources',
  '20261130232647_first_overdue',
  '20261201020500_synthetic_certificates',
  '20261201023500_legal_points',
  '20261201031000_plans_of_a_nation',
  '20261201031500_names_among_many',
  '20261201061500_short_answers',
];

const folder = join(root, 'prisma', 'migrations');

/** The migrations that came after the baseline. */
function listLinted() {
  const gone = BASELINE.filter((name) => !existsSync(join(folder, name)));
  if (gone.length > 0) throw new Failure(`prisma/migrations/${gone[0]} was applied somewhere and is gone.`);
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !BASELINE.includes(entry.name))
    .map(({ name }) => join(folder, name, 'migration.sql'));
}

/**
 * Reads the named migrations, or all that came after the baseline, with squawk (.squawk.toml): fails on one that would
 * hold up a site that runs.
 */
async function lintMigrations(files) {
  if (files.length === 0) return;
  const squawk = join(root, 'node_modules', 'squawk-cli', 'js', 'bin', 'squawk');
  await run(process.execPath, [squawk, '--reporter', 'gcc', ...files], { cwd: root, inherit: true }).catch(() => {
    throw new Failure(
      'What squawk names would hold up a site that runs: https://squawkhq.com/docs/rules says how else.',
    );
  });
}

const named = process.argv.slice(2);
await isEntry(import.meta.url, () => lintMigrations(named.length > 0 ? named : listLinted()));
