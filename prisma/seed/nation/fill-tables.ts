import { GRADER_VERSION } from '#app/domain/assessment/grade-paper.ts';
import { RENDERER } from '#app/domain/certificates/render-pdf.server.ts';
import { NO_COURSE } from '#app/domain/ledger/settle-standings.server.ts';
import { FIRST_DAY, type Moment, SETTLED_DAYS } from './plan-pairs.ts';
import { NATIONAL_MANAGER } from './stage-nation.ts';

/** A table and the statement that fills it; those of one list need nothing of each other. */
export type Filling = { table: string; sql: string };

const ID = {
  person: 1,
  appointment: 2,
  grant: 3,
  enrolment: 4,
  attempt: 5,
  grading: 6,
  batch: 7,
  assignment: 8,
} as const;
const [COMPLETION, CERTIFICATE] = [9, 10];

const number = (n: string) => `'98' || lpad(${n}::text, 8, '0')`;
const overdue = ({ now }: Moment) => `t.held AND t.completed_at IS NULL AND t.due_at <= ${now}`;
const withdrawnOverdue = `coalesce(t.batch_no IS NOT NULL AND t.completed_at IS NULL AND t.due_at <= t.ended_at, false)`;
const position = `CASE u.type WHEN 'commune_unit' THEN 'Công chức văn hóa - xã hội' WHEN 'service_centre' THEN 'Viên chức tiếp nhận hồ sơ'
  WHEN 'training_institute' THEN 'Giảng viên' ELSE (ARRAY['Chuyên viên', 'Chuyên viên', 'Chuyên viên chính', 'Phó Trưởng phòng'])[1 + p.n % 4] END`;

export const fillPeople = (moment: Moment): Filling[] => {
  const { midnight, today } = moment;
  return [
    {
      table: 'Person',
      sql: `
        INSERT INTO "Person" (id, "personnelNumber", "fullName", "sortName", "searchText", email, "passwordHash", demo, "deactivatedAt", "createdAt")
        SELECT nation.id(${ID.person}, p.n), x.number, f.full_name, f.sort_name, f.folded || ' ' || x.number || ' ' || x.email, x.email,
               a.password_hash, true, CASE WHEN p.state = 3 THEN p.until END, ${midnight} - ${SETTLED_DAYS} * interval '1 day'
          FROM nation.person p JOIN nation.name f ON f.no = p.name_no LEFT JOIN nation.account a USING (n)
          CROSS JOIN LATERAL (SELECT ${number('p.n')} AS number, coalesce(a.email, 'p${98}' || lpad(p.n::text, 8, '0') || '@nation.truc.example') AS email OFFSET 0) x`,
    },
    {
      table: 'Appointment',
      sql: `
        INSERT INTO "Appointment" (id, "personId", "agencyId", position, "isPrimary", "validFrom", "validTo", state)
        SELECT nation.id(${ID.appointment}, p.n * 4::bigint + x.k), nation.id(${ID.person}, p.n), x.agency, x.position, x.k < 2, x.since, x.till, x.state::"AppointmentState"
          FROM nation.person p JOIN nation.unit u ON u.no = p.unit_no LEFT JOIN nation.account a USING (n)
          CROSS JOIN LATERAL (
            SELECT ${today} - ${FIRST_DAY} AS first, CASE WHEN nation.roll(p.n, 31) < 60000 THEN ${today} - (${SETTLED_DAYS} + 1 + nation.roll(p.n, 32) % 200) END AS moved,
                   nation.roll(p.n, 33) AS aside OFFSET 0) m
          CROSS JOIN LATERAL (
            SELECT 0 AS k, u.id AS agency, coalesce(a.position, ${position}) AS position,
                   CASE WHEN p.state = 2 THEN ${today} + 3 + p.n % 37 ELSE coalesce(m.moved, m.first) END AS since,
                   CASE WHEN p.state = 1 THEN ${today} - (5 + p.n % 85) END AS till,
                   CASE p.state WHEN 1 THEN 'ENDED' WHEN 2 THEN 'PLANNED' ELSE 'CURRENT' END AS state
            UNION ALL
            SELECT 1, o.id, 'Chuyên viên', m.first, m.moved, 'ENDED' FROM nation.unit o
             WHERE m.moved IS NOT NULL AND p.state <> 2 AND o.no = (p.unit_no + 17) % (SELECT count(*)::int FROM nation.unit WHERE staffed)
            UNION ALL
            SELECT 2, o.id, 'Thành viên tổ công tác', ${today} - 100, NULL, 'CURRENT' FROM nation.unit o
             WHERE m.aside < 10000 AND p.state = 0 AND o.no = (p.unit_no + 5) % (SELECT count(*)::int FROM nation.unit WHERE staffed)) x`,
    },
    {
      table: 'Grant',
      sql: `
        WITH given AS (
          SELECT n, role, o.id AS agency FROM nation.account JOIN nation.unit o ON o.code = over_code
          UNION ALL SELECT n, 'TRAINING_MANAGER', o.id FROM nation.manager m JOIN nation.unit o ON o.no = m.unit_no
           WHERE n NOT IN (SELECT n FROM nation.account)
          UNION ALL SELECT min(p.n), 'TRAINING_MANAGER', o.id FROM nation.unit o JOIN nation.unit u ON u.branch_no = o.no
             JOIN nation.person p ON p.unit_no = u.no AND p.state = 0 AND p.n > ${NATIONAL_MANAGER}
           WHERE o.type = 'commune' AND o.no % 10 = 0 GROUP BY o.id)
        INSERT INTO "Grant" (id, "personId", role, "agencyId", "grantedById", "createdAt")
        SELECT nation.id(${ID.grant}, row_number() OVER (ORDER BY n, agency)), nation.id(${ID.person}, n), role, agency,
               nation.id(${ID.person}, (SELECT n FROM nation.account WHERE role = 'ADMINISTRATOR')), ${midnight} - ${SETTLED_DAYS} * interval '1 day' FROM given`,
    },
    {
      table: 'RegisteredStanding',
      sql: `
        INSERT INTO "RegisteredStanding" ("personId", "agencyId")
        SELECT nation.id(${ID.person}, p.n), u.id FROM nation.person p JOIN nation.unit u ON u.no = p.unit_no WHERE p.state = 0`,
    },
  ];
};

