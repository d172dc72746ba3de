import type { Db } from '#app/platform/database.server.ts';
import { networkOf } from '#app/platform/network-address.ts';
import type { Random } from '#app/platform/random.server.ts';
import { sha256 } from '#app/platform/storage.server.ts';

const DEVICE_DAYS = 180;
/** Of one person; and of people on one device, as at a desk that many share. */
const MOST_DEVICES = 20;
const MOST_PEOPLE = 50;

/** Until when a browser keeps the token of its device. */
export const deviceEnd = (now: Date): Date => new Date(now.getTime() + DEVICE_DAYS * 86_400_000);

/** In the table stands the hash alone. */
export const deviceIdOf = (token: string | null | undefined): string => (token ? sha256(token) : '');

/** A network as it is compared: which one it was, the table does not tell. */
const networkMark = (personId: string, address: string): string => sha256(`${personId} ${networkOf(address)}`);

/**
 * Whether the account knows the device, and whether it knows the network: she signed in with it, or from there, since
 * her password was last changed. One statement, for nobody as well.
 */
export async function readDevice(
  { db, now }: { db: Db; now: () => Date },
  { personId, token, address }: { personId: string | null; token: string | null; address: string },
): Promise<{ knowsDevice: boolean; knowsNetwork: boolean }> {
  const row = await db.one<{ knowsDevice: boolean | null; knowsNetwork: boolean | null }>`
    SELECT bool_or(d.id = ${deviceIdOf(token)}) AS "knowsDevice",
           bool_or(d.network = ${networkMark(personId ?? '', address)}) AS "knowsNetwork"
      FROM "KnownDevice" d JOIN "Person" p ON p.id = d."personId"
     WHERE d."personId" = ${personId}::uuid AND d."expiresAt" > ${now()}
       AND d."passwordMark" = encode(sha256(convert_to(coalesce(p."passwordHash", ''), 'UTF8')), 'hex')`;
  return { knowsDevice: row.knowsDevice ?? false, knowsNetwork: row.knowsNetwork ?? false };
}

/**
 * Knows the device from here on, by a new token; whom it was known to before knows it by that one too. What is known
 * longest gives way where it becomes too much.
 */
export async function rememberDevice(
  { db, now, random }: { db: Db; now: () => Date; random: Random },
  { personId, token, address }: { personId: string; token: string | null; address: string },
): Promise<{ deviceToken: string }> {
  const at = now();
  const deviceToken = random.bytes(32).toString('base64url');
  const id = deviceIdOf(deviceToken);
  await db.transaction(async (tx) => {
    await tx.run`UPDATE "KnownDevice" SET id = ${id} WHERE id = ${deviceIdOf(token)}`;
    await tx.run`
      INSERT INTO "KnownDevice" (id, "personId", network, "passwordMark", "seenAt", "expiresAt")
      SELECT ${id}, p.id, ${networkMark(personId, address)},
             encode(sha256(convert_to(coalesce(p."passwordHash", ''), 'UTF8')), 'hex'), ${at}, ${deviceEnd(at)}
        FROM "Person" p WHERE p.id = ${personId}::uuid
      ON CONFLICT (id, "personId") DO UPDATE SET network = excluded.network, "passwordMark" = excluded."passwordMark",
        "seenAt" = excluded."seenAt", "expiresAt" = excluded."expiresAt"`;
    await tx.run`
      DELETE FROM "KnownDevice" d USING (
        SELECT id, "personId", row_number() OVER (PARTITION BY "personId" = ${personId}::uuid ORDER BY "seenAt" DESC, id) AS place,
               "personId" = ${personId}::uuid AS hers
          FROM "KnownDevice" WHERE "personId" = ${personId}::uuid OR id = ${id}) old
       WHERE d.id = old.id AND d."personId" = old."personId"
         AND old.place > CASE WHEN old.hers THEN ${MOST_DEVICES}::int ELSE ${MOST_PEOPLE}::int END`;
  });
  return { deviceToken };
}

/** Knows none of a person's devices any more. */
export async function forgetDevices({ db }: { db: Pick<Db, 'knownDevice'> }, personId: string): Promise<void> {
  await db.knownDevice.deleteMany({ where: { personId } });
}

/** Drops what is known no longer. */
export async function dropExpiredDevices({ db, now }: { db: Db; now: () => Date }): Promise<void> {
  await db.knownDevice.deleteMany({ where: { expiresAt: { lte: now() } } });
}
