import { describe, expect, it } from 'vitest';
import { type Actor, type Deed, may, type Role, scopeOf } from './policy.ts';

const actor = (...roles: [Role, string][]): Actor => ({
  personId: 'p',
  sessionId: 's',
  fullName: 'Lan',
  email: 'lan@truc.example',
  locale: 'vi',
  theme: 'auto',
  grants: roles.map(([role, agencyId]) => ({ role, agencyId, agencyCode: agencyId })),
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
    expect(scopeOf(both, 'assign-courses')).toEqual(['P01']);
    expect(scopeOf(both, 'read-reports')).toEqual(['P01', 'VN']);
    expect(scopeOf(both, 'administer')).toEqual(['BNV']);
  });
});