export const fillTraining = (moment: Moment): Filling[] => [
  {
    table: 'AssignmentBatch',
    sql: `
      INSERT INTO "AssignmentBatch" (id, "courseId", "agencyId", "personIds", "dueAt", "createdById", "orderedByAgencyId", "createdAt", state,
                                     "plannedPeople", "processedPeople", "assignedPeople", "cursorPersonId", "finishedAt")
      SELECT nation.id(${ID.batch}, b.no), c.id, u.id, '{}', b.due_at, nation.id(${ID.person}, m.n), o.id, b.assigned_at, 'DONE', t.people, t.people, t.people,
             'ffffffff-ffff-ffff-ffff-ffffffffffff', b.assigned_at + interval '20 seconds'
        FROM nation.batch b JOIN nation.course c ON c.no = b.course_no JOIN nation.unit u ON u.no = b.unit_no JOIN nation.unit o ON o.no = b.body_no
        JOIN nation.manager m ON m.unit_no = b.body_no
        JOIN (SELECT batch_no, count(*)::int AS people FROM nation.pair WHERE batch_no IS NOT NULL GROUP BY 1) t ON t.batch_no = b.no
       ORDER BY b.assigned_at, b.no`,
  },
  {
    table: 'Assignment',
    sql: `
      INSERT INTO "Assignment" (id, "batchId", "personId", "courseId", "agencyId", "orderedByAgencyId", status, "assignedAt", "dueAt", "overdueAt",
                                "firstOverdueAt", "completedAt", "endedAt", "seenAt", "withdrawnOverdue", "withdrawnReason", "withdrawnById")
      SELECT nation.id(${ID.assignment}, t.no), nation.id(${ID.batch}, t.batch_no), nation.id(${ID.person}, t.n), c.id, u.id, o.id,
             (CASE WHEN NOT t.held THEN 'NO_LONGER_REQUIRED' WHEN t.completed_at IS NOT NULL THEN 'COMPLETED'
                   WHEN t.enrolled_at IS NOT NULL THEN 'IN_PROGRESS' ELSE 'NOT_STARTED' END)::"AssignmentStatus",
             t.assigned_at, t.due_at, CASE WHEN ${overdue(moment)} THEN t.due_at END,
             CASE WHEN ${overdue(moment)} OR ${withdrawnOverdue} OR t.completed_at > t.due_at THEN t.due_at END,
             t.completed_at, t.ended_at, t.enrolled_at, ${withdrawnOverdue}, CASE WHEN NOT t.held THEN 'Chuyển công tác' END,
             CASE WHEN NOT t.held THEN nation.id(${ID.person}, m.n) END
        FROM nation.pair t JOIN nation.course c ON c.no = t.course_no JOIN nation.unit u ON u.no = t.unit_no JOIN nation.unit o ON o.no = u.body_no
        JOIN nation.manager m ON m.unit_no = u.body_no
       WHERE t.batch_no IS NOT NULL`,
  },
  {
    table: 'Enrolment',
    sql: `
      INSERT INTO "Enrolment" (id, "personId", "courseId", "editionId", "agencyId", source, "enrolledAt")
      SELECT nation.id(${ID.enrolment}, t.no), nation.id(${ID.person}, t.n), c.id, c.edition_id, u.id,
             (CASE WHEN t.batch_no IS NULL THEN 'SELF' ELSE 'ASSIGNED' END)::"EnrolmentSource", t.enrolled_at
        FROM nation.pair t JOIN nation.course c ON c.no = t.course_no JOIN nation.unit u ON u.no = t.unit_no WHERE t.enrolled_at IS NOT NULL`,
  },
  {
    table: 'Completion',
    sql: `
      INSERT INTO "Completion" (id, "enrolmentId", cycle, "personId", "courseId", "editionId", "attemptId", "agencyId", "agencyNameVi", "agencyNameEn", position, "completedAt")
      SELECT nation.id(${COMPLETION}, t.no), nation.id(${ID.enrolment}, t.no), 1, nation.id(${ID.person}, t.n), c.id, c.edition_id,
             CASE WHEN t.papers > 0 THEN nation.id(${ID.attempt}, t.no * 4 + t.papers) END, u.id, u.name_vi, u.name_en, 'Chuyên viên', t.completed_at
        FROM nation.pair t JOIN nation.course c ON c.no = t.course_no JOIN nation.unit u ON u.no = t.unit_no WHERE t.completed_at IS NOT NULL`,
  },
  {
    table: 'Standing',
    sql: `
      INSERT INTO "Standing" ("personId", "courseId", "agencyId", assigned, started, completed, overdue, "completedUnassigned", "withdrawnOverdue")
      SELECT nation.id(${ID.person}, t.n), c.id, u.id, t.held, t.held AND t.enrolled_at IS NOT NULL, t.held AND t.completed_at IS NOT NULL,
             coalesce(${overdue(moment)}, false), t.completed_at IS NOT NULL AND NOT t.held, ${withdrawnOverdue}
        FROM nation.pair t JOIN nation.course c ON c.no = t.course_no JOIN nation.unit u ON u.no = t.unit_no
       WHERE t.active AND (t.held OR t.enrolled_at IS NOT NULL OR ${withdrawnOverdue})`,
  },
];

