import { text } from 'node:stream/consumers';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'csv-parse/sync';
import { scopeOf } from '#app/domain/accounts/policy.ts';
import { gradePaper } from '#app/domain/assessment/grade-paper.ts';
import { paperKeyOf } from '#app/domain/assessment/paper.ts';
import { type Answer, sameAnswer } from '#app/domain/assessment/question.ts';
import { readKeys } from '#app/domain/assessment/read-bank.server.ts';
import { LATENCY_GRACE_MS } from '#app/domain/assessment/save-answers.server.ts';
import { documentName } from '#app/domain/certificates/issue-certificate.server.ts';
import { exportPeople } from '#app/domain/reporting/export-people.server.ts';
import { recountRollups } from '#app/domain/reporting/recount.server.ts';
import { sha256 } from '#app/platform/storage.server.ts';
import { drawnOf } from '#tests/support/learner.ts';
import type { SimulatedWorld } from './world.ts';

/** What must always hold and does not, each with the name of its rule; nothing when all is well. */
export async function brokenRules(sim: SimulatedWorld): Promise<string[]> {
  const broken = [
    ...(await brokenAttempts(sim)),
    ...(await brokenCompletions(sim)),
    ...(await brokenDocuments(sim)),
    ...(await brokenFigures(sim)),
    ...(await brokenWithdrawals(sim)),
    ...(await brokenScope(sim)),
  ];
  const audited = await sim.db.auditEvent.count();
  if (audited !== sim.promises.confirmed)
    broken.push(`S2: ${sim.promises.confirmed} changes were confirmed, ${audited} audited`);
  return broken;
}

async function brokenAttempts({ db, promises }: SimulatedWorld): Promise<string[]> {
  const broken: string[] = [];
  const attempts = await db.attempt.findMany({
    include: { answers: true, kept: true, gradings: true, quiz: true },
  });
  const byEnrolment = new Map<string, number[]>();
  const open = new Set<string>();
  for (const attempt of attempts) {
    const { id, state, answers, gradings, quiz } = attempt;
    const own = `${attempt.enrolmentId} ${quiz.id}`;
    byEnrolment.set(own, [...(byEnrolment.get(own) ?? []), attempt.number]);
    if (state === 'IN_PROGRESS') {
      const place = `${attempt.personId} ${quiz.id}`;
      if (open.has(place)) broken.push(`A3: two attempts in progress of ${place}`);
      open.add(place);
    }
    for (const [key, promised] of promises.saved) {
      const [attemptId, slot] = key.split(' ');
      if (attemptId !== id) continue;
      const there = answers.find((answer) => answer.slot === Number(slot));
      if (!there || there.revision < promised.revision)
        broken.push(`A2: the answer ${key} was acknowledged and is lost`);
      else if (there.revision === promised.revision && !isDeepStrictEqual(there.answer, promised.answer))
        broken.push(`A2: the answer ${key} is another than was acknowledged`);
    }
    for (const [key, { outcome, answer }] of promises.kept) {
      const [attemptId, slot, saveId] = key.split(' ');
      if (attemptId !== id) continue;
      const there = attempt.kept.find((row) => row.slot === Number(slot) && row.saveId === saveId);
      const standing = answers.find((row) => row.slot === Number(slot))?.answer as Answer | null | undefined;
      // What came too late and says what stands has nothing to be kept for.
      const stands = outcome === 'late' && sameAnswer(standing ?? null, answer);
      if (!stands && !isDeepStrictEqual(there?.answer, answer))
        broken.push(`A2: the answer ${key} was kept and is lost`);
    }
    for (const [key, acknowledged] of promises.heard) {
      if (!key.startsWith(id)) continue;
      const sent = promises.sent.get(key) ?? [];
      for (const { revision, basedOn, answer } of acknowledged) {
        const saw = (save: { basedOn: number; answer: Answer | null }) =>
          save.basedOn === revision - 1 && sameAnswer(save.answer, answer);
        if (revision > 1 && !saw({ basedOn, answer }) && !sent.some(saw))
          broken.push(`A3: revision ${revision} of ${key} was written by somebody who had not seen the one before`);
      }
    }
    if (gradings.length !== (state === 'FINISHED' ? 1 : 0))
      broken.push(`A2: ${id} is ${state} with ${gradings.length} gradings`);
    const [grading] = gradings;
    if (!grading) continue;
    const given = new Map(answers.map((answer) => [answer.slot, answer.answer as Answer | null]));
    const grade = gradePaper(
      paperKeyOf(await drawnOf(db, attempt), await readKeys(db, attempt.quizId)),
      given,
      quiz.passPercent,
    );
    const same = { passed: grading.passed, n: grading.earnedNumerator, d: grading.earnedDenominator };
    if (!isDeepStrictEqual(same, { passed: grade.passed, ...grade.earned }))
      broken.push(`A2: ${id} is not graded from its frozen paper and saved answers`);
    const last = attempt.deadlineAt ? attempt.deadlineAt.getTime() + LATENCY_GRACE_MS : Number.POSITIVE_INFINITY;
    if ((attempt.finishedAt?.getTime() ?? 0) > last) broken.push(`A2: ${id} finished after its deadline`);
    if (answers.some((answer) => answer.savedAt.getTime() > last))
      broken.push(`A2: ${id} took an answer after its deadline`);
  }
  const limits = new Map(
    attempts.map((attempt) => [`${attempt.enrolmentId} ${attempt.quiz.id}`, attempt.quiz.attemptLimit]),
  );
  for (const [own, numbers] of byEnrolment) {
    const inOrder = numbers.sort((a, b) => a - b).every((number, index) => number === index + 1);
    if (!inOrder || numbers.length > (limits.get(own) ?? 0))
      broken.push(`A3: attempts ${numbers.join(', ')} of ${own}`);
  }
  return broken;
}

