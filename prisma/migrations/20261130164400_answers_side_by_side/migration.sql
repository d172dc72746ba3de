-- An answer knows the save that wrote it and the device it came from; what was written without having seen what stands,
-- what came too late and what she chose against are kept beside it.
CREATE TYPE "Device" AS ENUM ('PHONE', 'COMPUTER');
CREATE TYPE "KeptReason" AS ENUM ('CONFLICT', 'LATE', 'REPLACED');

ALTER TABLE "AttemptAnswer" ADD COLUMN "saveId" UUID,
                            ADD COLUMN "earlier" UUID[] DEFAULT ARRAY[]::UUID[],
                            ADD COLUMN "device" "Device";
-- An answer is written again and again: room for the next version on the same page.
ALTER TABLE "AttemptAnswer" SET (fillfactor = 80);

CREATE TABLE "KeptAnswer" (
    "attemptId" UUID NOT NULL,
    "slot" SMALLINT NOT NULL,
    "saveId" UUID NOT NULL,
    "answer" JSONB NOT NULL,
    "reason" "KeptReason" NOT NULL,
    "basedOn" INTEGER NOT NULL,
    "device" "Device",
    "writtenAt" TIMESTAMPTZ(3) NOT NULL,
    "keptAt" TIMESTAMPTZ(3) NOT NULL,
    "settledAt" TIMESTAMPTZ(3),
    "chosen" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "KeptAnswer_pkey" PRIMARY KEY ("attemptId","slot","saveId")
);
ALTER TABLE "KeptAnswer" ADD CONSTRAINT "KeptAnswer_attemptId_fkey" FOREIGN KEY ("attemptId") REFERENCES "Attempt"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "KeptAnswer" ADD CONSTRAINT kept_slot_and_base CHECK (slot >= 1 AND "basedOn" >= 0);
-- Only what was in conflict is chosen among, and only what was settled can have been chosen.
ALTER TABLE "KeptAnswer" ADD CONSTRAINT kept_is_settled_by_choice
  CHECK ((reason = 'CONFLICT' OR "settledAt" IS NULL) AND ("settledAt" IS NOT NULL OR NOT chosen));

-- What is kept stays word for word; it is settled once.
CREATE FUNCTION kept_answer_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."settledAt" IS NOT NULL OR NEW."settledAt" IS NULL OR
     (NEW."attemptId", NEW.slot, NEW."saveId", NEW.answer, NEW.reason, NEW."basedOn", NEW.device, NEW."writtenAt", NEW."keptAt") IS DISTINCT FROM
     (OLD."attemptId", OLD.slot, OLD."saveId", OLD.answer, OLD.reason, OLD."basedOn", OLD.device, OLD."writtenAt", OLD."keptAt") THEN
    RAISE EXCEPTION 'a kept answer does not change' USING ERRCODE = 'P0001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kept_answer_is_frozen BEFORE UPDATE ON "KeptAnswer" FOR EACH ROW EXECUTE FUNCTION kept_answer_is_frozen();
CREATE TRIGGER kept_answer_is_kept BEFORE DELETE ON "KeptAnswer" FOR EACH ROW EXECUTE FUNCTION forbid_delete();

-- Answers are saved only while the attempt is in progress; a slot's revision only grows, and each has one text.
CREATE OR REPLACE FUNCTION answer_is_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.revision < OLD.revision OR (NEW.revision = OLD.revision AND NEW.answer <> OLD.answer)) THEN
    RAISE EXCEPTION 'an older revision does not replace a newer one, and a revision has one text' USING ERRCODE = 'P0001';
  END IF;
  IF (SELECT state FROM "Attempt" WHERE id = NEW."attemptId") <> 'IN_PROGRESS' THEN
    RAISE EXCEPTION 'the attempt is over: its answers do not change' USING ERRCODE = 'P0001';
  END IF;
  RETURN NEW;
END $$;
