-- What goes wrong on the machines, one row a thing: it stays one row however often it is seen, and ends when it is over.
CREATE TABLE "Trouble" (
  kind     TEXT NOT NULL,
  subject  TEXT NOT NULL,
  detail   JSONB NOT NULL DEFAULT '{}',
  since    TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "lastAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  times    INTEGER NOT NULL DEFAULT 1,
  "endedAt" TIMESTAMPTZ(3),
  CONSTRAINT "Trouble_pkey" PRIMARY KEY (kind, subject)
);
CREATE INDEX "Trouble_lastAt_idx" ON "Trouble" ("lastAt");

-- Every process says now and then that it is there.
CREATE TABLE "Heartbeat" (
  id          UUID NOT NULL,
  process     TEXT NOT NULL,
  host        TEXT NOT NULL,
  pid         INTEGER NOT NULL,
  "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "seenAt"    TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "Heartbeat_pkey" PRIMARY KEY (id)
);
CREATE INDEX "Heartbeat_process_seenAt_idx" ON "Heartbeat" (process, "seenAt");

-- The mark that the storage of documents carries, so that another or an absent one is never taken for it.
CREATE TABLE "StorageMark" (
  singleton BOOLEAN NOT NULL DEFAULT true,
  mark     UUID NOT NULL,
  "madeAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "StorageMark_pkey" PRIMARY KEY (singleton),
  CONSTRAINT storage_has_one_mark CHECK (singleton)
);

-- Of which content the courses were last published, and read by which code: equal content is not read again.
CREATE TABLE "PublishedContent" (
  singleton     BOOLEAN NOT NULL DEFAULT true,
  "sourceHash"  TEXT NOT NULL,
  courses       INTEGER NOT NULL,
  "publishedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "PublishedContent_pkey" PRIMARY KEY (singleton),
  CONSTRAINT content_is_published_once CHECK (singleton)
);
