import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cloneDatabase } from '../../support/database.ts';
import { PRODUCT_ROLE } from '../../support/database-urls.ts';
import { CHAIN, ID } from './chain-of-rows.ts';

/** What tries to break a rule, each statement by itself; and what the rule must let through. */
type Attack = { rule: string; refused: string[]; taken?: string[]; says?: RegExp };

const T = "'2026-03-02T04:00:00Z'";
const HASH = 'b'.repeat(64);

const source = (address: string) =>
  `INSERT INTO "SourceDocument" (id, kind, "titleVi", "titleEn", "issuerVi", "issuerEn", url, host, "awaitsGazette") VALUES ('law', 'law', 'x', 'x', 'x', 'x', ${address})`;
const lessonText = (locale: string) =>
  `INSERT INTO "LessonText" VALUES ('${ID.otherLesson}', '${locale}', 'x', 'x', 'x', 'x', 'x')`;
/** Another version of the question on the quiz, about these. */
const quizQuestion = (about: string) => `
  WITH other AS (INSERT INTO "QuestionVersion" SELECT uuidv7(), "courseId", code, 'y', type, difficulty, content, "answerKey"
                   FROM "QuestionVersion" WHERE id = '${ID.question}' RETURNING id)
  INSERT INTO "QuizQuestion" ("quizId", "questionVersionId", "lessonCode", position, pillar, competency)
  SELECT '${ID.quiz}', id, 'A1.1', 2, ${about} FROM other`;
const edition = (number: number, line: number) => `
  INSERT INTO "CourseEdition" SELECT (e).* FROM (SELECT jsonb_populate_record(c, jsonb_build_object('id', uuidv7(), 'number', ${number},
    'lineNumber', ${line}, 'contentHash', 'y')) AS e FROM "CourseEdition" c WHERE id = '${ID.edition}') t`;

/** Minh begins the course once more, opens a paper of it, changes to the newest edition. */
const begun = `INSERT INTO "Enrolment" (id, "personId", "courseId", "editionId", cycle, source, "enrolledAt")
  VALUES ('${ID.course}', '${ID.minh}', '${ID.course}', '${ID.edition}', 2, 'SELF', ${T})`;
const opened = `INSERT INTO "Attempt" (id, "enrolmentId", "quizId", "personId", number, "startedAt", paper)
  VALUES (uuidv7(), '${ID.course}', '${ID.quiz}', '${ID.minh}', 1, ${T}, '{"slots":[]}')`;
const changed = (which: string) =>
  `UPDATE "Enrolment" SET "editionId" = (SELECT id FROM "CourseEdition" ORDER BY number DESC LIMIT 1) WHERE ${which}`;

const person = (set: Record<string, string>) => {
  const row = {
    personnelNumber: '9999999999',
    fullName: 'A',
    sortName: 'A',
    searchText: 'a',
    email: 'a@b',
    locale: 'vi',
    theme: 'auto',
    ...set,
  };
  const columns = Object.keys(row)
    .map((name) => `"${name}"`)
    .join(', ');
  const values = Object.values(row)
    .map((value) => (value.startsWith("E'") ? value : `'${value.replaceAll("'", "''")}'`))
    .join(', ');
  return `INSERT INTO "Person" (${columns}) VALUES (${values})`;
};
const agency = (code: string) =>
  `INSERT INTO "Agency" (code, type, "nameVi", "nameEn") VALUES ('${code}', 'x', 'x', 'x')`;
const placement = (from: string, to: string | null, parent: string | null = ID.ministry, who: string = ID.unit) =>
  `INSERT INTO "AgencyPlacement" ("agencyId", "parentId", "validFrom", "validTo")
   VALUES ('${who}', ${parent ? `'${parent}'` : 'NULL'}, '${from}', ${to ? `'${to}'` : 'NULL'})`;
const appointment = (set: { who?: string; from: string; to?: string; isPrimary?: boolean; state?: string }) =>
  `INSERT INTO "Appointment" ("personId", "agencyId", position, "isPrimary", "validFrom", "validTo", state)
   VALUES ('${set.who ?? ID.lan}', '${ID.unit}', 'x', ${set.isPrimary ?? true}, '${set.from}', ${set.to ? `'${set.to}'` : 'NULL'}, '${set.state ?? 'PLANNED'}')`;
const assign = (status: string, more: Record<string, string> = {}, who: string = ID.minh) =>
  `INSERT INTO "Assignment" ("batchId", "personId", "courseId", "agencyId", "assignedAt", "dueAt", status${Object.keys(
    more,
  )
    .map((name) => `, "${name}"`)
    .join('')})
   VALUES ('${ID.batch}', '${who}', '${ID.course}', '${ID.unit}', ${T}, ${T}, '${status}'${Object.values(more)
     .map((value) => `, ${value}`)
     .join('')})`;
const attempt = (
  number: number,
  more: { state?: string; finishedAt?: string; who?: string; enrolment?: string } = {},
) =>
  `INSERT INTO "Attempt" ("enrolmentId", "quizId", "personId", number, state, "startedAt", "finishedAt", paper)
   VALUES ('${more.enrolment ?? ID.enrolment}', '${ID.quiz}', '${more.who ?? ID.lan}', ${number}, '${more.state ?? 'FINISHED'}', ${T},
           ${more.finishedAt ?? ((more.state ?? 'FINISHED') === 'FINISHED' ? T : 'NULL')}, '{}')`;
const request = (ordinal: number, more: { state?: string; reason?: string; afterAttempt?: number } = {}) =>
  `INSERT INTO "AttemptRequest" ("enrolmentId", "personId", "courseId", "afterAttempt", ordinal, reason, "askedAt", state, "endedAt")
   VALUES ('${ID.enrolment}', '${ID.lan}', '${ID.course}', ${more.afterAttempt ?? 2}, ${ordinal}, ${more.reason ?? `'x'`}, ${T},
           '${more.state ?? 'WITHDRAWN'}', ${more.state === 'OPEN' ? 'NULL' : T})`;
