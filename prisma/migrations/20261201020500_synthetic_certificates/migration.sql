-- Certificates that no document stands behind: of a made-up nation, to measure in. Whoever compares documents with
-- their rows leaves them out.
ALTER TABLE "Certificate" ADD COLUMN "synthetic" BOOLEAN NOT NULL DEFAULT false;

-- A mark that takes a certificate out of the comparison is written by the superuser of a server alone, whom neither web
-- and worker nor the owner of the tables is, and with the row: none is marked afterwards.
CREATE FUNCTION certificate_is_marked_from_outside() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('is_superuser') <> 'on' THEN
    RAISE EXCEPTION 'a certificate of the product is not synthetic' USING ERRCODE = 'P0001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER certificate_is_marked_from_outside BEFORE INSERT ON "Certificate"
  FOR EACH ROW WHEN (NEW."synthetic") EXECUTE FUNCTION certificate_is_marked_from_outside();

-- Serial, holder, course, date and mark never change; superseding, revoking and issuing happen once.
CREATE OR REPLACE FUNCTION certificate_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW."completionId", NEW.kind, NEW."personId", NEW.serial, NEW."reservedAt", NEW."synthetic") IS DISTINCT FROM
     (OLD."completionId", OLD.kind, OLD."personId", OLD.serial, OLD."reservedAt", OLD."synthetic") OR NEW.statement IS DISTINCT FROM OLD.statement THEN
    RAISE EXCEPTION 'the statement of a certificate is frozen' USING ERRCODE = 'P0001';
  END IF;
  IF OLD.status = 'ISSUED' AND (NEW.status, NEW."issuedAt", NEW."documentSha256", NEW."documentBytes") IS DISTINCT FROM
     (OLD.status, OLD."issuedAt", OLD."documentSha256", OLD."documentBytes") THEN
    RAISE EXCEPTION 'an issued certificate keeps its document' USING ERRCODE = 'P0001';
  END IF;
  IF (OLD."revokedAt" IS NOT NULL AND (NEW."revokedAt", NEW."revokedReason") IS DISTINCT FROM (OLD."revokedAt", OLD."revokedReason"))
     OR (OLD."supersededAt" IS NOT NULL AND (NEW."supersededAt", NEW."supersededById") IS DISTINCT FROM (OLD."supersededAt", OLD."supersededById")) THEN
    RAISE EXCEPTION 'nothing returns from revoked or superseded' USING ERRCODE = 'P0001';
  END IF;
  RETURN NEW;
END $$;