async function brokenCompletions({ db }: SimulatedWorld): Promise<string[]> {
  const rows = await db.rows<{ rule: string }>`
    SELECT 'P1: enrolment ' || "enrolmentId" || ' completed ' || count(*) || ' times' AS rule FROM "Completion" GROUP BY "enrolmentId", cycle HAVING count(*) > 1
    UNION ALL
    SELECT 'P1: passed and read but not completed: ' || e.id FROM "Enrolment" e
     WHERE EXISTS (SELECT 1 FROM "Attempt" a JOIN "Grading" g ON g."attemptId" = a.id AND g.passed WHERE a."enrolmentId" = e.id)
       AND NOT EXISTS (SELECT 1 FROM "Completion" c WHERE c."enrolmentId" = e.id)
    UNION ALL
    SELECT 'P1: completed without passing: ' || c.id FROM "Completion" c
     WHERE NOT EXISTS (SELECT 1 FROM "Grading" g WHERE g."attemptId" = c."attemptId" AND g.passed)
    UNION ALL
    SELECT 'P1: completed with a lesson unread: ' || c.id FROM "Completion" c JOIN "Lesson" l ON l."editionId" = c."editionId"
     WHERE NOT EXISTS (SELECT 1 FROM "LessonProgress" p WHERE p."enrolmentId" = c."enrolmentId" AND p."lessonCode" = l.code AND p."readAt" <= c."completedAt")
    UNION ALL
    SELECT 'P1: completed at an agency where she never was: ' || c.id FROM "Completion" c
     WHERE c."agencyId" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "Appointment" a WHERE a."personId" = c."personId" AND a."agencyId" = c."agencyId")
    UNION ALL
    SELECT 'C1: completion ' || c.id || ' has ' || count(t.id) || ' current certificates'
      FROM "Completion" c LEFT JOIN "Certificate" t ON t."completionId" = c.id AND t."supersededAt" IS NULL AND t."revokedAt" IS NULL
     GROUP BY c.id HAVING count(t.id) <> 1
    UNION ALL
    SELECT 'C1: certificate ' || t.id || ' is of another person' FROM "Certificate" t JOIN "Completion" c ON c.id = t."completionId" AND c."personId" <> t."personId"
    UNION ALL
    SELECT 'C1: certificate ' || t.id || ' names another holder, course or day' FROM "Certificate" t
      JOIN "Completion" c ON c.id = t."completionId" JOIN "Person" p ON p.id = t."personId" JOIN "Course" o ON o.id = c."courseId"
     WHERE t.statement ->> 'holderName' <> p."fullName" OR t.statement #>> '{course,code}' <> o.code
        OR t.statement ->> 'completedOn' <> to_char(c."completedAt" AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD')`;
  return rows.map((row) => row.rule);
}

async function brokenDocuments({ db, world }: SimulatedWorld): Promise<string[]> {
  const broken: string[] = [];
  for (const row of await db.certificate.findMany({ where: { status: 'ISSUED' } })) {
    const bytes = await world.storage.get(documentName(row.serial, row.documentSha256 ?? ''));
    if (!bytes || sha256(bytes) !== row.documentSha256 || bytes.length !== row.documentBytes)
      broken.push(`C2: the document of ${row.serial} is not the one of its row`);
  }
  return broken;
}