/** Minh decides on the request of Lan. */
const decided = (state: string, more: { answer?: string; by?: string } = {}) =>
  edit(
    'AttemptRequest',
    ID.request,
    `state = '${state}', "endedAt" = ${T}, "decidedById" = '${more.by ?? ID.minh}', answer = ${more.answer ?? `'x'`}, "agencyId" = '${ID.unit}'`,
  );
const kept = (slot: number, basedOn: number, reason: string, settled = 'NULL, false') =>
  `INSERT INTO "KeptAnswer" ("attemptId", slot, "saveId", answer, reason, "basedOn", "writtenAt", "keptAt", "settledAt", chosen)
   VALUES ('${ID.open}', ${slot}, uuidv7(), '{}', '${reason}', ${basedOn}, ${T}, ${T}, ${settled})`;
const answer = (attemptId: string, slot: number, revision: number) =>
  `INSERT INTO "AttemptAnswer" VALUES ('${attemptId}', ${slot}, '{}', ${revision}, false, ${T})`;
const grading = (n: number, d: number, possible: number) =>
  `INSERT INTO "Grading" ("attemptId", number, "graderVersion", "earnedNumerator", "earnedDenominator", possible, passed, marks, "gradedAt")
   VALUES ('${ID.finished}', 2, 1, ${n}, ${d}, ${possible}, false, '[]', ${T})`;
const certificate = (serial: string, completion: string = ID.completion, kind = 'OTHER') =>
  `INSERT INTO "Certificate" ("completionId", "personId", kind, serial, statement, "reservedAt")
   VALUES ('${completion}', '${ID.lan}', '${kind}', '${serial}', '{}', ${T})`;
const synthetic = (mark: boolean) =>
  `INSERT INTO "Certificate" ("completionId", "personId", kind, serial, statement, "reservedAt", synthetic)
   VALUES ('${ID.completion}', '${ID.lan}', 'OTHER', 'AAAA-BBBB-CCCC-0009', '{}', ${T}, ${mark})`;
const edit = (table: string, id: string, set: string) => `UPDATE "${table}" SET ${set} WHERE id = '${id}'`;
const standing = (flags: string) =>
  `INSERT INTO "Standing" ("personId", "courseId", "agencyId", assigned, started, completed, overdue, "completedUnassigned", "withdrawnOverdue")
   VALUES ('${ID.lan}', '${ID.course}', '${ID.unit}', ${[...flags.padEnd(6, '0')].map((flag) => (flag === '1' ? 'true' : 'false')).join(', ')})`;
const delta = (people: number, month: string | null) =>
  `INSERT INTO "RollupDelta" ("agencyId", "courseId", kind, people, month) VALUES ('${ID.unit}', '${ID.course}', 'x', ${people}, ${month ? `'${month}'` : 'NULL'})`;
const fact = (rule: string, table: string, column: string): Attack => ({
  rule,
  refused: [`UPDATE "${table}" SET "${column}" = "${column}"`, `DELETE FROM "${table}"`],
  says: /record of facts: rows are added, never changed or deleted/,
});

/** Triggers that refuse nothing: what they write when something happens. */
const CONSEQUENCES: Record<string, { table: string; act: string; ask: string; is: unknown[] }> = {
  person_changes_access: {
    table: 'Person',
    act: `${edit('Person', ID.lan, `"passwordHash" = 'x'`)}; ${edit('Person', ID.minh, `locale = 'en'`)}`,
    ask: 'SELECT "securityStamp" AS value FROM "Person" ORDER BY id',
    is: [1, 0],
  },
  agency_is_searchable: {
    table: 'Agency',
    act: edit('Agency', ID.unit, `"nameVi" = 'Điểm phục vụ Đại Lộc'`),
    ask: `SELECT "searchText" AS value FROM "Agency" WHERE id = '${ID.unit}'`,
    is: ['diem phuc vu dai loc office vn.bnv.vp'],
  },
  grant_changes_access: {
    table: 'Grant',
    act: `INSERT INTO "Grant" ("personId", role, "agencyId") VALUES ('${ID.lan}', 'REPORT_VIEWER', '${ID.unit}');
          UPDATE "Grant" SET "validTo" = ${T}; DELETE FROM "Grant"`,
    ask: 'SELECT "securityStamp" AS value FROM "Person" ORDER BY id',
    is: [3, 0],
  },
  audit_is_to_be_chained: {
    table: 'AuditEvent',
    act: `INSERT INTO "AuditEvent" (at, action, "subjectType", "subjectId") VALUES (${T}, 'x', 'x', 'y')`,
    ask: `SELECT count(*)::int AS value FROM "AuditPending" p JOIN "AuditEvent" e ON e.id = p."eventId" WHERE e."subjectId" = 'y'`,
    is: [1],
  },
  batch_is_ordered: {
    table: 'AssignmentBatch',
    act: `INSERT INTO "AssignmentBatch" ("courseId", "agencyId", "personIds", "dueAt", "createdById", "plannedPeople")
          VALUES ('${ID.course}', '${ID.unit}', '{}', ${T}, '${ID.minh}', 7)`,
    ask: 'SELECT "orderedByAgencyId" AS value FROM "AssignmentBatch" WHERE "plannedPeople" = 7',
    is: [ID.ministry],
  },
  assignment_is_ordered: {
    table: 'Assignment',
    act: assign('NOT_STARTED'),
    ask: `SELECT "orderedByAgencyId" AS value FROM "Assignment" WHERE "personId" = '${ID.minh}'`,
    is: [ID.ministry],
  },
  assignment_remembers_overdue: {
    table: 'Assignment',
    act: `${assign('NOT_STARTED', { overdueAt: T })}; UPDATE "Assignment" SET "overdueAt" = NULL, "firstOverdueAt" = NULL`,
    ask: `SELECT "firstOverdueAt" = ${T} AS value FROM "Assignment" WHERE "personId" = '${ID.minh}'`,
    is: [true],
  },
};

