import type { Db } from '#app/platform/database.server.ts';
import type { Random } from '#app/platform/random.server.ts';
import { sql } from '#app/platform/sql.server.ts';
import { lockEnrolment } from '../training/lock-enrolment.server.ts';
import type { Section } from './choose-questions.ts';
import { drawPaper, stillDrawn } from './draw-paper.ts';
import { readBank } from './read-bank.server.ts';
import { storePaper } from './store-paper.ts';

export type StartOutcome =
  | { outcome: 'started' | 'resumed'; attemptId: string }
  | { outcome: 'already-passed'; attemptId: string }
  | { outcome: 'no-attempts-left' }
  | { outcome: 'lessons-left'; lessons: number }
  | { outcome: 'not-enrolled' };

/** Everything that drawing a paper depends on, as of a moment under the lock. */
type Standing = {
  courseId: string;
  quizId: string;
  sections: Section[];
  timeLimitSeconds: number | null;
  /** Questions of the quiz that a newer edition has withdrawn. */
  withdrawn: string[];
  used: number;
  allowed: number;
  openId: string | null;
  passedId: string | null;
  unread: number;
  /** When her papers last asked the questions of the quiz, in whatever edition, by their version in it. */
  lastSeen: Record<string, number> | null;
};

/** SQL for what her papers of the course of enrolment `e` have asked, in whatever edition and cycle; as `storePaper` keeps it, or as before. */
const drawnBefore = sql`
  SELECT b."startedAt", y."questionVersionId"
    FROM "Enrolment" o JOIN "Attempt" b ON b."enrolmentId" = o.id AND jsonb_typeof(b.paper->'slots') = 'string'
   CROSS JOIN unnest((string_to_array(b.paper->>'slots', ' '))[2:]) slot
    JOIN "QuizQuestion" y ON y."quizId" = b."quizId" AND y.position = substring(slot FROM '^[0-9]+')::int
   WHERE o."personId" = e."personId" AND o."courseId" = e."courseId"
   UNION ALL
  SELECT b."startedAt", (slot->>'questionVersionId')::uuid
    FROM "Enrolment" o JOIN "Attempt" b ON b."enrolmentId" = o.id AND jsonb_typeof(b.paper->'slots') = 'array'
   CROSS JOIN jsonb_array_elements(b.paper->'slots') slot
   WHERE o."personId" = e."personId" AND o."courseId" = e."courseId"`;

/**
 * Starts an attempt, or leads back to the one in progress. The limit is taken here, under the enrolment's row lock: of
 * any number of parallel starts one makes the attempt and the others find it. The paper is drawn and frozen with it, with
 * an eye on what her papers of this course have asked in whatever edition and cycle; nothing that a newer edition has
 * withdrawn is drawn. An open request for one more attempt has then nothing left to ask for.
 */
export async function startAttempt(
  { db, random, now }: { db: Db; random: Random; now: () => Date },
  { personId, slug }: { personId: string; slug: string },
): Promise<StartOutcome> {
  const at = now();
  return db.transaction(async (tx) => {
    const enrolmentId = await lockEnrolment(tx, { personId, slug });
    if (!enrolmentId) return { outcome: 'not-enrolled' };
    const state = await tx.one<Standing>`
      SELECT e."courseId", q.id AS "quizId", q.sections, q."timeLimitSeconds",
             ARRAY(SELECT v.id FROM "CourseEdition" d
                     JOIN "WithdrawnQuestion" w ON w."courseId" = d."courseId" AND w."changeNumber" > d."changeCount"
                     JOIN "QuizQuestion" a ON a."quizId" = q.id JOIN "QuestionVersion" v ON v.id = a."questionVersionId" AND v.code = w.code
                    WHERE d.id = q."editionId") AS withdrawn,
             mine.used, attempts_allowed(e.id, q."attemptLimit") AS allowed, mine."openId", mine."passedId",
             (SELECT count(*)::int FROM "Lesson" l WHERE l."editionId" = q."editionId" AND NOT EXISTS
               (SELECT 1 FROM "LessonProgress" p WHERE p."enrolmentId" = e.id AND p."lessonCode" = l.code
                   AND p."readAt" IS NOT NULL)) AS unread,
             (SELECT json_object_agg(s.id, s.at) FROM (
               SELECT w.id, max(extract(epoch FROM drawn."startedAt"))::float8 AS at
                 FROM (${drawnBefore}) drawn
                 JOIN "QuestionVersion" v ON v.id = drawn."questionVersionId"
                 JOIN "QuestionVersion" w ON w."courseId" = v."courseId" AND w.code = v.code
                 JOIN "QuizQuestion" x ON x."questionVersionId" = w.id AND x."quizId" = q.id GROUP BY w.id) s) AS "lastSeen"
        FROM "Enrolment" e JOIN "Quiz" q ON q."editionId" = edition_followed(e."editionId")
       CROSS JOIN LATERAL (
             SELECT count(a.id)::int AS used, (array_agg(a.id) FILTER (WHERE a.state = 'IN_PROGRESS'))[1] AS "openId",
                    (array_agg(a.id) FILTER (WHERE EXISTS (SELECT 1 FROM "Grading" g WHERE g."attemptId" = a.id AND g.passed)))[1] AS "passedId"
               FROM "Attempt" a WHERE a."enrolmentId" = e.id) mine
       WHERE e.id = ${enrolmentId}::uuid`;
    if (state.openId) return { outcome: 'resumed', attemptId: state.openId };
    if (state.passedId) return { outcome: 'already-passed', attemptId: state.passedId };
    if (state.unread > 0) return { outcome: 'lessons-left', lessons: state.unread };
    if (state.used >= state.allowed) return { outcome: 'no-attempts-left' };

    const bank = await readBank(db, state.quizId, tx);
    const drawn = stillDrawn(bank, state.sections, new Set(state.withdrawn));
    const paper = drawPaper(drawn.bank, drawn.sections, (length) => random.bytes(length), {
      lastSeen: new Map(Object.entries(state.lastSeen ?? {})),
      attemptsAfter: state.allowed - state.used - 1,
    });
    const attemptId = random.uuid(at);
    const deadlineAt = state.timeLimitSeconds === null ? null : new Date(at.getTime() + state.timeLimitSeconds * 1000);
    await tx.run`
      WITH closed AS (
        UPDATE "AttemptRequest" SET state = 'CLOSED', "endedAt" = ${at}
         WHERE "enrolmentId" = ${enrolmentId}::uuid AND state = 'OPEN')
      INSERT INTO "Attempt" (id, "enrolmentId", "quizId", "personId", number, "startedAt", "deadlineAt", "checkStateAt", paper)
      VALUES (${attemptId}::uuid, ${enrolmentId}::uuid, ${state.quizId}::uuid, ${personId}::uuid, ${state.used + 1},
              ${at}, ${deadlineAt}, ${deadlineAt}, ${JSON.stringify(storePaper(paper, bank))}::jsonb)`;
    return { outcome: 'started', attemptId };
  });
}
