-- The audit trail knows the address, is chained by hash, and counts failed sign-ins.

ALTER TABLE "AuditEvent" ADD COLUMN "address" TEXT;

-- What is not chained yet. Written with the event, taken by whoever chains it: so nothing that commits late is missed.
CREATE TABLE "AuditPending" (
    "eventId" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AuditPending_pkey" PRIMARY KEY ("eventId")
);

CREATE TABLE "AuditLink" (
    "position" BIGINT NOT NULL,
    "eventId" BIGINT NOT NULL,
    "rowHash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "chainedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AuditLink_pkey" PRIMARY KEY ("position")
);
CREATE UNIQUE INDEX "AuditLink_eventId_key" ON "AuditLink"("eventId");
CREATE TRIGGER audit_link_is_append_only BEFORE UPDATE OR DELETE ON "AuditLink" FOR EACH ROW EXECUTE FUNCTION forbid_change();

CREATE FUNCTION audit_is_to_be_chained() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "AuditPending" ("eventId", at) VALUES (NEW.id, NEW.at);
  RETURN NULL;
END $$;
CREATE TRIGGER audit_is_to_be_chained AFTER INSERT ON "AuditEvent" FOR EACH ROW EXECUTE FUNCTION audit_is_to_be_chained();

-- What stood in the trail before is chained first, in the order of its ids.
INSERT INTO "AuditPending" ("eventId", at) SELECT id, at FROM "AuditEvent";

-- What strangers can do again and again is counted first: one row of a kind, an account, an address and a window, so that
-- nobody makes the trail grow. Whoever has no account shares one of each address. The trail gets the row once the window is over.
CREATE TABLE "AuditCount" (
    "windowAt" TIMESTAMPTZ(3) NOT NULL,
    "action" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "personId" UUID NOT NULL,
    "times" INTEGER NOT NULL,
    "firstAt" TIMESTAMPTZ(3) NOT NULL,
    "lastAt" TIMESTAMPTZ(3) NOT NULL,
    "detail" TEXT NOT NULL,

    CONSTRAINT "AuditCount_pkey" PRIMARY KEY ("windowAt", "action", "address", "personId")
);