const ATTACKS: Attack[] = [
  fact('completion_is_a_fact', 'Completion', 'position'),
  fact('correction_is_a_fact', 'CompletionCorrection', 'reason'),
  fact('correction_seen_is_a_fact', 'CorrectionSeen', 'seenAt'),
  fact('edition_change_is_a_fact', 'EditionChange', 'changedAt'),
  fact('grading_is_a_fact', 'Grading', 'passed'),
  fact('audit_is_append_only', 'AuditEvent', 'action'),
  fact('audit_link_is_append_only', 'AuditLink', 'hash'),
  fact('edition_is_immutable', 'CourseEdition', 'titleVi'),
  fact('module_is_immutable', 'Module', 'titleVi'),
  fact('lesson_is_immutable', 'Lesson', 'titleVi'),
  fact('quiz_is_immutable', 'Quiz', 'attemptLimit'),
  fact('question_version_is_immutable', 'QuestionVersion', 'answerKey'),
  fact('quiz_question_is_immutable', 'QuizQuestion', 'position'),
  fact('lesson_text_is_immutable', 'LessonText', 'body'),
  {
    rule: 'source_address_is_a_page',
    refused: [
      source(`'javascript:alert(1)', 'gazette', false`),
      source(`'https://x.example/ y', 'gazette', false`),
      source(`'https://x.example', NULL, false`),
    ],
    taken: [source(`'https://congbao.chinhphu.vn/x', 'gazette', false`), source('NULL, NULL, false')],
  },
  {
    rule: 'source_is_linked_once_opened',
    refused: [source(`'https://congbao.chinhphu.vn/x', 'gazette', true`)],
    taken: [source('NULL, NULL, true')],
  },
  {
    rule: 'source_does_not_replace_itself',
    refused: [`UPDATE "SourceDocument" SET "replacedById" = id`],
    taken: [
      `INSERT INTO "SourceDocument" (id, kind, "titleVi", "titleEn", "issuerVi", "issuerEn", "awaitsGazette", "replacedById") VALUES ('law', 'law', 'x', 'x', 'x', 'x', false, 'treaty')`,
    ],
  },
  { rule: 'lesson_text_locale_is_known', refused: [lessonText('fr')], taken: [lessonText('en')] },
  {
    rule: 'quiz_question_is_about_one_thing',
    refused: [quizQuestion(`'economic', 'service'`)],
    taken: [quizQuestion(`'economic', NULL`)],
  },
  { rule: 'edition_line_is_earlier', refused: [edition(2, 3), edition(2, 0)], taken: [edition(2, 1), edition(2, 2)] },
  {
    rule: 'placement_one_at_a_time',
    refused: [placement('2021-01-01', null), placement('2019-01-01', '2020-01-02')],
    taken: [placement('2019-01-01', '2020-01-01')],
  },
  {
    rule: 'placement_ends_after_it_begins',
    refused: [placement('2019-01-01', '2019-01-01')],
    taken: [placement('2019-01-01', '2019-01-02')],
  },
  {
    rule: 'placement_not_under_itself',
    refused: [placement('2019-01-01', '2019-06-01', ID.unit), `UPDATE "AgencyPlacement" SET "parentId" = "agencyId"`],
  },
  {
    rule: 'agency_code_is_plain',
    refused: ['vn', 'VN.', '.VN', 'VN P01', 'VN..X', 'VN.Đ', '1VN', ''].map(agency),
    taken: ['VN', 'VN.P01.SNV', 'VN.X00376.DPV2'].map(agency),
  },
  {
    rule: 'person_name_is_clean',
    refused: [
      person({ fullName: '' }),
      person({ fullName: ' Lan' }),
      person({ fullName: 'Lan ' }),
      person({ fullName: 'Lê'.normalize('NFD') }),
      person({ fullName: "E'Lan\\nAnh'" }),
      person({ fullName: "E'Lan\\u0007'" }),
      person({ fullName: 'ă'.repeat(121) }),
    ],
    taken: [person({ fullName: 'ă'.repeat(120) })],
  },
  {
    rule: 'person_name_is_visible',
    refused: [
      ...[
        '\u00ad',
        '\u034f',
        '\u200b',
        '\u200f',
        '\u202a',
        '\u202e',
        '\u2060',
        '\u2066',
        '\u2069',
        '\u3164',
        '\ufe0f',
        '\ufeff',
      ].map((sign) => person({ fullName: `Lan${sign}Anh` })),
      person({ fullName: 'Lan  Anh' }),
    ],
    taken: [person({ fullName: 'H’Bê\u0306 Ƀlŭ-Ksơr' })],
  },
  {
    rule: 'agency_name_is_visible',
    refused: [
      `INSERT INTO "Agency" (code, type, "nameVi", "nameEn") VALUES ('X', 'x', 'Bộ\u200b', 'x')`,
      `INSERT INTO "Agency" (code, type, "nameVi", "nameEn") VALUES ('X', 'x', 'x', 'x\u202e')`,
    ],
    taken: [`INSERT INTO "Agency" (code, type, "nameVi", "nameEn") VALUES ('X', 'x', 'Xã Ea Ktŭr', 'x')`],
  },
  {
    rule: 'certificate_unprintable_is_reserved',
    refused: [
      `UPDATE "Certificate" SET unprintable = '王', "unprintableAt" = now() WHERE status = 'ISSUED'`,
      `UPDATE "Certificate" SET unprintable = '王'`,
    ],
  },
  {
    rule: 'person_email_is_lower',
    refused: [person({ email: 'Lan@truc.example' }), person({ email: 'đỗ@truc.EXAMPLE' })],
  },
  {
    rule: 'person_number_is_ten_digits',
    refused: [
      person({ personnelNumber: '123456789' }),
      person({ personnelNumber: '12345678901' }),
      person({ personnelNumber: '12345 6789' }),
      person({ personnelNumber: '١٢٣٤٥٦٧٨٩٠' }),
    ],
    taken: [person({ personnelNumber: '0123456789' })],
  },
  { rule: 'person_locale_is_known', refused: [person({ locale: 'fr' })], taken: [person({ locale: 'en' })] },
  { rule: 'person_theme_is_known', refused: [person({ theme: 'blue' })], taken: [person({ theme: 'dark' })] },
  {
    rule: 'appointment_one_primary_at_a_time',
    refused: [appointment({ from: '2030-01-01' }), appointment({ from: '2020-01-01', to: '2021-01-02' })],
    taken: [appointment({ from: '2020-01-01', to: '2021-01-01' })],
  },
  {
    rule: 'appointment_ends_after_it_begins',
    refused: [appointment({ from: '2020-01-01', to: '2020-01-01', isPrimary: false })],
    taken: [appointment({ from: '2020-01-01', to: '2020-01-02', isPrimary: false })],
  },
  {
    rule: 'appointment_one_current_primary',
    refused: [appointment({ from: '2019-01-01', to: '2020-01-01', state: 'CURRENT' })],
    taken: [
      appointment({ from: '2019-01-01', to: '2020-01-01', state: 'ENDED' }),
      appointment({ from: '2022-01-01', isPrimary: false, state: 'CURRENT' }),
    ],
  },
  {
    rule: 'assignment_one_in_force',
    refused: [
      assign('NOT_STARTED', {}, ID.lan),
      assign('WAIVED', {}, ID.lan),
      assign('COMPLETED', { completedAt: T }, ID.lan),
    ],
    taken: [assign('NO_LONGER_REQUIRED', { endedAt: T }, ID.lan), assign('NOT_STARTED')],
  },
  {
    rule: 'assignment_completed_has_its_time',
    refused: [assign('COMPLETED'), assign('IN_PROGRESS', { completedAt: T })],
    taken: [assign('COMPLETED', { completedAt: T })],
  },
  {
    rule: 'assignment_ended_has_its_time',
    refused: [assign('NO_LONGER_REQUIRED'), assign('NOT_STARTED', { endedAt: T })],
  },
  {
    rule: 'assignment_overdue_is_open',
    refused: [assign('COMPLETED', { completedAt: T, overdueAt: T }), assign('WAIVED', { overdueAt: T })],
    taken: [assign('IN_PROGRESS', { overdueAt: T })],
  },
  {
    rule: 'assignment_has_ordering_agency',
    refused: [edit('Assignment', ID.assignment, '"orderedByAgencyId" = NULL')],
  },
  {
    rule: 'assignment_withdrawn_has_reason',
    refused: [
      assign('NOT_STARTED', { withdrawnOverdue: 'true', withdrawnReason: "'x'" }),
      assign('NO_LONGER_REQUIRED', { endedAt: T, withdrawnOverdue: 'true' }),
      assign('NO_LONGER_REQUIRED', { endedAt: T, withdrawnOverdue: 'true', withdrawnReason: "repeat('ă', 501)" }),
    ],
    taken: [
      assign('NO_LONGER_REQUIRED', {
        endedAt: T,
        withdrawnOverdue: 'true',
        firstOverdueAt: T,
        withdrawnReason: "repeat('ă', 500)",
      }),
    ],
  },
  {
    rule: 'assignment_withdrawn_was_overdue',
    refused: [assign('NO_LONGER_REQUIRED', { endedAt: T, withdrawnOverdue: 'true', withdrawnReason: "'x'" })],
  },
  {
    rule: 'batch_has_ordering_agency',
    refused: [edit('AssignmentBatch', ID.batch, '"orderedByAgencyId" = NULL')],
  },
  {
    rule: 'batch_reason_is_short',
    refused: [edit('AssignmentBatch', ID.batch, `"cancelReason" = repeat('ă', 501)`)],
    taken: [edit('AssignmentBatch', ID.batch, `"cancelReason" = repeat('ă', 500)`)],
  },
  {
    rule: 'batch_note_is_short',
    refused: [edit('AssignmentBatch', ID.batch, `note = repeat('ă', 501)`)],
    taken: [edit('AssignmentBatch', ID.batch, `note = repeat('ă', 500)`)],
  },
  {
    rule: 'enrolment_is_pinned',
    refused: [
      edit('Enrolment', ID.enrolment, `"personId" = '${ID.minh}', cycle = 2`),
      edit('Enrolment', ID.enrolment, 'cycle = 2'),
      edit('Enrolment', ID.enrolment, `"enrolledAt" = ${T}`),
      edit('Enrolment', ID.enrolment, `"editionId" = uuidv7()`),
      edit('Enrolment', ID.enrolment, `"courseId" = uuidv7()`),
      // An editorial successor is no edition to change to; a completed course keeps its own.
      `${edition(2, 1)}; ${begun}; ${changed('cycle = 2')}`,
      `${edition(2, 2)}; ${changed(`id = '${ID.otherEnrolment}'`)}`,
      // Open: she has another paper in front of her.
      `${edition(2, 2)}; ${begun}; ${opened}; ${changed('cycle = 2')}`,
    ],
    taken: [
      edit('Enrolment', ID.enrolment, `source = 'ASSIGNED'`),
      `${edition(2, 2)}; ${begun}; ${changed('cycle = 2')}`,
    ],
    says: /an enrolment (stays with its person|changes to a later edition|keeps its edition)/,
  },
  {
    rule: 'progress_is_monotonic',
    refused: [
      `UPDATE "LessonProgress" SET "readAt" = NULL, evidence = NULL`,
      `UPDATE "LessonProgress" SET "readAt" = ${T}`,
      `UPDATE "LessonProgress" SET evidence = 'ELAPSED'`,
      `UPDATE "LessonProgress" SET "openedAt" = ${T}`,
    ],
    taken: [
      `INSERT INTO "LessonProgress" ("enrolmentId", "lessonCode", "openedAt") VALUES ('${ID.enrolment}', 'a1.2', ${T});
       UPDATE "LessonProgress" SET "readAt" = ${T}, evidence = 'ELAPSED' WHERE "lessonCode" = 'a1.2'`,
    ],
    says: /progress only grows/,
  },
  {
    rule: 'progress_read_has_evidence',
    refused: [
      `INSERT INTO "LessonProgress" ("enrolmentId", "lessonCode", "openedAt", "readAt", evidence) VALUES ('${ID.enrolment}', 'a1.2', ${T}, ${T}, NULL)`,
      `INSERT INTO "LessonProgress" ("enrolmentId", "lessonCode", "openedAt", "readAt", evidence) VALUES ('${ID.enrolment}', 'a1.2', ${T}, NULL, 'MEASURED')`,
    ],
  },
  {
    rule: 'attempt_one_in_progress',
    refused: [attempt(3, { state: 'IN_PROGRESS' })],
    taken: [attempt(1, { state: 'IN_PROGRESS', who: ID.minh, enrolment: ID.otherEnrolment })],
  },
  {
    rule: 'attempt_finished_has_its_time',
    refused: [attempt(3, { finishedAt: 'NULL' }), edit('Attempt', ID.open, `"finishedAt" = ${T}`)],
  },
  {
    rule: 'attempt_within_limit',
    refused: [attempt(4), attempt(0), attempt(-1)],
    taken: [attempt(3)],
    says: /outside the limit of its quiz/,
  },
  {
    rule: 'attempt_is_frozen',
    refused: [
      edit('Attempt', ID.finished, `state = 'IN_PROGRESS', "finishedAt" = NULL`),
      edit('Attempt', ID.finished, `"finishedAt" = now()`),
      edit('Attempt', ID.open, `paper = '{"slots":[1]}'`),
      edit('Attempt', ID.open, 'number = 3'),
      edit('Attempt', ID.open, `"startedAt" = now()`),
      edit('Attempt', ID.open, `"personId" = '${ID.minh}'`),
      edit('Attempt', ID.open, `"enrolmentId" = '${ID.otherEnrolment}'`),
      edit('Attempt', ID.open, `"quizId" = uuidv7()`),
    ],
    taken: [edit('Attempt', ID.open, `state = 'FINISHED', "finishedAt" = ${T}, "checkStateAt" = NULL`)],
    says: /a finished attempt does not change|frozen at its start/,
  },
  {
    rule: 'attempt_request_one_open',
    refused: [request(2, { state: 'OPEN' })],
    taken: [request(2)],
  },
  {
    rule: 'attempt_request_one_grant',
    refused: [
      `${decided('GRANTED')}; ${request(2, { state: 'OPEN' })};
       UPDATE "AttemptRequest" SET state = 'GRANTED', "endedAt" = ${T}, "decidedById" = '${ID.minh}', answer = 'x', "agencyId" = '${ID.unit}'
        WHERE "enrolmentId" = '${ID.enrolment}' AND state = 'OPEN'`,
    ],
    taken: [`${decided('GRANTED')}; ${attempt(3)}; ${request(1, { afterAttempt: 3, state: 'OPEN' })}`],
  },
  { rule: 'attempt_request_at_most_three', refused: [request(4), request(0)], taken: [request(3)] },
  {
    rule: 'attempt_request_has_a_reason',
    refused: [request(2, { reason: `''` }), request(2, { reason: `' x'` }), request(2, { reason: `repeat('ă', 501)` })],
    taken: [request(2, { reason: `repeat('ă', 500)` })],
  },
  {
    rule: 'attempt_request_ends_once',
    refused: [
      edit('AttemptRequest', ID.request, `state = 'WITHDRAWN'`),
      edit('AttemptRequest', ID.request, `"endedAt" = ${T}`),
    ],
  },
  {
    rule: 'attempt_request_decision_is_told',
    refused: [
      edit('AttemptRequest', ID.request, `state = 'GRANTED', "endedAt" = ${T}`),
      edit('AttemptRequest', ID.request, `state = 'WITHDRAWN', "endedAt" = ${T}, answer = 'x'`),
    ],
    taken: [decided('GRANTED'), decided('DECLINED')],
  },
  {
    rule: 'attempt_request_answer_is_a_sentence',
    refused: [decided('DECLINED', { answer: `' '` }), decided('DECLINED', { answer: `repeat('ă', 501)` })],
    taken: [decided('DECLINED', { answer: `repeat('ă', 500)` })],
  },
  { rule: 'attempt_request_nobody_decides_on_herself', refused: [decided('GRANTED', { by: ID.lan })] },
  {
    rule: 'attempt_request_moves_on',
    refused: [edit('AttemptRequest', ID.request, `reason = 'y'`)],
    taken: [edit('AttemptRequest', ID.declined, `state = 'GRANTED'`)],
    says: /what was asked does not change/,
  },
  {
    rule: 'attempt_request_moves_on',
    refused: [edit('AttemptRequest', ID.declined, `answer = 'y'`)],
    says: /a request that has ended does not change/,
  },
  {
    rule: 'attempt_request_is_kept',
    refused: [`DELETE FROM "AttemptRequest" WHERE id = '${ID.request}'`],
    says: /never deleted/,
  },
  { rule: 'attempt_is_kept', refused: [`DELETE FROM "Attempt" WHERE id = '${ID.open}'`], says: /never deleted/ },
  {
    rule: 'answer_is_in_time',
    refused: [
      answer(ID.finished, 2, 1),
      `UPDATE "AttemptAnswer" SET answer = '{"value":false}', revision = 4 WHERE "attemptId" = '${ID.finished}'`,
      `UPDATE "AttemptAnswer" SET answer = '{"value":false}', revision = 2 WHERE "attemptId" = '${ID.open}'`,
      `UPDATE "AttemptAnswer" SET answer = '{"value":false}' WHERE "attemptId" = '${ID.open}'`,
    ],
    taken: [
      answer(ID.open, 2, 1),
      `UPDATE "AttemptAnswer" SET answer = '{}', revision = 4 WHERE "attemptId" = '${ID.open}'`,
      `UPDATE "AttemptAnswer" SET flagged = true WHERE "attemptId" = '${ID.open}'`,
    ],
    says: /the attempt is over|an older revision does not replace/,
  },
  {
    rule: 'kept_answer_is_frozen',
    refused: [
      `UPDATE "KeptAnswer" SET answer = '{}'`,
      `UPDATE "KeptAnswer" SET answer = '{}', "settledAt" = ${T}`,
      `UPDATE "KeptAnswer" SET slot = 2, "settledAt" = ${T}`,
      `UPDATE "KeptAnswer" SET "writtenAt" = now(), "settledAt" = ${T}`,
      `WITH once AS (SELECT 1) UPDATE "KeptAnswer" SET "settledAt" = NULL`,
    ],
    taken: [`UPDATE "KeptAnswer" SET "settledAt" = ${T}, chosen = true`],
    says: /a kept answer does not change/,
  },
  { rule: 'kept_answer_is_kept', refused: [`DELETE FROM "KeptAnswer"`], says: /never deleted/ },
  {
    rule: 'kept_slot_and_base',
    refused: [kept(0, 1, 'CONFLICT'), kept(2, -1, 'LATE')],
    taken: [kept(2, 0, 'CONFLICT'), kept(3, 0, 'LATE'), kept(4, 1, 'REPLACED')],
  },
  {
    rule: 'kept_is_settled_by_choice',
    refused: [
      kept(2, 1, 'LATE', `${T}, false`),
      kept(2, 1, 'REPLACED', `${T}, false`),
      kept(2, 1, 'CONFLICT', 'NULL, true'),
    ],
    taken: [kept(2, 1, 'CONFLICT', `${T}, true`), kept(3, 1, 'CONFLICT', `${T}, false`)],
  },
  { rule: 'answer_slot_and_revision', refused: [answer(ID.open, 0, 1), answer(ID.open, 2, 0)] },
  {
    rule: 'grading_is_a_fraction',
    refused: [
      grading(1, 0, 1),
      grading(-1, 1, 1),
      grading(0, 1, 0),
      grading(11, 1, 10),
      grading(21, 2, 10),
      grading(1, -1, 1),
    ],
    taken: [grading(20, 2, 10)],
  },
  {
    rule: 'certificate_one_current',
    refused: [certificate('AAAA-BBBB-CCCC-0009', ID.completion, 'COURSE_COMPLETION')],
    taken: [
      certificate('AAAA-BBBB-CCCC-0009'),
      `${edit('Certificate', ID.reserved, `"revokedAt" = ${T}, "revokedReason" = 'x'`)};
       ${certificate('AAAA-BBBB-CCCC-0009', ID.completion, 'COURSE_COMPLETION')}`,
    ],
  },
  {
    rule: 'certificate_serial_form',
    refused: [
      'AAAA-BBBB-CCCC-DDDI',
      'AAAA-BBBB-CCCC',
      'aaaa-bbbb-cccc-dddd',
      'AAAABBBBCCCCDDDD',
      'AAAA-BBBB-CCCC-DDDD-EEEE',
      'AAAA-BBBB-CCCC-DDDD-',
      'AAAA-BBBB-CCCC-DDDD-U',
    ].map((serial) => certificate(serial)),
    taken: [certificate('7K2M-QX4D-9TVA-3HNC'), certificate('7K2M-QX4D-9TVA-3HNC-M')],
  },
  {
    rule: 'certificate_issued_has_document',
    refused: [
      edit('Certificate', ID.reserved, `status = 'ISSUED'`),
      edit('Certificate', ID.reserved, `status = 'ISSUED', "issuedAt" = ${T}, "documentSha256" = '${HASH}'`),
      edit('Certificate', ID.reserved, `"issuedAt" = ${T}, "documentSha256" = '${HASH}', "documentBytes" = 9`),
    ],
    taken: [
      edit(
        'Certificate',
        ID.reserved,
        `status = 'ISSUED', "issuedAt" = ${T}, "documentSha256" = '${HASH}', "documentBytes" = 9`,
      ),
    ],
  },
  {
    rule: 'certificate_revoked_has_reason',
    refused: [
      edit('Certificate', ID.issued, `"revokedAt" = ${T}`),
      edit('Certificate', ID.issued, `"revokedReason" = 'x'`),
    ],
  },
  {
    rule: 'certificate_superseded_has_successor',
    refused: [
      edit('Certificate', ID.issued, `"supersededAt" = ${T}`),
      edit('Certificate', ID.issued, `"supersededById" = '${ID.reserved}'`),
    ],
    taken: [edit('Certificate', ID.issued, `"supersededAt" = ${T}, "supersededById" = '${ID.reserved}'`)],
  },
  {
    rule: 'certificate_is_frozen',
    refused: [
      edit('Certificate', ID.reserved, `serial = 'AAAA-BBBB-CCCC-0007'`),
      edit('Certificate', ID.reserved, `"personId" = '${ID.minh}'`),
      edit('Certificate', ID.reserved, `"completionId" = '${ID.otherCompletion}'`),
      edit('Certificate', ID.reserved, `kind = 'OTHER'`),
      edit('Certificate', ID.issued, `synthetic = true`),
      edit('Certificate', ID.reserved, `"reservedAt" = now()`),
      edit('Certificate', ID.reserved, `statement = '{"holderName":"Minh"}'`),
      edit('Certificate', ID.issued, `"documentSha256" = '${HASH}'`),
      edit('Certificate', ID.issued, `"documentBytes" = 10`),
      edit(
        'Certificate',
        ID.issued,
        `status = 'RESERVED', "issuedAt" = NULL, "documentSha256" = NULL, "documentBytes" = NULL`,
      ),
      `${edit('Certificate', ID.issued, `"revokedAt" = ${T}, "revokedReason" = 'x'`)}; ${edit('Certificate', ID.issued, `"revokedAt" = NULL, "revokedReason" = NULL`)}`,
      `${edit('Certificate', ID.issued, `"revokedAt" = ${T}, "revokedReason" = 'x'`)}; ${edit('Certificate', ID.issued, `"revokedReason" = 'y'`)}`,
      `${edit('Certificate', ID.issued, `"supersededAt" = ${T}, "supersededById" = '${ID.reserved}'`)};
       ${edit('Certificate', ID.issued, `"supersededAt" = NULL, "supersededById" = NULL`)}`,
    ],
    taken: [edit('Certificate', ID.issued, `"expiresAt" = ${T}`)],
    says: /is frozen|keeps its document|nothing returns/,
  },
  {
    rule: 'certificate_is_marked_from_outside',
    refused: [`SET LOCAL ROLE ${PRODUCT_ROLE}; ${synthetic(true)}`],
    taken: [synthetic(true), `SET LOCAL ROLE ${PRODUCT_ROLE}; ${synthetic(false)}`],
    says: /is not synthetic/,
  },
  { rule: 'certificate_is_kept', refused: [`DELETE FROM "Certificate"`], says: /never deleted/ },
  { rule: 'assignment_is_kept', refused: [`DELETE FROM "Assignment"`], says: /never deleted/ },
  { rule: 'delta_says_something', refused: [delta(0, null)], taken: [delta(-1, null)] },
  { rule: 'delta_month_is_a_first', refused: [delta(1, '2026-03-02')], taken: [delta(1, '2026-03-01')] },
  {
    rule: 'standing_is_coherent',
    refused: ['01000', '00100', '00010', '11110', '10001', '11101', '000011', '100001'].map(standing),
    taken: ['00000', '11100', '11010', '00001', '000001'].map(standing),
  },
  {
    rule: 'storage_has_one_mark',
    refused: ['INSERT INTO "StorageMark" (singleton, mark) VALUES (false, uuidv7())'],
    taken: ['INSERT INTO "StorageMark" (mark) VALUES (uuidv7())'],
  },
  {
    rule: 'content_is_published_once',
    refused: [`INSERT INTO "PublishedContent" (singleton, "sourceHash", courses) VALUES (false, 'x', 1)`],
    taken: [`INSERT INTO "PublishedContent" ("sourceHash", courses) VALUES ('x', 1)`],
  },
  // What the schema itself says of the facts that are written once.
  {
    rule: 'Completion_enrolmentId_cycle_key',
    refused: [
      `INSERT INTO "Completion" SELECT uuidv7(), "enrolmentId", cycle, "personId", "courseId", "editionId", "attemptId", "agencyId", "agencyNameVi", "agencyNameEn", position, now() FROM "Completion" WHERE id = '${ID.completion}'`,
    ],
  },
  { rule: 'Certificate_serial_key', refused: [certificate('AAAA-BBBB-CCCC-0002')] },
  { rule: 'Attempt_enrolmentId_number_key', refused: [attempt(1)] },
  {
    rule: 'Enrolment_personId_courseId_cycle_key',
    refused: [
      `INSERT INTO "Enrolment" SELECT uuidv7(), "personId", "courseId", "editionId", "agencyId", cycle, source, "enrolledAt" FROM "Enrolment" WHERE id = '${ID.enrolment}'`,
    ],
  },
  { rule: 'Person_email_key', refused: [person({ email: 'lan@truc.example' })] },
  { rule: 'Person_personnelNumber_key', refused: [person({ personnelNumber: '0000000001' })] },
];

