import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSession } from '#app/domain/accounts/sessions.server.ts';
import { consumeSignInLink } from '#app/domain/accounts/sign-in-links.server.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { createAdministrator } from '../../../scripts/admin/create-administrator.ts';
import { useDatabase } from '../../support/database.ts';

const database = useDatabase();
const root = path.resolve(import.meta.dirname, '../../..');
const world = () => ({ db: database.db, now: () => new Date(), random: systemRandom, root });
const AN = { email: 'An@BoNoiVu.example', name: 'Phạm Hữu An', number: '0123456789', agency: 'VN' };

describe('the first administrator', () => {
  it('of an empty database gets the agencies, the grant and a link that signs her in', async () => {
    const { token, imported } = await createAdministrator(world(), AN);
    expect(imported).toBe(334);
    const answer = await consumeSignInLink(world(), { token, newPassword: 'một mùa xuân nho nhỏ' });
    if (answer.outcome !== 'signed-in') throw new Error('not signed in');
    const actor = await readSession(world(), answer.token);
    expect(actor).toMatchObject({ fullName: 'Phạm Hữu An', email: 'an@bonoivu.example' });
    expect(actor?.grants.map((grant) => `${grant.role} ${grant.agencyCode}`)).toEqual(['ADMINISTRATOR VN']);
    expect(await database.db.person.count({ where: { demo: true } })).toBe(0);
    expect(await database.db.registeredStanding.count()).toBe(1);
  });

  it('asked for again is the same person with the same grant and a new link', async () => {
    const first = await createAdministrator(world(), AN);
    const second = await createAdministrator(world(), { ...AN, name: undefined, number: undefined });
    expect(await database.db.person.count()).toBe(1);
    expect(await database.db.grant.count()).toBe(1);
    expect(await consumeSignInLink(world(), { token: first.token })).toEqual({ outcome: 'gone' });
    expect(await consumeSignInLink(world(), { token: second.token })).toMatchObject({ outcome: 'signed-in' });
  });

  it.each([
    ['an e-mail that is none', { email: 'an@' }, /^--email/],
    ['no name', { name: undefined }, /^--name is missing/],
    ['a name with a control character', { name: 'An\u0007' }, /^--name is more than one line of words/],
    [
      'a name that no certificate prints',
      { name: 'An 李' },
      /^--name holds “李” \(U\+674E\), which a certificate cannot print: chữ này chưa in được\.$/,
    ],
    ['a number of nine digits', { number: '012345678' }, /^--number/],
    ['an unknown agency', { agency: 'VN.NOBODY' }, /^--agency VN\.NOBODY/],
  ])('is refused with %s', async (_, wrong, reason) => {
    await expect(createAdministrator(world(), { ...AN, ...wrong })).rejects.toThrow(reason);
    expect(await database.db.person.count()).toBe(0);
  });
});
