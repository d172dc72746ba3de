/** One row of everything, by raw SQL: what the rules are tried on. Ids are readable: table by first digits. */
export const ID = {
  ministry: '10000000-0000-7000-8000-000000000001',
  unit: '10000000-0000-7000-8000-000000000002',
  lan: '20000000-0000-7000-8000-000000000001',
  minh: '20000000-0000-7000-8000-000000000002',
  course: '30000000-0000-7000-8000-000000000001',
  edition: '31000000-0000-7000-8000-000000000001',
  module: '32000000-0000-7000-8000-000000000001',
  lesson: '33000000-0000-7000-8000-000000000001',
  otherLesson: '33000000-0000-7000-8000-000000000002',
  quiz: '34000000-0000-7000-8000-000000000001',
  question: '35000000-0000-7000-8000-000000000001',
  enrolment: '40000000-0000-7000-8000-000000000001',
  otherEnrolment: '40000000-0000-7000-8000-000000000002',
  finished: '50000000-0000-7000-8000-000000000001',
  open: '50000000-0000-7000-8000-000000000002',
  request: '51000000-0000-7000-8000-000000000001',
  declined: '51000000-0000-7000-8000-000000000002',
  completion: '60000000-0000-7000-8000-000000000001',
  otherCompletion: '60000000-0000-7000-8000-000000000002',
  reserved: '70000000-0000-7000-8000-000000000001',
  issued: '70000000-0000-7000-8000-000000000002',
  batch: '80000000-0000-7000-8000-000000000001',
  assignment: '81000000-0000-7000-8000-000000000001',
} as const;

const T = "'2026-03-02T02:00:00Z'";
const HASH = 'a'.repeat(64);