/** Indexes that forbid nothing: the question that each is for. */
const QUESTIONS: Record<string, string> = {
  assignment_withdrawn_overdue: `SELECT 1 FROM "Assignment" WHERE "personId" = '${ID.lan}' AND "courseId" = '${ID.course}' AND "withdrawnOverdue"`,
  notice_to_see: `SELECT 1 FROM "AccountNotice" WHERE "personId" = '${ID.lan}' AND "seenAt" IS NULL ORDER BY at DESC`,
  notice_to_mail: `SELECT 1 FROM "AccountNotice" WHERE "mailedAt" IS NULL ORDER BY at`,
  person_by_name: `SELECT id FROM "Person" ORDER BY split_part("sortName", ' ', 1) COLLATE "vi-x-icu", "sortName" COLLATE "vi-x-icu", id LIMIT 50`,
  agency_search: `SELECT id FROM "Agency" WHERE "searchText" LIKE '%phong%'`,
  person_search: `SELECT id FROM "Person" WHERE "searchText" LIKE '%nguyen%'`,
  appointment_to_begin: `SELECT id FROM "Appointment" WHERE state = 'PLANNED' AND "validFrom" <= '2026-03-02'`,
  appointment_staff: `SELECT "personId" FROM "Appointment" WHERE "agencyId" = '${ID.unit}' AND state = 'CURRENT' AND "isPrimary"`,
  standing_overdue: `SELECT "personId" FROM "Standing" WHERE "agencyId" = '${ID.unit}' AND "courseId" = '${ID.course}' AND overdue`,
  appointment_to_end: `SELECT id FROM "Appointment" WHERE state = 'CURRENT' AND "validTo" IS NOT NULL AND "validTo" <= '2026-03-02'`,
  assignment_to_fall_due: `SELECT id FROM "Assignment" WHERE "overdueAt" IS NULL AND status IN ('NOT_STARTED', 'IN_PROGRESS') AND "dueAt" <= ${T} ORDER BY "dueAt"`,
  attempt_to_check: `SELECT id FROM "Attempt" WHERE state = 'IN_PROGRESS' AND "checkStateAt" <= ${T} ORDER BY "checkStateAt"`,
  attempt_request_waiting: `SELECT id FROM "AttemptRequest" WHERE state = 'OPEN' ORDER BY "askedAt", id LIMIT 25`,
  attempt_request_declined: `SELECT id FROM "AttemptRequest" WHERE state = 'DECLINED' ORDER BY "endedAt" DESC, id DESC LIMIT 25`,
  lesson_text_by_words: `SELECT "lessonId" FROM "LessonText" WHERE searchable @@ to_tsquery('simple', 'thich & ung:*')`,
  lesson_word_by_likeness: `SELECT word FROM "LessonWord" WHERE word % 'nhiemm'`,
  certificate_to_issue: `SELECT id FROM "Certificate" WHERE status = 'RESERVED' AND "reservedAt" < ${T} ORDER BY "reservedAt"`,
};

