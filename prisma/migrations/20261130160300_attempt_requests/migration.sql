-- A learner without an attempt left asks for one more; a training manager grants or declines.

CREATE TYPE "AttemptRequestState" AS ENUM ('OPEN', 'GRANTED', 'DECLINED', 'WITHDRAWN', 'CLOSED');

CREATE TABLE "AttemptRequest" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "enrolmentId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "courseId" UUID NOT NULL,
    "afterAttempt" INTEGER NOT NULL,
    "ordinal" SMALLINT NOT NULL,
    "reason" TEXT NOT NULL,
    "state" "AttemptRequestState" NOT NULL DEFAULT 'OPEN',
    "askedAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),
    "decidedById" UUID,
    "answer" TEXT,
    "agencyId" UUID,

    CONSTRAINT "AttemptRequest_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "AttemptRequest_enrolmentId_afterAttempt_ordinal_key" ON "AttemptRequest"("enrolmentId", "afterAttempt", "ordinal");
CREATE INDEX "AttemptRequest_personId_idx" ON "AttemptRequest"("personId");
CREATE INDEX "AttemptRequest_courseId_idx" ON "AttemptRequest"("courseId");
ALTER TABLE "AttemptRequest" ADD CONSTRAINT "AttemptRequest_enrolmentId_fkey" FOREIGN KEY ("enrolmentId") REFERENCES "Enrolment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "AttemptRequest" ADD CONSTRAINT "AttemptRequest_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "AttemptRequest" ADD CONSTRAINT "AttemptRequest_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- One open request per person and quiz.
CREATE UNIQUE INDEX attempt_request_one_open ON "AttemptRequest" ("personId", "courseId") WHERE state = 'OPEN';
-- After one attempt, one more is granted at most.
CREATE UNIQUE INDEX attempt_request_one_grant ON "AttemptRequest" ("enrolmentId", "afterAttempt") WHERE state = 'GRANTED';
-- Waiting and declined requests are listed by their time.
CREATE INDEX attempt_request_waiting ON "AttemptRequest" ("askedAt", id) WHERE state = 'OPEN';
CREATE INDEX attempt_request_declined ON "AttemptRequest" ("endedAt", id) WHERE state = 'DECLINED';

-- After each attempt she may ask three times.
ALTER TABLE "AttemptRequest" ADD CONSTRAINT attempt_request_at_most_three CHECK (ordinal BETWEEN 1 AND 3);
ALTER TABLE "AttemptRequest" ADD CONSTRAINT attempt_request_has_a_reason
  CHECK (reason = btrim(reason) AND char_length(reason) BETWEEN 1 AND 500);
ALTER TABLE "AttemptRequest" ADD CONSTRAINT attempt_request_ends_once CHECK ((state = 'OPEN') = ("endedAt" IS NULL));
-- Who decides does so in words and under a name.
ALTER TABLE "AttemptRequest" ADD CONSTRAINT attempt_request_decision_is_told
  CHECK (num_nonnulls("decidedById", "agencyId", answer) = 3 * (state IN ('GRANTED', 'DECLINED'))::int);
ALTER TABLE "AttemptRequest" ADD CONSTRAINT attempt_request_answer_is_a_sentence
  CHECK (answer IS NULL OR (answer = btrim(answer) AND char_length(answer) BETWEEN 1 AND 500));
ALTER TABLE "AttemptRequest" ADD CONSTRAINT attempt_request_nobody_decides_on_herself CHECK ("decidedById" <> "personId");

-- A request ends once; only what was declined may still be granted.
CREATE FUNCTION attempt_request_moves_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW."enrolmentId", NEW."personId", NEW."courseId", NEW."afterAttempt", NEW.ordinal, NEW.reason, NEW."askedAt") IS DISTINCT FROM
     (OLD."enrolmentId", OLD."personId", OLD."courseId", OLD."afterAttempt", OLD.ordinal, OLD.reason, OLD."askedAt") THEN
    RAISE EXCEPTION 'what was asked does not change' USING ERRCODE = 'P0001';
  END IF;
  IF OLD.state <> 'OPEN' AND NOT (OLD.state = 'DECLINED' AND NEW.state = 'GRANTED') THEN
    RAISE EXCEPTION 'a request that has ended does not change' USING ERRCODE = 'P0001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER attempt_request_moves_on BEFORE UPDATE ON "AttemptRequest" FOR EACH ROW EXECUTE FUNCTION attempt_request_moves_on();
CREATE TRIGGER attempt_request_is_kept BEFORE DELETE ON "AttemptRequest" FOR EACH ROW EXECUTE FUNCTION forbid_delete();

-- How many attempts an enrolment may have at a quiz: its limit, and one for each that was granted.
CREATE FUNCTION attempts_allowed(enrolment uuid, attempt_limit integer) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT attempt_limit + count(*)::int FROM "AttemptRequest" WHERE "enrolmentId" = enrolment AND state = 'GRANTED'
$$;

-- Never more attempts than are allowed, and none numbered outside them.
CREATE OR REPLACE FUNCTION attempt_within_limit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.number < 1 OR NEW.number > (SELECT attempts_allowed(NEW."enrolmentId", "attemptLimit") FROM "Quiz" WHERE id = NEW."quizId") THEN
    RAISE EXCEPTION 'attempt % is outside the limit of its quiz', NEW.number USING ERRCODE = 'P0001';
  END IF;
  RETURN NEW;
END $$;

-- Who holds a role over an agency.
CREATE INDEX "Grant_agencyId_idx" ON "Grant"("agencyId");