export const CHAIN = `
  INSERT INTO "Agency" (id, code, type, "nameVi", "nameEn") VALUES
    ('${ID.ministry}', 'VN.BNV', 'ministry', 'Bộ', 'Ministry'), ('${ID.unit}', 'VN.BNV.VP', 'ministry_unit', 'Văn phòng', 'Office');
  INSERT INTO "AgencyPlacement" ("agencyId", "parentId", "validFrom") VALUES
    ('${ID.ministry}', NULL, '2020-01-01'), ('${ID.unit}', '${ID.ministry}', '2020-01-01');
  SELECT rebuild_agency_ancestors('2026-03-02');
  INSERT INTO "Person" (id, "personnelNumber", "fullName", "sortName", "searchText", email) VALUES
    ('${ID.lan}', '0000000001', 'Nguyễn Thị Lan', 'Lan Nguyễn Thị', 'lan', 'lan@truc.example'),
    ('${ID.minh}', '0000000002', 'Trần Minh', 'Minh Trần', 'minh', 'minh@truc.example');
  INSERT INTO "Appointment" ("personId", "agencyId", position, "validFrom", state) VALUES
    ('${ID.lan}', '${ID.unit}', 'Chuyên viên', '2021-01-01', 'CURRENT');
  INSERT INTO "Programme" VALUES ('ASEAN', 'x', 'x', 100, 2019, 2025, 'x', 'x', 'x', 'x', 0, '{A1}', '{}');
  INSERT INTO "SourceDocument" (id, kind, "titleVi", "titleEn", "issuerVi", "issuerEn", "awaitsGazette") VALUES ('treaty', 'asean', 'x', 'x', 'x', 'x', false);
  INSERT INTO "Course" (id, code, slug, "programmeCode") VALUES ('${ID.course}', 'A1', 'a1', 'ASEAN');
  INSERT INTO "CourseEdition" (id, "courseId", number, "lineNumber", "changeCount", "changeNoteVi", "changeNoteEn", "contentHash", "titleVi", "titleEn", "summaryVi", "summaryEn", outcomes,
                               "minutesVi", "minutesEn", "lessonCount", "reviewedOn", "reviewBy", "publishedAt")
    VALUES ('${ID.edition}', '${ID.course}', 1, 1, 1, 'x', 'x', 'x', 'x', 'x', 'x', 'x', '[]', 60, 60, 2, '2026-01-01', '2027-01-01', ${T});
  INSERT INTO "Module" VALUES ('${ID.module}', '${ID.edition}', 1, 'x', 'x');
  INSERT INTO "Lesson" (id, "editionId", "moduleId", position, code, slug, "titleVi", "titleEn", "outcomeVi", "outcomeEn",
                        "minutesVi", "minutesEn", "floorSecondsVi", "floorSecondsEn", "reviewedOn", "reviewBy", "blocksVi", "blocksEn")
    SELECT id::uuid, '${ID.edition}', '${ID.module}', position, code, code, 'x', 'x', 'x', 'x', 8, 8, 60, 60, '2026-01-01', '2027-01-01', '[]', '[]'
      FROM (VALUES ('${ID.lesson}', 1, 'a1.1'), ('${ID.otherLesson}', 2, 'a1.2')) v(id, position, code);
  INSERT INTO "Quiz" (id, "editionId", "questionCount", sections, "passPercent", "attemptLimit") VALUES ('${ID.quiz}', '${ID.edition}', 1, '[]', 70, 3);
  INSERT INTO "QuestionVersion" VALUES ('${ID.question}', '${ID.course}', 'A1-Q1', 'x', 'true_false', 1, '{}', '{}');
  INSERT INTO "QuizQuestion" VALUES ('${ID.quiz}', '${ID.question}', 'A1.1', 1);
  INSERT INTO "Enrolment" (id, "personId", "courseId", "editionId", "agencyId", source, "enrolledAt") VALUES
    ('${ID.enrolment}', '${ID.lan}', '${ID.course}', '${ID.edition}', '${ID.unit}', 'SELF', ${T}),
    ('${ID.otherEnrolment}', '${ID.minh}', '${ID.course}', '${ID.edition}', NULL, 'SELF', ${T});
  INSERT INTO "LessonProgress" ("enrolmentId", "lessonCode", "openedAt", "readAt", evidence)
    VALUES ('${ID.enrolment}', 'a1.1', ${T}, '2026-03-02T03:00:00Z', 'MEASURED');
  INSERT INTO "EditionChange" VALUES ('${ID.enrolment}', '${ID.edition}', '${ID.edition}', ${T});
  INSERT INTO "CorrectionSeen" VALUES ('${ID.lan}', '${ID.course}', 2, ${T});
  INSERT INTO "LessonText" VALUES ('${ID.lesson}', 'vi', 'x', 'x', 'x', 'x', 'x');
  INSERT INTO "Attempt" (id, "enrolmentId", "quizId", "personId", number, "startedAt", paper) VALUES
    ('${ID.finished}', '${ID.enrolment}', '${ID.quiz}', '${ID.lan}', 1, ${T}, '{"slots":[]}');
  INSERT INTO "AttemptAnswer" VALUES ('${ID.finished}', 1, '{"value":true}', 3, false, ${T});
  UPDATE "Attempt" SET state = 'FINISHED', "finishedAt" = ${T} WHERE id = '${ID.finished}';
  INSERT INTO "Attempt" (id, "enrolmentId", "quizId", "personId", number, "startedAt", "deadlineAt", "checkStateAt", paper) VALUES
    ('${ID.open}', '${ID.enrolment}', '${ID.quiz}', '${ID.lan}', 2, ${T}, '2026-03-02T03:00:00Z', '2026-03-02T03:00:00Z', '{"slots":[]}');
  INSERT INTO "AttemptAnswer" VALUES ('${ID.open}', 1, '{"value":true}', 3, false, ${T});
  INSERT INTO "AttemptRequest" (id, "enrolmentId", "personId", "courseId", "afterAttempt", ordinal, reason, "askedAt") VALUES
    ('${ID.request}', '${ID.enrolment}', '${ID.lan}', '${ID.course}', 2, 1, 'x', ${T});
  INSERT INTO "AttemptRequest" (id, "enrolmentId", "personId", "courseId", "afterAttempt", ordinal, reason, "askedAt", state, "endedAt", "decidedById", answer, "agencyId") VALUES
    ('${ID.declined}', '${ID.otherEnrolment}', '${ID.minh}', '${ID.course}', 3, 1, 'x', ${T}, 'DECLINED', ${T}, '${ID.lan}', 'x', '${ID.unit}');
  INSERT INTO "KeptAnswer" ("attemptId", slot, "saveId", answer, reason, "basedOn", "writtenAt", "keptAt") VALUES
    ('${ID.open}', 1, '${ID.lan}', '{"value":false}', 'CONFLICT', 2, ${T}, ${T});
  INSERT INTO "Grading" ("attemptId", number, "graderVersion", "earnedNumerator", "earnedDenominator", possible, passed, marks, "gradedAt")
    VALUES ('${ID.finished}', 1, 1, 1, 1, 1, true, '[]', ${T});
  INSERT INTO "Completion" (id, "enrolmentId", cycle, "personId", "courseId", "editionId", "agencyId", "agencyNameVi", "agencyNameEn", position, "completedAt") VALUES
    ('${ID.completion}', '${ID.enrolment}', 1, '${ID.lan}', '${ID.course}', '${ID.edition}', '${ID.unit}', 'Văn phòng', 'Office', 'Chuyên viên', ${T}),
    ('${ID.otherCompletion}', '${ID.otherEnrolment}', 1, '${ID.minh}', '${ID.course}', '${ID.edition}', NULL, '', '', '', ${T});
  INSERT INTO "CompletionCorrection" ("completionId", reason, "madeById", "madeAt") VALUES ('${ID.otherCompletion}', 'x', '${ID.lan}', ${T});
  INSERT INTO "Certificate" (id, "completionId", "personId", serial, statement, "reservedAt") VALUES
    ('${ID.reserved}', '${ID.completion}', '${ID.lan}', 'AAAA-BBBB-CCCC-0001', '{"holderName":"Lan"}', ${T});
  INSERT INTO "Certificate" (id, "completionId", "personId", serial, statement, "reservedAt", status, "issuedAt", "documentSha256", "documentBytes") VALUES
    ('${ID.issued}', '${ID.otherCompletion}', '${ID.minh}', 'AAAA-BBBB-CCCC-0002', '{}', ${T}, 'ISSUED', ${T}, '${HASH}', 9);
  INSERT INTO "AssignmentBatch" (id, "courseId", "agencyId", "personIds", "dueAt", "createdById", "plannedPeople")
    VALUES ('${ID.batch}', '${ID.course}', '${ID.unit}', '{}', '2026-06-01T17:00:00Z', '${ID.minh}', 1);
  INSERT INTO "Assignment" (id, "batchId", "personId", "courseId", "agencyId", "assignedAt", "dueAt")
    VALUES ('${ID.assignment}', '${ID.batch}', '${ID.lan}', '${ID.course}', '${ID.unit}', ${T}, '2026-06-01T17:00:00Z');
  INSERT INTO "AuditEvent" (at, action, "subjectType", "subjectId") VALUES (${T}, 'x', 'x', 'x');
  INSERT INTO "AuditLink" SELECT 1, id, '${HASH}', '${HASH}', ${T} FROM "AuditEvent";
`;