let client: pg.Client;
let drop: () => Promise<void>;

beforeAll(async () => {
  const clone = await cloneDatabase();
  drop = clone.drop;
  client = new pg.Client({ connectionString: clone.url });
  await client.connect();
  await client.query(CHAIN);
});
afterAll(async () => {
  await client.end();
  await drop();
});

/** Runs a statement and takes it back; what the server said against it, if anything. */
async function attack(sql: string): Promise<pg.DatabaseError | null> {
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query('SET CONSTRAINTS ALL IMMEDIATE');
    return null;
  } catch (error) {
    return error as pg.DatabaseError;
  } finally {
    await client.query('ROLLBACK');
  }
}

describe.each(ATTACKS)('$rule', ({ rule, refused, taken = [], says }) => {
  it.each(refused)('refuses %s', async (sql) => {
    const error = await attack(sql);
    expect(error, 'the statement went through').not.toBeNull();
    if (says) {
      expect([error?.code, error?.message]).toEqual(['P0001', expect.stringMatching(says)]);
      // The trigger of this name is the one that refused: without it the statement goes through, or fails elsewhere.
      const [table] = (
        await client.query<{ name: string }>(
          `SELECT tgrelid::regclass::text AS name FROM pg_trigger WHERE tgname = $1`,
          [rule],
        )
      ).rows;
      const without = await attack(`ALTER TABLE ${table?.name} DISABLE TRIGGER ${rule}; ${sql}`);
      expect(without?.message ?? '').not.toMatch(says);
    } else expect(error?.constraint).toBe(rule);
  });
  if (taken.length > 0) {
    it.each(taken)('takes %s', async (sql) => {
      expect(await attack(sql)).toBeNull();
    });
  }
});

