-- The documents that lessons rest on, and which lesson of an edition names which.

CREATE TABLE "SourceDocument" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "number" TEXT,
    "titleVi" TEXT NOT NULL,
    "titleEn" TEXT NOT NULL,
    "issuerVi" TEXT NOT NULL,
    "issuerEn" TEXT NOT NULL,
    "issuedOn" DATE,
    "inForceFrom" DATE,
    "inForceTo" DATE,
    "amendedBy" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "replacedById" TEXT,
    "url" TEXT,
    "host" TEXT,
    "checkedOn" DATE,
    "awaitsGazette" BOOLEAN NOT NULL,

    CONSTRAINT "SourceDocument_pkey" PRIMARY KEY ("id")
);
ALTER TABLE "SourceDocument" ADD CONSTRAINT "SourceDocument_replacedById_fkey" FOREIGN KEY ("replacedById") REFERENCES "SourceDocument"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "Lesson" ADD COLUMN "sources" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- A page links to what somebody has opened, and to nothing that a browser would run.
ALTER TABLE "SourceDocument" ADD CONSTRAINT source_address_is_a_page CHECK (url ~ '^https://[^[:space:]]+$' AND host IS NOT NULL OR url IS NULL AND host IS NULL);
ALTER TABLE "SourceDocument" ADD CONSTRAINT source_is_linked_once_opened CHECK (NOT ("awaitsGazette" AND url IS NOT NULL));
ALTER TABLE "SourceDocument" ADD CONSTRAINT source_does_not_replace_itself CHECK ("replacedById" <> id);