export const fillLearning = ({ appUrl, documents }: { appUrl: string; documents: number }): Filling[] => [
  {
    table: 'Certificate',
    sql: `
      INSERT INTO "Certificate" (id, "completionId", "personId", serial, statement, status, "reservedAt", "issuedAt", "documentSha256", "documentBytes",
                                 "documentRenderer", synthetic)
      SELECT nation.id(${CERTIFICATE}, t.no), nation.id(${COMPLETION}, t.no), nation.id(${ID.person}, t.n), s.serial,
             ('{"serial":"' || s.serial || '","kind":"COURSE_COMPLETION","templateVersion":1,"holderName":"' || f.full_name || '",' || u.words || ',' || c.words
               || ',"completedAt":"' || to_char(t.completed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS".000Z"')
               || '","completedOn":"' || to_char(t.completed_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD')
               || '","verifyUrl":"${appUrl}/verify/' || s.serial || '"}')::jsonb,
             (CASE WHEN x.drawn THEN 'RESERVED' ELSE 'ISSUED' END)::"CertificateStatus", t.completed_at,
             CASE WHEN NOT x.drawn THEN t.completed_at + interval '4 seconds' END, CASE WHEN NOT x.drawn THEN md5(s.serial) || md5(t.no::text) END,
             CASE WHEN NOT x.drawn THEN 41000 + t.n % 999 END, ${RENDERER}, NOT x.drawn
        FROM nation.pair t JOIN nation.person p ON p.n = t.n JOIN nation.name f ON f.no = p.name_no JOIN nation.course c ON c.no = t.course_no
        JOIN nation.unit u ON u.no = t.unit_no CROSS JOIN LATERAL (SELECT nation.serial(t.no) AS serial OFFSET 0) s
        CROSS JOIN (SELECT coalesce(max(no), 0) AS last FROM (
          SELECT no FROM nation.pair WHERE completed_at IS NOT NULL ORDER BY no LIMIT ${documents}) d) d
        CROSS JOIN LATERAL (SELECT t.no <= d.last AS drawn OFFSET 0) x
       WHERE t.completed_at IS NOT NULL`,
  },
  {
    table: 'LessonProgress',
    sql: `
      INSERT INTO "LessonProgress" ("enrolmentId", "lessonCode", "openedAt", "lastOpenedAt", "readAt", evidence)
      SELECT nation.id(${ID.enrolment}, t.no), l.code, t.enrolled_at + l.position * interval '5 minutes', t.enrolled_at + l.position * interval '5 minutes',
             CASE WHEN l.position <= r.read THEN t.enrolled_at + l.position * interval '5 minutes' + interval '4 minutes' END,
             CASE WHEN l.position <= r.read THEN 'MEASURED'::"ReadingEvidence" END
        FROM nation.pair t JOIN nation.course c ON c.no = t.course_no
        CROSS JOIN LATERAL (SELECT CASE WHEN t.papers > 0 OR t.opens THEN c.lessons ELSE nation.roll(t.no, 41) % c.lessons END AS read OFFSET 0) r
        JOIN nation.lesson l ON l.course_no = c.no AND l.position <= r.read + 1
       WHERE t.enrolled_at IS NOT NULL AND (t.papers > 0 OR t.completed_at IS NULL)`,
  },
  {
    table: 'Attempt',
    sql: `
      INSERT INTO "Attempt" (id, "enrolmentId", "quizId", "personId", number, state, "startedAt", "finishedAt", paper)
      SELECT nation.id(${ID.attempt}, a.no), nation.id(${ID.enrolment}, a.pair_no), c.quiz_id, nation.id(${ID.person}, a.n), a.number,
             (CASE WHEN a.finished_at IS NULL THEN 'IN_PROGRESS' ELSE 'FINISHED' END)::"AttemptState", a.started_at, a.finished_at, d.paper
        FROM nation.attempt a JOIN nation.course c ON c.no = a.course_no JOIN nation.paper d USING (course_no, passes, variant)`,
  },
  {
    table: 'AttemptAnswer',
    sql: `
      INSERT INTO "AttemptAnswer" ("attemptId", slot, answer, revision, flagged, "savedAt", device)
      SELECT nation.id(${ID.attempt}, a.no), d.slot, d.answer, 1, false, a.started_at + d.slot * interval '30 seconds',
             (CASE WHEN a.n % 3 = 0 THEN 'COMPUTER' ELSE 'PHONE' END)::"Device"
        FROM nation.attempt a
        JOIN (SELECT course_no, passes, variant, x.slot, x.answer FROM nation.paper, jsonb_to_recordset(answers) AS x(slot int, answer jsonb)) d
          USING (course_no, passes, variant)
       WHERE a.finished_at IS NOT NULL OR d.slot <= 3`,
  },
  {
    table: 'Grading',
    sql: `
      INSERT INTO "Grading" (id, "attemptId", number, "graderVersion", "earnedNumerator", "earnedDenominator", possible, passed, marks, "gradedAt")
      SELECT nation.id(${ID.grading}, a.no), nation.id(${ID.attempt}, a.no), 1, ${GRADER_VERSION}, d.earned_numerator, d.earned_denominator, d.possible,
             a.passes, d.marks, a.finished_at
        FROM nation.attempt a JOIN nation.paper d USING (course_no, passes, variant) WHERE a.finished_at IS NOT NULL`,
  },
];

