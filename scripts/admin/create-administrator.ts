import { z } from 'zod';
import { cleanEmail, parsePersonnelNumber } from '#app/domain/accounts/parse-identifier.ts';
import { parsePersonName } from '#app/domain/accounts/parse-person-name.ts';
import { registerPerson } from '#app/domain/accounts/register-person.server.ts';
import { createSignInLink } from '#app/domain/accounts/sign-in-links.server.ts';
import { importAgencies } from '#app/domain/agencies/import-agencies.server.ts';
import { vietnamDay } from '#app/domain/calendar.ts';
import { unprintableCharacters } from '#app/domain/certificates/fonts.server.ts';
import { nameCharacters } from '#app/domain/clean-text.ts';
import { recordAudit } from '#app/domain/ledger/record-audit.server.ts';
import type { Db } from '#app/platform/database.server.ts';
import type { Random } from '#app/platform/random.server.ts';
import { agencyFile, readAgencies } from '../../prisma/seed/read-agencies.ts';

/** Why there is no new administrator, in one sentence. */
export class AdminRefused extends Error {}

export const LINK_HOURS = 24;

type Asked = { email: string | undefined; name: string | undefined; number: string | undefined; agency: string };

/**
 * Makes somebody an administrator of an agency and all below it, and answers the token of a one-time link. A person
 * whom the e-mail names already gets the grant, if she lacks it, and a new link. A database without agencies gets the
 * list that ships with the product.
 */
export async function createAdministrator(
  { db, now, random, root }: { db: Db; now: () => Date; random: Random; root: string },
  asked: Asked,
): Promise<{ token: string; fullName: string; imported: number }> {
  const email = z.email().safeParse(cleanEmail(asked.email ?? ''));
  if (!email.success)
    throw new AdminRefused('--email must be an e-mail address, for example --email an@bonoivu.example.');
  const known = await db.person.findUnique({ where: { email: email.data } });
  if (known?.deactivatedAt) throw new AdminRefused(`${email.data} belongs to a deactivated person.`);
  const fresh = known ? null : checkFresh(asked);
  if (fresh && (await db.person.findUnique({ where: { personnelNumber: fresh.personnelNumber } }))) {
    throw new AdminRefused(`--number ${fresh.personnelNumber} belongs to somebody with another e-mail address.`);
  }
  const imported = await provideAgencies(db, root, now());
  const agency = await db.agency.findUnique({ where: { code: asked.agency } });
  if (!agency) throw new AdminRefused(`--agency ${asked.agency}: there is no agency with this code.`);

  const at = now();
  const person = await db.transaction(async (tx) => {
    const appointed = { ...fresh, email: email.data, agencyId: agency.id, position: 'Quản trị viên hệ thống' };
    const who = known ?? {
      ...(await registerPerson(tx, { fullName: '', personnelNumber: '', ...appointed }, at)),
      fullName: fresh?.fullName ?? '',
    };
    const held = await tx.grant.findFirst({
      where: {
        personId: who.id,
        role: 'ADMINISTRATOR',
        agencyId: agency.id,
        OR: [{ validTo: null }, { validTo: { gt: at } }],
      },
    });
    if (!held) {
      const grant = await tx.grant.create({
        data: { personId: who.id, role: 'ADMINISTRATOR', agencyId: agency.id, createdAt: at },
      });
      await recordAudit(tx, {
        at,
        actorId: null,
        action: 'grant.added',
        subjectType: 'person',
        subjectId: who.id,
        agencyId: agency.id,
        after: { grantId: grant.id, role: 'ADMINISTRATOR', agencyId: agency.id },
      });
    }
    return who;
  });
  const token = await createSignInLink(
    { db, now, random },
    { personId: person.id, createdById: null, validHours: LINK_HOURS },
  );
  return { token, fullName: person.fullName, imported };
}

function checkFresh({ name, number }: Asked): { fullName: string; personnelNumber: string } {
  const parsed = parsePersonName(name ?? '', unprintableCharacters);
  if (parsed.outcome === 'refused') {
    if (parsed.reason === 'unprintable') {
      const characters = nameCharacters(parsed.characters.join(''));
      throw new AdminRefused(`--name holds ${characters}, which a certificate cannot print: chữ này chưa in được.`);
    }
    const reasons = {
      empty: 'is missing, for example --name "Phạm Hữu An"',
      'too-long': 'is longer than 120 characters',
      'control-characters': 'is more than one line of words',
    };
    throw new AdminRefused(`--name ${reasons[parsed.reason]}.`);
  }
  const personnelNumber = parsePersonnelNumber(number ?? '');
  if (!personnelNumber) throw new AdminRefused('--number must be the personnel number of ten digits.');
  return { fullName: parsed.name, personnelNumber };
}

async function provideAgencies(db: Db, root: string, now: Date): Promise<number> {
  if ((await db.agency.count()) > 0) return 0;
  const today = vietnamDay(now);
  const rows = readAgencies(agencyFile(root));
  const { created } = await importAgencies(db, rows, {
    validFrom: '2025-07-01',
    today,
    unprintable: unprintableCharacters,
  });
  return created;
}
