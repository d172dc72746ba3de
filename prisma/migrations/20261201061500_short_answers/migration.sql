-- Of most answers nothing stood before: an empty list of them is not kept, which costs more than none.
ALTER TABLE "AttemptAnswer" ALTER COLUMN "earlier" DROP DEFAULT;
-- Most answers are written once. A tenth of a page is room for seven that are written again, and what they leave is
-- cleared away before the page is full.
ALTER TABLE "AttemptAnswer" SET (fillfactor = 90);