/** What the reports say, counted unit by unit and added to everything above. After the tables that it counts. */
export const fillFigures = (): Filling[] => [
  {
    table: 'RollupNow',
    sql: `
      INSERT INTO "RollupNow" ("agencyId", "courseId", kind, people)
      SELECT up."ancestorId", r."courseId", r.kind, sum(r.people)::int FROM (
        SELECT s."agencyId", s."courseId", k.kind, k.people FROM (
          SELECT "agencyId", "courseId", count(*) FILTER (WHERE assigned) AS assigned, count(*) FILTER (WHERE started) AS started,
                 count(*) FILTER (WHERE completed) AS completed, count(*) FILTER (WHERE overdue) AS overdue,
                 count(*) FILTER (WHERE "completedUnassigned") AS unasked, count(*) FILTER (WHERE "withdrawnOverdue") AS withdrawn
            FROM "Standing" GROUP BY 1, 2) s
          CROSS JOIN LATERAL (VALUES ('assigned', assigned), ('started', started), ('completed', completed), ('overdue', overdue),
                                     ('completedUnassigned', unasked), ('withdrawnOverdue', withdrawn)) k(kind, people) WHERE k.people > 0
        UNION ALL SELECT "agencyId", '${NO_COURSE}', 'registered', count(*) FROM "RegisteredStanding" GROUP BY 1) r
        JOIN "AgencyAncestor" up ON up."agencyId" = r."agencyId" GROUP BY 1, 2, 3`,
  },
  {
    table: 'RollupMonth',
    sql: `
      INSERT INTO "RollupMonth" ("agencyId", "courseId", kind, month, people)
      SELECT up."ancestorId", r."courseId", r.kind, r.month, sum(r.people)::int FROM (
        SELECT "agencyId", "courseId", 'completed' AS kind, date_trunc('month', "completedAt" AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS month, count(*) AS people
          FROM "Completion" GROUP BY 1, 2, 4
        UNION ALL
        SELECT "agencyId", "courseId", 'enrolled', date_trunc('month', "enrolledAt" AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, count(*) FROM "Enrolment" GROUP BY 1, 2, 4) r
        JOIN "AgencyAncestor" up ON up."agencyId" = r."agencyId" GROUP BY 1, 2, 3, 4`,
  },
];

