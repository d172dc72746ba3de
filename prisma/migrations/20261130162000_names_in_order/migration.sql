-- Lists of people go by given name, its tone included, and only then by the rest of the name.
DROP INDEX person_by_name;
CREATE INDEX person_by_name ON "Person" ((split_part("sortName", ' ', 1)) COLLATE "vi-x-icu", "sortName" COLLATE "vi-x-icu", id);
