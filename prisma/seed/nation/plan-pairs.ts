import type pg from 'pg';
import { PAPERS } from './draw-papers.ts';
import { COURSE_PLANS, type CoursePlan, UNASKED } from './plan-nation.ts';
import { NATIONAL_MANAGER } from './stage-nation.ts';

/** The moment of filling: everything happened before `midnight`, by which the day of Viet Nam began, as SQL. */
export type Moment = { now: string; midnight: string; today: string };

/** Nobody moved or began later than so many days ago, and nothing that is told happened earlier. */
export const SETTLED_DAYS = 380;
export const FIRST_DAY = 600;

/** Each person: of which unit and name, and until when she was there. State 0: there; 1: has left; 2: not yet there; 3: deactivated. */
export async function planPeople(client: pg.Client, people: number, { midnight }: Moment): Promise<void> {
  await client.query(`
    CREATE UNLOGGED TABLE nation.person AS
    SELECT x.n, x.unit_no, x.name_no, x.state,
           CASE WHEN x.state IN (1, 3) THEN ${midnight} - (5 + x.n % 85) * interval '1 day' ELSE ${midnight} - interval '1 hour' END AS until
      FROM (SELECT n, coalesce(u.no, n % (SELECT count(*)::int FROM nation.unit WHERE staffed)) AS unit_no,
                   CASE WHEN a.n IS NOT NULL THEN n - 1 ELSE (SELECT count(*)::int FROM nation.account)
                     + nation.roll(n, 1) % (SELECT count(*)::int - 4 FROM nation.name) END AS name_no,
                   CASE WHEN n <= ${NATIONAL_MANAGER} THEN 0 WHEN r.left_or_not < 15000 THEN 1 WHEN r.left_or_not < 25000 THEN 2
                        WHEN r.left_or_not < 30000 THEN 3 ELSE 0 END::smallint AS state
              FROM generate_series(1, ${people}) n
              LEFT JOIN nation.account a USING (n) LEFT JOIN nation.unit u ON u.code = a.agency_code
              CROSS JOIN LATERAL (SELECT nation.roll(n, 2) AS left_or_not OFFSET 0) r) x;
    CREATE UNIQUE INDEX ON nation.person (n);
    ANALYZE nation.person;
    -- who manages the training of a body: its first person who is there
    CREATE UNLOGGED TABLE nation.manager AS
    SELECT u.body_no AS unit_no, min(p.n) AS n FROM nation.person p JOIN nation.unit u ON u.no = p.unit_no
     WHERE p.state = 0 AND p.n > ${NATIONAL_MANAGER} AND u.body_no <> (SELECT no FROM nation.unit WHERE code = 'VN')
       AND u.body_no NOT IN (SELECT o.no FROM nation.account JOIN nation.unit o ON o.code = over_code) GROUP BY 1
    UNION ALL SELECT o.no, a.n FROM nation.account a JOIN nation.unit o ON o.code = over_code WHERE a.role = 'TRAINING_MANAGER'
    UNION ALL SELECT no, ${NATIONAL_MANAGER} FROM nation.unit WHERE code = 'VN'`);
}

/** Which unit was assigned which course, when and until when. */
export async function planBatches(client: pg.Client, { midnight }: Moment): Promise<void> {
  await client.query(
    `CREATE UNLOGGED TABLE nation.batch (no int, course_no int, unit_no int, body_no int, assigned_at timestamptz, due_at timestamptz)`,
  );
  for (const [no, plan] of COURSE_PLANS.entries()) {
    if (plan.assigned === 0) continue;
    const due = plan.isOpen
      ? `${midnight} + (1 + nation.roll(g.unit_no, 4) % 30) * interval '1 day'`
      : `${midnight} - (${plan.daysAgo - 60} + g.late) * interval '1 day'`;
    await client.query(`
      INSERT INTO nation.batch
      SELECT ${no} * 100000 + g.unit_no, ${no}, g.unit_no, g.body_no,
             ${midnight} - (${plan.daysAgo} + g.late) * interval '1 day' + (2 + nation.roll(g.unit_no, 5) % 7) * interval '1 hour', ${due}
        FROM (SELECT DISTINCT ${plan.by}_no AS unit_no, body_no, nation.roll(${plan.by}_no * 16 + ${no}, 3) % 20 AS late
                FROM nation.unit WHERE staffed) g
       WHERE nation.roll(g.unit_no * 16 + ${no}, 6) < ${plan.assigned * 1000}`);
  }
  await client.query('CREATE UNIQUE INDEX ON nation.batch (course_no, unit_no); ANALYZE nation.batch');
}