/** What managers and administrators did, in the order in which they did it; still to be chained. */
export const fillAudit = ({ midnight }: Moment): Filling[] => [
  {
    table: 'AuditEvent',
    sql: `
      INSERT INTO "AuditEvent" (at, "actorId", action, "subjectType", "subjectId", "agencyId", before, after, address)
      SELECT at, actor, action, kind, subject::text, agency, before, after, '10.0.0.1' FROM (
        SELECT "createdAt" AS at, "grantedById" AS actor, 'grant.added' AS action, 'person' AS kind, "personId" AS subject, "agencyId" AS agency,
               NULL::jsonb AS before, jsonb_build_object('grantId', id, 'role', role, 'agencyId', "agencyId") AS after FROM "Grant"
        UNION ALL
        SELECT b."createdAt", b."createdById", 'batch.created', 'assignment-batch', b.id, b."agencyId", NULL,
               jsonb_build_object('course', c.code, 'unit', u.code, 'includeSubunits', true, 'chosenPeople', NULL, 'people', b."plannedPeople", 'assigns', b."assignedPeople",
                 'due', to_char((b."dueAt" - interval '1 second') AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD'), 'note', '')
          FROM "AssignmentBatch" b JOIN nation.course c ON c.id = b."courseId" JOIN nation.unit u ON u.id = b."agencyId"
        UNION ALL
        SELECT t.ended_at, nation.id(${ID.person}, m.n), 'assignment.cancelled', 'assignment', nation.id(${ID.assignment}, t.no), u.id,
               jsonb_build_object('status', 'NOT_STARTED', 'overdue', t.due_at <= t.ended_at), jsonb_build_object('status', 'NO_LONGER_REQUIRED', 'reason', 'Chuyển công tác')
          FROM nation.pair t JOIN nation.unit u ON u.no = t.unit_no JOIN nation.manager m ON m.unit_no = u.body_no WHERE t.ended_at IS NOT NULL AND t.n % 4 = 0
        UNION ALL
        SELECT ${midnight} - (1 + p.n % ${SETTLED_DAYS - 5}) * interval '1 day' + (p.n % 1000) * interval '20 seconds', nation.id(${ID.person}, a.n), 'sign-in-link.created', 'person',
               nation.id(${ID.person}, p.n), u.id, NULL, '{}'
          FROM nation.person p JOIN nation.unit u ON u.no = p.unit_no, nation.account a WHERE a.role = 'ADMINISTRATOR' AND p.n % 40 = 0) e
       ORDER BY at, kind, subject`,
  },
  {
    table: 'AuditPending',
    sql: `INSERT INTO "AuditPending" ("eventId", at) SELECT id, at FROM "AuditEvent" e WHERE NOT EXISTS (SELECT 1 FROM "AuditLink" l WHERE l."eventId" = e.id) ON CONFLICT DO NOTHING`,
  },
];
