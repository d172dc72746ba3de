-- Sessions and one-time links end with every change of what they open.

ALTER TABLE "Person" ADD COLUMN "securityStamp" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Session" ADD COLUMN "securityStamp" INTEGER NOT NULL DEFAULT 0, ADD COLUMN "linkId" TEXT;
ALTER TABLE "SignInLink" ADD COLUMN "securityStamp" INTEGER NOT NULL DEFAULT 0;

-- Another password or account state: what was opened before is over, whoever wrote the change.
CREATE FUNCTION person_changes_access() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW."passwordHash", NEW."deactivatedAt") IS DISTINCT FROM (OLD."passwordHash", OLD."deactivatedAt") THEN
    NEW."securityStamp" := OLD."securityStamp" + 1;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER person_changes_access BEFORE UPDATE ON "Person" FOR EACH ROW EXECUTE FUNCTION person_changes_access();

-- So it is with another grant.
CREATE FUNCTION grant_changes_access() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN RETURN NULL; END IF;
  UPDATE "Person" SET "securityStamp" = "securityStamp" + 1 WHERE id IN (OLD."personId", NEW."personId");
  RETURN NULL;
END $$;
CREATE TRIGGER grant_changes_access AFTER INSERT OR UPDATE OR DELETE ON "Grant" FOR EACH ROW EXECUTE FUNCTION grant_changes_access();

CREATE TABLE "AccountNotice" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "personId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "details" JSONB NOT NULL,
    "seenAt" TIMESTAMPTZ(3),
    "mailedAt" TIMESTAMPTZ(3),

    CONSTRAINT "AccountNotice_pkey" PRIMARY KEY ("id")
);
ALTER TABLE "AccountNotice" ADD CONSTRAINT "AccountNotice_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE INDEX notice_to_see ON "AccountNotice" ("personId", at) WHERE "seenAt" IS NULL;
CREATE INDEX notice_to_mail ON "AccountNotice" (at) WHERE "mailedAt" IS NULL;
