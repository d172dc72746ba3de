import { vietnamDay } from '#app/domain/calendar.ts';
import { settleStandings } from '#app/domain/ledger/settle-standings.server.ts';
import type { Db } from '#app/platform/database.server.ts';
import { lockPeople } from './lock-people.server.ts';
import { settleRegistered } from './settle-registered.server.ts';

const CHUNK = 500;
const ROUNDS = 400;

/**
 * Begins and ends appointments by the calendar of Viet Nam: planned ones whose first day has come, current ones whose
 * last day is over. Answers how many people moved. Harmless when it runs twice or at once.
 */
export async function sweepAppointments({ db, now }: { db: Db; now: () => Date }): Promise<number> {
  const today = vietnamDay(now());
  let swept = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const due = await db.rows<{ personId: string }>`
      SELECT DISTINCT "personId" FROM (
        SELECT "personId" FROM "Appointment" WHERE state = 'PLANNED' AND "validFrom" <= ${today}::date
        UNION ALL
        SELECT "personId" FROM "Appointment" WHERE state = 'CURRENT' AND "validTo" <= ${today}::date) d
       ORDER BY 1 LIMIT ${CHUNK}`;
    if (due.length === 0) break;
    await sweepPeople(
      { db, now },
      due.map((row) => row.personId),
      today,
    );
    swept += due.length;
    if (due.length < CHUNK) break;
  }
  return swept;
}

async function sweepPeople({ db, now }: { db: Db; now: () => Date }, personIds: string[], today: string) {
  const at = now();
  await db.transaction(async (tx) => {
    await lockPeople(tx, personIds);
    await tx.run`
      UPDATE "Appointment" SET state = 'ENDED'
       WHERE "personId" = ANY(${personIds}::uuid[]) AND state IN ('PLANNED', 'CURRENT') AND "validTo" <= ${today}::date`;
    await tx.run`
      UPDATE "Appointment" SET state = 'CURRENT'
       WHERE "personId" = ANY(${personIds}::uuid[]) AND state = 'PLANNED' AND "validFrom" <= ${today}::date`;
    await settleRegistered(tx, personIds, at);
    await settleStandings(tx, personIds, null, at);
  });
}
