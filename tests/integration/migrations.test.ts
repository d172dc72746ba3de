import { execFile } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { cleanLine } from '#app/domain/clean-text.ts';
import { applyMigrations } from '../../scripts/migrate/apply-migrations.ts';
import { schemaAsSql } from '../../scripts/migrate/schema-engine.ts';
import { serverUrl, urlOf } from '../support/database-urls.ts';
import { projectWith, removeProjects } from '../support/project-with.ts';

const root = path.resolve(import.meta.dirname, '../..');
const NAMES = readdirSync(path.join(root, 'prisma/migrations'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();
const made: string[] = [];

async function query<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function scratch(name: string): Promise<string> {
  const database = `m_${process.pid}_${name}`;
  await query(serverUrl(), `CREATE DATABASE ${database}`);
  made.push(database);
  return urlOf(database);
}

afterAll(async () => {
  for (const database of made) await query(serverUrl(), `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
  removeProjects();
});

/** The project as it was before a migration and all later ones. */
function projectBefore(migration: string): string {
  const folder = projectWith({});
  for (const name of NAMES.slice(NAMES.indexOf(migration)))
    rmSync(path.join(folder, 'prisma/migrations', name), { recursive: true });
  return folder;
}

/** What the schema language can say, as sorted lines. */
async function catalogue(url: string): Promise<string[]> {
  const rows = await query<{ line: string }>(
    url,
    `SELECT format('column %s.%s %s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                   CASE WHEN a.attnotnull THEN ' not null' ELSE '' END, coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')) AS line
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> '_prisma_migrations'
     UNION ALL
     SELECT format('index %s', pg_get_indexdef(i.indexrelid)) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
      WHERE c.relnamespace = 'public'::regnamespace AND c.relname <> '_prisma_migrations'
     UNION ALL
     SELECT format('constraint %s on %s: %s', k.conname, k.conrelid::regclass, pg_get_constraintdef(k.oid)) FROM pg_constraint k
      WHERE k.connamespace = 'public'::regnamespace AND k.conrelid <> 0 AND k.conrelid::regclass::text <> '_prisma_migrations'
     UNION ALL
     SELECT format('enum %s: %s', t.typname, string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder))
       FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid WHERE t.typnamespace = 'public'::regnamespace GROUP BY t.typname
     UNION ALL
     SELECT format('sequence %s', c.relname) FROM pg_class c WHERE c.relkind = 'S' AND c.relnamespace = 'public'::regnamespace
     UNION ALL
     SELECT format('trigger %s on %s', g.tgname, g.tgrelid::regclass) FROM pg_trigger g WHERE NOT g.tgisinternal
     UNION ALL
     SELECT format('view %s', c.relname) FROM pg_class c WHERE c.relkind = 'v' AND c.relnamespace = 'public'::regnamespace
     UNION ALL
     SELECT format('function %s', p.proname) FROM pg_proc p
      WHERE p.pronamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
     UNION ALL
     SELECT format('extension %s', extname) FROM pg_extension WHERE extname <> 'plpgsql'`,
  );
  return rows.map((row) => row.line.replaceAll('"', '')).sort();
}

/** What only hand-written SQL adds: none of it can be said in prisma/schema. */
const BY_HAND = [
  'constraint agency_code_is_plain on Agency',
  'constraint agency_name_is_visible on Agency',
  'constraint answer_slot_and_revision on AttemptAnswer',
  'constraint appointment_ends_after_it_begins on Appointment',
  'constraint appointment_one_primary_at_a_time on Appointment',
  'constraint assignment_completed_has_its_time on Assignment',
  'constraint assignment_ended_has_its_time on Assignment',
  'constraint assignment_has_ordering_agency on Assignment',
  'constraint assignment_overdue_is_open on Assignment',
  'constraint assignment_withdrawn_has_reason on Assignment',
  'constraint assignment_withdrawn_was_overdue on Assignment',
  'constraint attempt_finished_has_its_time on Attempt',
  'constraint attempt_request_answer_is_a_sentence on AttemptRequest',
  'constraint attempt_request_at_most_three on AttemptRequest',
  'constraint attempt_request_decision_is_told on AttemptRequest',
  'constraint attempt_request_ends_once on AttemptRequest',
  'constraint attempt_request_has_a_reason on AttemptRequest',
  'constraint attempt_request_nobody_decides_on_herself on AttemptRequest',
  'constraint batch_has_ordering_agency on AssignmentBatch',
  'constraint batch_note_is_short on AssignmentBatch',
  'constraint batch_reason_is_short on AssignmentBatch',
  'constraint certificate_issued_has_document on Certificate',
  'constraint certificate_revoked_has_reason on Certificate',
  'constraint certificate_serial_form on Certificate',
  'constraint certificate_superseded_has_successor on Certificate',
  'constraint certificate_unprintable_is_reserved on Certificate',
  'constraint content_is_published_once on PublishedContent',
  'constraint delta_month_is_a_first on RollupDelta',
  'constraint delta_says_something on RollupDelta',
  'constraint edition_line_is_earlier on CourseEdition',
  'constraint grading_is_a_fraction on Grading',
  'constraint kept_is_settled_by_choice on KeptAnswer',
  'constraint kept_slot_and_base on KeptAnswer',
  'constraint lesson_text_locale_is_known on LessonText',
  'constraint person_email_is_lower on Person',
  'constraint person_locale_is_known on Person',
  'constraint person_name_is_clean on Person',
  'constraint person_name_is_visible on Person',
  'constraint person_number_is_ten_digits on Person',
  'constraint person_theme_is_known on Person',
  'constraint placement_ends_after_it_begins on AgencyPlacement',
  'constraint placement_not_under_itself on AgencyPlacement',
  'constraint placement_one_at_a_time on AgencyPlacement',
  'constraint progress_read_has_evidence on LessonProgress',
  'constraint quiz_question_is_about_one_thing on QuizQuestion',
  'constraint source_address_is_a_page on SourceDocument',
  'constraint source_does_not_replace_itself on SourceDocument',
  'constraint source_is_linked_once_opened on SourceDocument',
  'constraint standing_is_coherent on Standing',
  'constraint storage_has_one_mark on StorageMark',
  'extension btree_gist',
  'extension pg_trgm',
  'function agency_is_searchable',
  'function answer_is_in_time',
  'function assignment_is_ordered',
  'function assignment_remembers_overdue',
  'function attempt_is_frozen',
  'function attempt_request_moves_on',
  'function attempt_within_limit',
  'function attempts_allowed',
  'function audit_is_to_be_chained',
  'function batch_is_ordered',
  'function certificate_is_frozen',
  'function certificate_is_marked_from_outside',
  'function edition_followed',
  'function enrolment_is_pinned',
  'function forbid_change',
  'function forbid_delete',
  'function grant_changes_access',
  'function kept_answer_is_frozen',
  'function ordering_agency',
  'function person_changes_access',
  'function progress_is_monotonic',
  'function rebuild_agency_ancestors',
  'function without_invisible',
  'index agency_search',
  'index appointment_one_current_primary',
  'index appointment_one_primary_at_a_time',
  'index appointment_staff',
  'index appointment_to_begin',
  'index appointment_to_end',
  'index assignment_one_in_force',
  'index assignment_to_fall_due',
  'index assignment_withdrawn_overdue',
  'index attempt_one_in_progress',
  'index attempt_request_declined',
  'index attempt_request_one_grant',
  'index attempt_request_one_open',
  'index attempt_request_waiting',
  'index attempt_to_check',
  'index certificate_one_current',
  'index certificate_to_issue',
  'index lesson_text_by_words',
  'index lesson_word_by_likeness',
  'index notice_to_mail',
  'index notice_to_see',
  'index person_by_name',
  'index person_search',
  'index placement_one_at_a_time',
  'index standing_overdue',
  'trigger agency_is_searchable on Agency',
  'trigger answer_is_in_time on AttemptAnswer',
  'trigger assignment_is_kept on Assignment',
  'trigger assignment_is_ordered on Assignment',
  'trigger assignment_remembers_overdue on Assignment',
  'trigger attempt_is_frozen on Attempt',
  'trigger attempt_is_kept on Attempt',
  'trigger attempt_request_is_kept on AttemptRequest',
  'trigger attempt_request_moves_on on AttemptRequest',
  'trigger attempt_within_limit on Attempt',
  'trigger audit_is_append_only on AuditEvent',
  'trigger audit_is_to_be_chained on AuditEvent',
  'trigger audit_link_is_append_only on AuditLink',
  'trigger batch_is_ordered on AssignmentBatch',
  'trigger certificate_is_frozen on Certificate',
  'trigger certificate_is_kept on Certificate',
  'trigger certificate_is_marked_from_outside on Certificate',
  'trigger completion_is_a_fact on Completion',
  'trigger correction_is_a_fact on CompletionCorrection',
  'trigger correction_seen_is_a_fact on CorrectionSeen',
  'trigger edition_change_is_a_fact on EditionChange',
  'trigger edition_is_immutable on CourseEdition',
  'trigger enrolment_is_pinned on Enrolment',
  'trigger grading_is_a_fact on Grading',
  'trigger grant_changes_access on Grant',
  'trigger kept_answer_is_frozen on KeptAnswer',
  'trigger kept_answer_is_kept on KeptAnswer',
  'trigger lesson_is_immutable on Lesson',
  'trigger lesson_text_is_immutable on LessonText',
  'trigger module_is_immutable on Module',
  'trigger person_changes_access on Person',
  'trigger progress_is_monotonic on LessonProgress',
  'trigger question_version_is_immutable on QuestionVersion',
  'trigger quiz_is_immutable on Quiz',
  'trigger quiz_question_is_immutable on QuizQuestion',
  'view StandingFacts',
  'view ValidCompletion',
];

const nameOf = (line: string): string =>
  line.replace(/^(constraint \S+ on \S+):.*$/, '$1').replace(/^index CREATE (?:UNIQUE )?INDEX (\S+) .*$/, 'index $1');

describe('the migrations', () => {
  it('make what the schema says, and by hand what is listed here and nothing else', async () => {
    const [migrated, described] = await Promise.all([scratch('migrated'), scratch('described')]);
    await applyMigrations({ root, url: migrated });
    await query(described, await schemaAsSql(root, described));
    const [fromMigrations, fromSchema] = await Promise.all([catalogue(migrated), catalogue(described)]);
    expect(fromSchema.length).toBeGreaterThan(250);
    const there = new Set(fromMigrations);
    expect(fromSchema.filter((line) => !there.has(line))).toEqual([]);
    const said = new Set(fromSchema);
    expect(
      fromMigrations
        .filter((line) => !said.has(line))
        .map(nameOf)
        .sort(),
    ).toEqual(BY_HAND);
  });

  it('are applied once: a second run finds nothing to do', async () => {
    const url = await scratch('twice');
    expect(await applyMigrations({ root, url })).toEqual(NAMES);
    expect(await applyMigrations({ root, url })).toEqual([]);
  });

  it('are applied once by two processes at the same moment', async () => {
    const url = await scratch('racing');
    const command = () =>
      promisify(execFile)(process.execPath, ['--import', 'tsx', 'scripts/migrate.ts'], {
        cwd: root,
        env: { ...process.env, DATABASE_URL: url },
      });
    const answers = await Promise.all([command(), command()]);
    expect(answers.map((answer) => answer.stdout.trim().split('\n').length).sort((a, b) => a - b)).toEqual([
      1,
      NAMES.length,
    ]);
    expect(answers.map((answer) => answer.stdout).join('')).toMatch(/Nothing to apply\./);
    expect(await query(url, 'SELECT 1 FROM "_prisma_migrations" WHERE finished_at IS NOT NULL')).toHaveLength(
      NAMES.length,
    );
  });

  it('that fail leave nothing behind, say why, and go through once they are right', async () => {
    const url = await scratch('failing');
    const name = '29990101000000_more';
    const wrong = projectWith({ [name]: 'CREATE TABLE half (id int); CREATE TABLE "Person" (id int);' });
    await expect(applyMigrations({ root: wrong, url })).rejects.toThrow(/relation "Person" already exists/);
    expect(await query(url, `SELECT 1 FROM pg_tables WHERE tablename = 'half'`)).toEqual([]);
    const right = projectWith({ [name]: 'CREATE TABLE half (id int);' });
    expect(await applyMigrations({ root: right, url })).toEqual([name]);
  });

  it('that were interrupted are begun again', async () => {
    const url = await scratch('killed');
    await applyMigrations({ root, url });
    const name = '29990101000000_more';
    await query(
      url,
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, started_at) VALUES (gen_random_uuid(), 'x', '${name}', now())`,
    );
    expect(await applyMigrations({ root: projectWith({ [name]: 'CREATE TABLE late (id int);' }), url })).toEqual([
      name,
    ]);
  });

  it('that were edited after they had been applied are refused by name', async () => {
    const url = await scratch('edited');
    const name = '29990101000000_more';
    await applyMigrations({ root: projectWith({ [name]: 'CREATE TABLE more (id int);' }), url });
    await expect(
      applyMigrations({ root: projectWith({ [name]: 'CREATE TABLE more (id bigint);' }), url }),
    ).rejects.toThrow(`The migration ${name} was changed after this database had applied it.`);
  });

  it('take what nobody sees out of the names that are there, with a row in the audit trail', async () => {
    const url = await scratch('names');
    await applyMigrations({ root: projectBefore(NAMES.find((name) => name.endsWith('_printable_names')) ?? ''), url });
    const people = [
      ['1', 'Nguy\u00adễn \u200bThị \u202eLan', 'Lan Nguy\u00adễn \u200bThị\u202e'],
      ['2', '\u200b\u2060', '\u200b\u2060'],
      ['3', 'Y Blŭ Ksơr', 'Ksơr Y Blŭ'],
      ['4', 'Le\u200b\u0302 Hoa', 'Hoa Le\u200b\u0302'],
    ];
    for (const [number = '', name, sortName] of people) {
      await query(
        url,
        `INSERT INTO "Person" ("personnelNumber", "fullName", "sortName", "searchText", email)
         VALUES ('${number.padStart(10, '0')}', '${name}', '${sortName}', lower('${name}'), '${number}@a.vn')`,
      );
    }
    await query(
      url,
      `INSERT INTO "Agency" (code, type, "nameVi", "nameEn") VALUES ('VN', 'x', 'Bộ\u200b Nội vụ', 'Ministry')`,
    );
    await applyMigrations({ root, url });
    expect(
      await query(url, 'SELECT "fullName", "sortName", "searchText" FROM "Person" ORDER BY "personnelNumber"'),
    ).toEqual([
      { fullName: 'Nguyễn Thị Lan', sortName: 'Lan Nguyễn Thị', searchText: 'nguyễn thị lan' },
      { fullName: '0000000002', sortName: '0000000002', searchText: '' },
      { fullName: 'Y Blŭ Ksơr', sortName: 'Ksơr Y Blŭ', searchText: 'y blŭ ksơr' },
      { fullName: 'Lê Hoa', sortName: 'Hoa Lê', searchText: 'lê hoa' },
    ]);
    expect(await query(url, 'SELECT "nameVi" FROM "Agency"')).toEqual([{ nameVi: 'Bộ Nội vụ' }]);
    expect(await query(url, 'SELECT action, before, after FROM "AuditEvent" ORDER BY id')).toEqual([
      { action: 'person.name-cleaned', before: { fullName: people[0]?.[1] }, after: { fullName: 'Nguyễn Thị Lan' } },
      { action: 'person.name-cleaned', before: { fullName: people[1]?.[1] }, after: { fullName: '0000000002' } },
      { action: 'person.name-cleaned', before: { fullName: people[3]?.[1] }, after: { fullName: 'Lê Hoa' } },
    ]);
  });

  it('remember what was overdue before its day was moved, as far as the audit trail tells it, and count what was withdrawn since', async () => {
    const url = await scratch('overdue');
    await applyMigrations({ root: projectBefore(NAMES.find((name) => name.endsWith('_first_overdue')) ?? ''), url });
    const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
    await query(
      url,
      `INSERT INTO "Agency" (id, code, type, "nameVi", "nameEn") VALUES ('${id(1)}', 'VN', 'x', 'Bộ', 'Ministry');
       INSERT INTO "AgencyPlacement" ("agencyId", "validFrom") VALUES ('${id(1)}', '2020-01-01');
       INSERT INTO "AgencyAncestor" ("agencyId", "ancestorId", depth) VALUES ('${id(1)}', '${id(1)}', 0) ON CONFLICT DO NOTHING;
       INSERT INTO "Programme" (code, position, "nameVi", "nameEn", "targetPercent", "periodFrom", "periodTo", "legalBasisVi", "legalBasisEn", "countingRuleVi", "countingRuleEn")
       VALUES ('SKILLS', 1, 'x', 'x', 80, 2026, 2035, 'x', 'x', 'x', 'x');
       INSERT INTO "Course" (id, code, slug, "programmeCode") VALUES ('${id(2)}', 'K1', 'k1', 'SKILLS');
       INSERT INTO "Person" (id, "personnelNumber", "fullName", "sortName", "searchText", email)
       SELECT ('00000000-0000-7000-8000-0000000001' || to_char(n, 'FM00'))::uuid, to_char(n, 'FM0000000000'), 'Lan', 'Lan', 'lan', n || '@a.vn' FROM generate_series(1, 8) n;
       INSERT INTO "Appointment" ("personId", "agencyId", position, "validFrom", state) SELECT id, '${id(1)}', 'x', '2026-01-01', 'CURRENT' FROM "Person";
       INSERT INTO "AssignmentBatch" (id, "courseId", "agencyId", "dueAt", "createdById", "plannedPeople", "personIds", state, "finishedAt")
       SELECT b::uuid, '${id(2)}', '${id(1)}', '2027-03-01T17:00:00Z', '${id(101)}', 1, '{}', 'DONE', now() FROM unnest(ARRAY['${id(3)}', '${id(4)}']) b`,
    );
    const moved = '2026-05-02T03:00:00Z';
    const held = (n: number, batch: number, set: Record<string, string> = {}) => {
      const row = {
        id: `'${id(n)}'`,
        batchId: `'${id(batch)}'`,
        personId: `'${id(n - 100)}'`,
        courseId: `'${id(2)}'`,
        agencyId: `'${id(1)}'`,
        assignedAt: `'2026-03-01T03:00:00Z'`,
        dueAt: `'2027-03-01T17:00:00Z'`,
        ...set,
      };
      return `INSERT INTO "Assignment" (${Object.keys(row).map((name) => `"${name}"`)}) VALUES (${Object.values(row)});`;
    };
    const told = (type: string, n: number, before: string, after: string, at = moved) =>
      `INSERT INTO "AuditEvent" (at, action, "subjectType", "subjectId", before, after)
       VALUES ('${at}', '${type === 'assignment' ? type : 'batch'}.due-changed', '${type}', '${id(n)}', '{"due": "${before}"}', '{"due": "${after}"}');`;
    const ended = { status: `'NO_LONGER_REQUIRED'`, endedAt: `'2026-05-02T03:01:00Z'`, withdrawnReason: `''` };
    await query(
      url,
      [
        // 201 is overdue now; 202 was moved late, 203 moved late and withdrawn, 204 moved in time and withdrawn.
        held(201, 3, { dueAt: `'2026-04-30T17:00:00Z'`, overdueAt: `'2026-04-30T17:00:00Z'` }),
        held(202, 3),
        held(203, 3, ended),
        held(204, 3, ended),
        told('assignment', 202, '2026-04-30', '2027-03-01'),
        told('assignment', 203, '2026-04-30', '2027-03-01'),
        told('assignment', 204, '2026-05-02', '2027-03-01'),
        // Of the other batch 205 had its day, 206 one of its own that was to come, 207 was assigned after it, 208 was withdrawn.
        held(205, 4),
        held(206, 4),
        held(207, 4, { assignedAt: `'2026-05-01T03:00:00Z'` }),
        held(208, 4, ended),
        told('assignment', 206, '2026-04-30', '2026-06-30', '2026-04-01T03:00:00Z'),
        told('assignment-batch', 4, '2026-04-30', '2027-03-01'),
      ].join('\n'),
    );
    await applyMigrations({ root, url });
    expect(
      await query(
        url,
        `SELECT right(id::text, 3)::int AS n, "firstOverdueAt" = '2026-04-30T17:00:00Z' AS late, "withdrawnOverdue" AS counts FROM "Assignment" ORDER BY id`,
      ),
    ).toEqual([
      { n: 201, late: true, counts: false },
      { n: 202, late: true, counts: false },
      { n: 203, late: true, counts: true },
      { n: 204, late: null, counts: false },
      { n: 205, late: true, counts: false },
      { n: 206, late: null, counts: false },
      { n: 207, late: null, counts: false },
      { n: 208, late: true, counts: true },
    ]);
    expect(await query(url, 'SELECT kind, people FROM "RollupDelta"')).toEqual([
      { kind: 'withdrawnOverdue', people: 2 },
    ]);
    expect(await query(url, 'SELECT count(*)::int AS n FROM "Standing" WHERE "withdrawnOverdue"')).toEqual([{ n: 2 }]);
  });

  it('take out of a name what the product takes out where names come in', async () => {
    const url = await scratch('signs');
    await applyMigrations({ root, url });
    const rows = await query<{ code: number }>(
      url,
      `SELECT code FROM generate_series(1, 1114111) AS code
        WHERE code NOT BETWEEN 55296 AND 57343 AND without_invisible('a' || chr(code) || 'b') = 'ab'`,
    );
    const taken = new Set(rows.map(({ code }) => code));
    expect(taken.size).toBeGreaterThan(4_000);
    const differing = Array.from({ length: 0x110000 }, (_, code) => code).filter(
      (code) =>
        (code < 0xd800 || code > 0xdfff) && (cleanLine(`a${String.fromCodePoint(code)}b`) === 'ab') !== taken.has(code),
    );
    expect(differing).toEqual([]);
  });

  it('refuse a server that does not answer with a sentence', async () => {
    await expect(applyMigrations({ root, url: 'postgres://nobody@127.0.0.1:1/nothing' })).rejects.toThrow(
      /^The database does not answer at 127\.0\.0\.1:1: .*ECONNREFUSED/,
    );
  });
});
