import pg from 'pg';
import { canonical } from './answers.ts';

/** An answer as it stood in the database from `at` on. */
export type Version = { n: number; at: number; slot: number; value: string };

export type Outcome = {
  state: string;
  gradings: number;
  /** Attempts of this person at this quiz. */
  attempts: number;
  /** Every answer that any table still knows of this attempt, by slot: what stands, and what the history keeps. */
  kept: Map<number, Set<string>>;
  /** Of what is kept beside what stands: what she has chosen against. */
  settled: Map<number, Set<string>>;
  /** What stands. */
  standing: Map<number, string>;
};

export type Witness = {
  /** Every answer that ever stood in this attempt, in order. */
  versionsOf(attemptId: string): Promise<Version[]>;
  outcomeOf(attemptId: string): Promise<Outcome>;
  isLessonRead(personId: string, lessonSlug: string): Promise<boolean>;
  endSessions(personId: string): Promise<void>;
  close(): Promise<void>;
};

/**
 * A witness inside the database: a trigger writes down every answer that stands, so that the judgement needs nothing
 * of what the product says about itself.
 */
const TRIGGER = `
  CREATE TABLE IF NOT EXISTS walk_version (n bigint GENERATED ALWAYS AS IDENTITY, at timestamptz NOT NULL DEFAULT clock_timestamp(),
    attempt uuid NOT NULL, slot int NOT NULL, answer jsonb NOT NULL);
  CREATE INDEX ON walk_version (attempt);
  GRANT INSERT ON walk_version TO PUBLIC;
  CREATE FUNCTION walk_version() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
  BEGIN
    IF TG_OP = 'INSERT' OR OLD.answer IS DISTINCT FROM NEW.answer THEN
      INSERT INTO walk_version (attempt, slot, answer) VALUES (NEW."attemptId", NEW.slot, NEW.answer);
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER walk_version AFTER INSERT OR UPDATE ON "AttemptAnswer" FOR EACH ROW EXECUTE FUNCTION walk_version();`;

function bySlot(rows: readonly { slot: number; answer: unknown }[]): Map<number, Set<string>> {
  const all = new Map<number, Set<string>>();
  for (const { slot, answer } of rows) all.set(slot, (all.get(slot) ?? new Set()).add(canonical(answer)));
  return all;
}

/** Watches the answers of a database from now on. */
export async function openWitness(databaseUrl: string): Promise<Witness> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 3 });
  await pool.query(TRIGGER);
  // Wherever the product keeps answers by attempt and slot: what stands and what is history.
  const { rows: tables } = await pool.query<{ name: string }>(
    `SELECT quote_ident(table_name) AS name FROM information_schema.columns
      WHERE table_schema = 'public' AND column_name IN ('attemptId', 'slot', 'answer') GROUP BY 1 HAVING count(*) = 3`,
  );
  const everywhere = tables
    .map(({ name }) => `SELECT slot, answer FROM ${name} WHERE "attemptId" = $1`)
    .join(' UNION ALL ');
  return {
    async versionsOf(attemptId) {
      const { rows } = await pool.query<{ n: string; at: Date; slot: number; answer: unknown }>(
        'SELECT n, at, slot, answer FROM walk_version WHERE attempt = $1 ORDER BY n',
        [attemptId],
      );
      return rows.map(({ n, at, slot, answer }) => ({
        n: Number(n),
        at: at.getTime(),
        slot,
        value: canonical(answer),
      }));
    },
    async outcomeOf(attemptId) {
      const [attempt, known, settled, standing] = await Promise.all([
        pool.query<{ state: string; gradings: number; attempts: number }>(
          `SELECT a.state, (SELECT count(*)::int FROM "Grading" g WHERE g."attemptId" = a.id) AS gradings,
                  (SELECT count(*)::int FROM "Attempt" x WHERE x."enrolmentId" = a."enrolmentId") AS attempts
             FROM "Attempt" a WHERE a.id = $1`,
          [attemptId],
        ),
        pool.query<{ slot: number; answer: unknown }>(everywhere, [attemptId]),
        pool.query<{ slot: number; answer: unknown }>(
          'SELECT slot, answer FROM "KeptAnswer" WHERE "attemptId" = $1 AND "settledAt" IS NOT NULL',
          [attemptId],
        ),
        pool.query<{ slot: number; answer: unknown }>(
          'SELECT slot, answer FROM "AttemptAnswer" WHERE "attemptId" = $1',
          [attemptId],
        ),
      ]);
      const [row] = attempt.rows;
      if (!row) throw new Error(`no attempt ${attemptId}`);
      return {
        ...row,
        kept: bySlot(known.rows),
        settled: bySlot(settled.rows),
        standing: new Map(standing.rows.map(({ slot, answer }) => [slot, canonical(answer)])),
      };
    },
    async isLessonRead(personId, lessonSlug) {
      const { rowCount } = await pool.query(
        `SELECT 1 FROM "LessonProgress" p JOIN "Enrolment" e ON e.id = p."enrolmentId" JOIN "Lesson" l ON l.code = p."lessonCode"
          WHERE e."personId" = $1 AND l.slug = $2 AND p."readAt" IS NOT NULL`,
        [personId, lessonSlug],
      );
      return (rowCount ?? 0) > 0;
    },
    async endSessions(personId) {
      await pool.query('DELETE FROM "Session" WHERE "userId" = $1', [personId]);
    },
    close: () => pool.end(),
  };
}