export const PAIR = `
  CREATE UNLOGGED TABLE nation.pair (
    no bigint, n int, course_no int, unit_no int, batch_no int, active boolean, held boolean, assigned_at timestamptz, due_at timestamptz,
    ended_at timestamptz, enrolled_at timestamptz, completed_at timestamptz, papers int, opens boolean)`;

/** What everybody has to do with one course: a statement for each course, so that they can run side by side. */
export const planPairs = (moment: Moment): string[] => COURSE_PLANS.map((plan, no) => pairsOf(plan, no, moment));

function pairsOf(plan: CoursePlan, no: number, { midnight }: Moment): string {
  const share = (asked: number, unasked: number) =>
    `CASE WHEN b.no IS NULL THEN ${unasked * 1000} ELSE ${asked * 1000} END`;
  return `
    INSERT INTO nation.pair
    SELECT r.key, p.n, ${no}, p.unit_no, b.no, p.state = 0, b.no IS NOT NULL AND x.ended_at IS NULL, b.assigned_at, b.due_at, x.ended_at,
           e.enrolled_at, d.completed_at,
           CASE WHEN d.completed_at IS NOT NULL THEN (r.paper < 470000)::int + (r.paper < 47000)::int
                WHEN e.enrolled_at IS NOT NULL THEN (r.paper < 400000)::int + (r.paper < 60000)::int + (r.paper < 20000)::int ELSE 0 END,
           e.enrolled_at IS NOT NULL AND d.completed_at IS NULL AND p.state = 0 AND r.paper BETWEEN 400000 AND 402000
      FROM nation.person p JOIN nation.unit u ON u.no = p.unit_no
      LEFT JOIN nation.batch b ON b.course_no = ${no} AND b.unit_no = u.${plan.by}_no AND b.assigned_at < p.until
      CROSS JOIN LATERAL (SELECT p.n::bigint * 16 + ${no} AS key OFFSET 0) k
      CROSS JOIN LATERAL (SELECT k.key, nation.roll(k.key, 11) AS learns, nation.roll(k.key, 12) AS begins, nation.roll(k.key, 13) AS takes,
                                 nation.roll(k.key, 14) AS paper, nation.roll(k.key, 15) AS withdrawn OFFSET 0) r
      CROSS JOIN LATERAL (
        SELECT coalesce(b.assigned_at, ${midnight} - (30 + r.begins % 300) * interval '1 day') AS begins,
               least(p.until, ${plan.isOpen ? 'NULL' : `b.due_at + interval '15 days'`}) AS ends OFFSET 0) w
      CROSS JOIN LATERAL (
        SELECT CASE WHEN r.learns < ${share(plan.enrolled, UNASKED.enrolled)} AND w.ends > w.begins + interval '1 day'
                    THEN date_trunc('second', w.begins + (w.ends - w.begins) * (0.02 + r.begins / 2e6)) END AS enrolled_at OFFSET 0) e
      CROSS JOIN LATERAL (
        SELECT CASE WHEN r.learns < ${share(plan.completed, UNASKED.completed)}
                    THEN date_trunc('second', e.enrolled_at + (w.ends - e.enrolled_at) * (0.1 + 0.9 * r.takes / 1e6)) END AS completed_at OFFSET 0) d
      CROSS JOIN LATERAL (
        SELECT CASE WHEN b.no IS NOT NULL AND d.completed_at IS NULL AND r.withdrawn < 20000
                    THEN greatest(b.assigned_at + interval '1 day', ${midnight} - (1 + r.withdrawn % 20) * interval '1 day') END AS ended_at OFFSET 0) x
     WHERE p.state <> 2 AND (b.no IS NOT NULL OR e.enrolled_at IS NOT NULL)`;
}

/** The attempts of each: what failed first, what passed when she completed, and a few that are open. */
export const planAttempts = ({ midnight }: Moment): string => `
  CREATE UNLOGGED TABLE nation.attempt AS
  SELECT t.no * 4 + k AS no, t.no AS pair_no, t.n, t.course_no, k::int AS number, v.passes, nation.roll(t.no * 4 + k, 21) % ${PAPERS} AS variant, t.opens,
         CASE WHEN v.passes THEN t.completed_at - interval '12 minutes' WHEN t.opens THEN ${midnight} - interval '30 minutes'
              ELSE t.enrolled_at + (34 + 12 * k) * interval '1 minute' END AS started_at,
         CASE WHEN v.passes THEN t.completed_at WHEN NOT t.opens THEN t.enrolled_at + (44 + 12 * k) * interval '1 minute' END AS finished_at
    FROM nation.pair t CROSS JOIN LATERAL generate_series(1, t.papers + t.opens::int) k
    CROSS JOIN LATERAL (SELECT t.completed_at IS NOT NULL AND k = t.papers AS passes OFFSET 0) v
   WHERE t.papers > 0 OR t.opens`;
