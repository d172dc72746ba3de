-- Whoever guesses waits longer and longer: until when, stands beside the count.
ALTER TABLE "RateLimit" ADD COLUMN "nextAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- Devices on which somebody signed in: guesses of others do not keep her out there.
CREATE TABLE "KnownDevice" (
    "id" TEXT NOT NULL,
    "personId" UUID NOT NULL,
    "network" TEXT NOT NULL,
    "passwordMark" TEXT NOT NULL,
    "seenAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "KnownDevice_pkey" PRIMARY KEY ("id", "personId")
);
CREATE INDEX "KnownDevice_personId_idx" ON "KnownDevice"("personId");
CREATE INDEX "KnownDevice_expiresAt_idx" ON "KnownDevice"("expiresAt");
ALTER TABLE "KnownDevice" ADD CONSTRAINT "KnownDevice_personId_fkey"
  FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;