async function brokenFigures({ db, world, agencies }: SimulatedWorld): Promise<string[]> {
  const broken: string[] = [];
  const recount = await recountRollups({ db, now: world.now });
  if (recount.differences > 0)
    broken.push(
      `R1: ${recount.differences} of ${recount.compared} differ: ${JSON.stringify(recount.details.slice(0, 3))}`,
    );
  const over = await db.rows<{ rule: string }>`
    WITH told AS (
           SELECT coalesce(x."ancestorId", d."agencyId") AS "agencyId", d."courseId", d.kind, d.people FROM "RollupDelta" d
             LEFT JOIN "AgencyAncestor" x ON x."agencyId" = d."agencyId" WHERE d.month IS NULL
           UNION ALL SELECT "agencyId", "courseId", kind, people FROM "RollupNow"),
         n AS (SELECT "agencyId", "courseId", kind, sum(people) AS people FROM told GROUP BY 1, 2, 3),
         side AS (
           SELECT "agencyId", "courseId", coalesce(max(people) FILTER (WHERE kind = 'assigned'), 0) AS assigned,
                  coalesce(max(people) FILTER (WHERE kind = 'completed'), 0) AS completed,
                  coalesce(max(people) FILTER (WHERE kind = 'overdue'), 0) AS overdue,
                  coalesce(max(people) FILTER (WHERE kind = 'registered'), 0) AS registered, min(people) AS least FROM n GROUP BY 1, 2)
    SELECT 'R2: more completed or overdue than assigned at ' || "agencyId" AS rule FROM side WHERE completed + overdue > assigned
    UNION ALL SELECT 'R1: fewer than nobody at ' || "agencyId" FROM side WHERE least < 0
    UNION ALL
    SELECT 'R0: ' || coalesce(sum(registered), 0) || ' registered in the country, ' || (SELECT count(*) FROM "Person" p WHERE p."deactivatedAt" IS NULL
        AND EXISTS (SELECT 1 FROM "Appointment" a WHERE a."personId" = p.id AND a.state = 'CURRENT' AND a."isPrimary")) || ' people'
      FROM side WHERE "agencyId" = ${agencies.VN}::uuid
    HAVING coalesce(sum(registered), 0) <> (SELECT count(*) FROM "Person" p WHERE p."deactivatedAt" IS NULL
        AND EXISTS (SELECT 1 FROM "Appointment" a WHERE a."personId" = p.id AND a.state = 'CURRENT' AND a."isPrimary"))`;
  return [...broken, ...over.map((row) => row.rule)];
}

/** Whoever was ever seen overdue, has not completed, and is withdrawn since counts openly, whatever day she was given meanwhile. */
async function brokenWithdrawals({ db, promises }: SimulatedWorld): Promise<string[]> {
  const rows = await db.rows<{ rule: string }>`
    SELECT 'R3: ' || s.id || ' was overdue and is withdrawn without a trace' AS rule FROM "Assignment" s
     WHERE s.id = ANY(${[...promises.seenOverdue]}::uuid[]) AND s.status = 'NO_LONGER_REQUIRED' AND NOT s."withdrawnOverdue"
       AND NOT EXISTS (SELECT 1 FROM "Completion" c WHERE c."personId" = s."personId" AND c."courseId" = s."courseId" AND c."completedAt" <= s."endedAt")
    UNION ALL
    SELECT 'R3: ' || s.id || ' forgets when it was overdue' FROM "Assignment" s
     WHERE s.id = ANY(${[...promises.seenOverdue]}::uuid[]) AND s."firstOverdueAt" IS NULL`;
  return rows.map((row) => row.rule);
}

async function brokenScope({ copyRows, agencies, managers, promises }: SimulatedWorld): Promise<string[]> {
  const broken = promises.trespasses.map((what) => `S1: ${what} outside of the manager's province`);
  const scope = scopeOf(managers.province, 'export-people');
  const csv = await text(await exportPeople(copyRows, { scope, agencyId: agencies.VN ?? '', locale: 'vi' }));
  const [, ...lines] = parse(csv, { bom: true }) as string[][];
  const foreign = lines.filter(([, , unit]) => !/^VN\.(P01|X00376)(\.|$)/.test(unit ?? ''));
  if (foreign.length > 0) broken.push(`S1: ${foreign.length} lines of the export lie outside`);
  return broken;
}

/** What must hold besides once the worker had its time: nothing is left to do. */
export async function unfinishedWork({ db }: SimulatedWorld): Promise<string[]> {
  const rows = await db.rows<{ left: string }>`
    SELECT 'certificate ' || id || ' is reserved' AS left FROM "Certificate" WHERE status <> 'ISSUED'
    UNION ALL SELECT 'batch ' || id || ' is not worked off' FROM "AssignmentBatch" WHERE "finishedAt" IS NULL
    UNION ALL SELECT 'delta ' || id || ' is not folded' FROM "RollupDelta"`;
  return rows.map((row) => row.left);
}
