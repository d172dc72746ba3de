-- What a lawyer has to answer about the lessons of a course. It stands beside the editions.
ALTER TABLE "Course" ADD COLUMN "legalPoints" JSONB NOT NULL DEFAULT '[]';