it.each(Object.entries(QUESTIONS))('%s answers its question', async (index, question) => {
  await client.query('BEGIN');
  await client.query('SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off');
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${question}`);
  await client.query('ROLLBACK');
  expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain(index);
});

it.each(Object.entries(CONSEQUENCES))('%s draws its consequence', async (trigger, { table, act, ask, is }) => {
  const outcome = async (before: string) => {
    await client.query(`BEGIN; ${before}`);
    try {
      await client.query(act);
      return (await client.query<{ value: unknown }>(ask)).rows.map((row) => row.value);
    } catch (error) {
      return error;
    } finally {
      await client.query('ROLLBACK');
    }
  };
  expect(await outcome('')).toEqual(is);
  expect(await outcome(`ALTER TABLE "${table}" DISABLE TRIGGER ${trigger}`)).not.toEqual(is);
});

it('no rule of the database is without an attack', async () => {
  const { rows } = await client.query<{ name: string }>(`
    SELECT conname AS name FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'x')
    UNION SELECT tgname FROM pg_trigger WHERE NOT tgisinternal
    UNION SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
           WHERE c.relnamespace = 'public'::regnamespace AND (i.indpred IS NOT NULL OR c.relname ~ '^[a-z_]+$')`);
  const tried = new Set([...ATTACKS.map((one) => one.rule), ...Object.keys(QUESTIONS), ...Object.keys(CONSEQUENCES)]);
  expect(rows.length).toBeGreaterThan(50);
  expect(rows.map((row) => row.name).filter((name) => !tried.has(name))).toEqual([]);
  const there = new Set(rows.map((row) => row.name));
  expect([...tried].filter((name) => !there.has(name) && !/_key$/.test(name))).toEqual([]);
});

describe('the views and functions of the rules', () => {
  const ask = async (sql: string): Promise<unknown[][]> => (await client.query({ text: sql, rowMode: 'array' })).rows;

  it('count a completion until it is corrected', async () => {
    expect(await ask(`SELECT id FROM "ValidCompletion"`)).toEqual([[ID.completion]]);
  });

  it('say how a person counts: assigned, started, completed, overdue, completed without assignment', async () => {
    const flags = `SELECT assigned, started, completed, overdue, "completedUnassigned" FROM "StandingFacts" WHERE "personId" = '${ID.lan}'`;
    const counted = async (...changes: string[]) => {
      await client.query('BEGIN');
      for (const sql of changes) await client.query(sql);
      const rows = await ask(flags);
      await client.query('ROLLBACK');
      return rows;
    };
    const [yes, no] = [true, false];
    expect(await counted()).toEqual([[yes, yes, yes, no, no]]);
    const correct = `INSERT INTO "CompletionCorrection" ("completionId", reason, "madeById", "madeAt") VALUES ('${ID.completion}', 'x', '${ID.lan}', ${T})`;
    const late = `UPDATE "Assignment" SET "overdueAt" = ${T}`;
    expect(await counted(correct)).toEqual([[yes, yes, no, no, no]]);
    expect(await counted(correct, late)).toEqual([[yes, yes, no, yes, no]]);
    expect(await counted(late)).toEqual([[yes, yes, yes, no, no]]);
    expect(await counted(`UPDATE "Assignment" SET status = 'WAIVED'`)).toEqual([[no, no, no, no, no]]);
    expect(await counted(`UPDATE "Assignment" SET status = 'NO_LONGER_REQUIRED', "endedAt" = ${T}`)).toEqual([
      [no, no, no, no, yes],
    ]);
    expect(await counted(`UPDATE "Person" SET "deactivatedAt" = ${T}`)).toEqual([]);
    expect(await counted(`UPDATE "Appointment" SET state = 'ENDED'`)).toEqual([]);
  });

  it('close the tree as it stands on a day', async () => {
    const closure = `SELECT d.code, u.code, x.depth FROM "AgencyAncestor" x JOIN "Agency" d ON d.id = x."agencyId" JOIN "Agency" u ON u.id = x."ancestorId" ORDER BY 1, 3`;
    const own = [
      ['VN.BNV', 'VN.BNV', 0],
      ['VN.BNV.VP', 'VN.BNV.VP', 0],
      ['VN.BNV.VP', 'VN.BNV', 1],
    ];
    expect(await ask(closure)).toEqual(own);
    await client.query('BEGIN');
    await client.query(
      `UPDATE "AgencyPlacement" SET "validTo" = '2026-06-01' WHERE "agencyId" = '${ID.unit}'; ${placement('2026-06-01', null, null)}`,
    );
    await client.query(`SELECT rebuild_agency_ancestors('2026-05-31')`);
    expect(await ask(closure)).toEqual(own);
    await client.query(`SELECT rebuild_agency_ancestors('2026-06-01')`);
    expect(await ask(closure)).toEqual(own.slice(0, 2));
    await client.query(`SELECT rebuild_agency_ancestors('2019-12-31')`);
    expect(await ask(closure)).toEqual([]);
    await client.query('ROLLBACK');
  });
});
