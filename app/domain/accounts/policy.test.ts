import { describe, expect, it } from 'vitest';
import { type Actor, type Deed, may, type Role, scopeOf, scopeOfGrants } from './policy.ts';

const NOW = new Date('2026-03-15T03:00:00Z');

const actor = (...roles: [Role, string][]): Actor => ({
  personId: 'p',
  sessionId: 's',
  fullName: 'Lan',
  email: 'lan@truc.example',
  locale: 'vi',
  theme: 'auto',
  grants: roles.map(([role, agencyId]) => ({ role, agencyId, agencyCode: agencyId })),
  at: NOW,
});

const DEEDS: Deed[] = ['assign-courses', 'read-reports', 'export-people', 'administer'];

describe('the policy', () => {
  it('lets each role do its deeds and no others', () => {
    const allowed = (role: Role) => DEEDS.filter((deed) => may(actor([role, 'a']), deed));
    expect(allowed('TRAINING_MANAGER')).toEqual(['assign-courses', 'read-reports', 'export-people']);
    expect(allowed('REPORT_VIEWER')).toEqual(['read-reports', 'export-people']);
    expect(allowed('ADMINISTRATOR')).toEqual(['administer']);
  });

  it('lets nobody do anything without a grant or without being signed in', () => {
    for (const deed of DEEDS) {
      expect(may(null, deed)).toBe(false);
      expect(may(actor(), deed)).toBe(false);
    }
  });

  it('keeps each deed to the agencies of the roles that carry it', () => {
    const both = actor(['TRAINING_MANAGER', 'P01'], ['REPORT_VIEWER', 'VN'], ['ADMINISTRATOR', 'BNV']);
    expect(scopeOf(both, 'assign-courses').whole).toEqual(['P01']);
    expect(scopeOf(both, 'read-reports').whole).toEqual(['P01', 'VN']);
    expect(scopeOf(both, 'administer').whole).toEqual(['BNV']);
  });

  it('lets a grant reach below its agency unless it says otherwise, and each agency once', () => {
    const role = 'TRAINING_MANAGER';
    const granted = [
      { role, agencyId: 'P01' },
      { role, agencyId: 'P01' },
      { role, agencyId: 'P79', withSubunits: false },
      { role, agencyId: 'P01', withSubunits: false },
    ] as const;
    const scope = scopeOfGrants(granted, 'assign-courses', NOW);
    expect([scope.whole, scope.alone, scope.only]).toEqual([['P01'], ['P79'], null]);
    expect(scopeOfGrants([granted[2]], 'assign-courses', NOW).only).toBe('P79');
    expect(scope.isSameAs(scopeOfGrants(granted.toReversed(), 'assign-courses', NOW))).toBe(true);
    expect(scope.isSameAs(scopeOfGrants(granted.slice(0, 2), 'assign-courses', NOW))).toBe(false);
  });

  it('lets a grant hold from its first moment until its last is over, by the moment at which it is used', () => {
    const [before, after] = [new Date(NOW.getTime() - 1), new Date(NOW.getTime() + 1)];
    const dated = (validFrom: Date | null, validTo: Date | null) =>
      !scopeOfGrants([{ role: 'ADMINISTRATOR', agencyId: 'VN', validFrom, validTo }], 'administer', NOW).isEmpty;
    expect([dated(null, null), dated(NOW, after), dated(before, null)]).toEqual([true, true, true]);
    expect([dated(after, null), dated(null, NOW), dated(before, before)]).toEqual([false, false, false]);
  });
});
