import type { Tx } from '#app/platform/database.server.ts';
import { asDate, vietnamDay } from '../calendar.ts';
import { cleanEmail } from './parse-identifier.ts';
import { searchTextOf, sortNameOf } from './parse-person-name.ts';
import { settleRegistered } from './settle-registered.server.ts';

/**
 * Adds a person with her primary appointment from today on, counted as registered there. `fullName` comes from
 * `parsePersonName`.
 */
export async function registerPerson(
  tx: Tx,
  person: { fullName: string; email: string; personnelNumber: string; agencyId: string; position: string },
  now: Date,
): Promise<{ id: string }> {
  const { fullName, personnelNumber, agencyId, position } = person;
  const email = cleanEmail(person.email);
  const { id } = await tx.person.create({
    data: {
      fullName,
      email,
      personnelNumber,
      sortName: sortNameOf(fullName),
      searchText: searchTextOf({ fullName, email, personnelNumber }),
      createdAt: now,
    },
    select: { id: true },
  });
  await tx.appointment.create({
    data: { personId: id, agencyId, position, validFrom: asDate(vietnamDay(now)), state: 'CURRENT' },
  });
  await settleRegistered(tx, [id], now);
  return { id };
}
