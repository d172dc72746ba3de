-- Names hold visible signs alone: soft hyphens, zero-width spaces and marks that turn the direction of writing go out
-- of those that have them, with a row in the audit trail. A name of nothing else becomes the personnel number.
CREATE FUNCTION without_invisible(line text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT btrim(regexp_replace(normalize(regexp_replace(line,
    '[\u00AD\u034F\u0600-\u0605\u061C\u06DD\u070F\u0890-\u0891\u08E2\u115F-\u1160\u17B4-\u17B5\u180B-\u180F\u200B-\u200F\u202A-\u202E\u2060-\u206F\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFFB\U000110BD\U000110CD\U00013430-\U0001343F\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]',
    '', 'g'), NFC), '[[:space:]]+', ' ', 'g'))
$$;

WITH dirty AS (
  SELECT id, "fullName" AS was, coalesce(nullif(without_invisible("fullName"), ''), "personnelNumber") AS clean
    FROM "Person" WHERE without_invisible("fullName") <> "fullName"
), cleaned AS (
  UPDATE "Person" p
     SET "fullName" = d.clean, "sortName" = coalesce(nullif(without_invisible(p."sortName"), ''), p."personnelNumber"),
         "searchText" = without_invisible(p."searchText")
    FROM dirty d WHERE d.id = p.id
)
INSERT INTO "AuditEvent" (at, action, "subjectType", "subjectId", before, after)
SELECT now(), 'person.name-cleaned', 'person', id::text, jsonb_build_object('fullName', was), jsonb_build_object('fullName', clean)
  FROM dirty ORDER BY id;

UPDATE "Agency" SET "nameVi" = without_invisible("nameVi"), "nameEn" = without_invisible("nameEn")
 WHERE (without_invisible("nameVi"), without_invisible("nameEn")) <> ("nameVi", "nameEn")
   AND '' NOT IN (without_invisible("nameVi"), without_invisible("nameEn"));

ALTER TABLE "Person" ADD CONSTRAINT person_name_is_visible CHECK ("fullName" = without_invisible("fullName"));
ALTER TABLE "Agency" ADD CONSTRAINT agency_name_is_visible
  CHECK ("nameVi" = without_invisible("nameVi") AND "nameEn" = without_invisible("nameEn"));

-- Which release of the renderer drew a document: 1 set a question mark for letters that its one font lacks.
ALTER TABLE "Certificate" ADD COLUMN "documentRenderer" INTEGER NOT NULL DEFAULT 1;
-- Characters of the statement that no font has: the certificate stays reserved and is tried again.
ALTER TABLE "Certificate" ADD COLUMN "unprintable" TEXT;
ALTER TABLE "Certificate" ADD COLUMN "unprintableAt" TIMESTAMPTZ(3);
ALTER TABLE "Certificate" ADD CONSTRAINT certificate_unprintable_is_reserved
  CHECK (("unprintable" IS NULL) = ("unprintableAt" IS NULL) AND ("unprintable" IS NULL OR status = 'RESERVED'));
