-- Lists of people follow the names in their order until a page is full. What tells whether a name belongs to the list
-- stands in the index, so that names which do not are passed without reading their rows.
DROP INDEX person_by_name;
CREATE INDEX person_by_name ON "Person" ((split_part("sortName", ' ', 1)) COLLATE "vi-x-icu", "sortName" COLLATE "vi-x-icu", id)
  INCLUDE ("searchText", "deactivatedAt");

-- Who works in a unit now, from an index alone.
CREATE INDEX appointment_staff ON "Appointment" ("agencyId") INCLUDE ("personId") WHERE state = 'CURRENT' AND "isPrimary";

-- Those who are overdue are few among many; a list of them begins with them.
CREATE INDEX standing_overdue ON "Standing" ("agencyId", "courseId") INCLUDE ("personId") WHERE overdue;
