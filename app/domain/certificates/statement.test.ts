import { describe, expect, it } from 'vitest';
import { Statement } from './statement.ts';

const statement = {
  serial: '7K2M-QX4D-9TVA-3HNC',
  kind: 'COURSE_COMPLETION',
  templateVersion: 1,
  holderName: 'Nguyễn Thị Lan',
  holderAgency: { vi: 'Ủy ban nhân dân xã Bà Nà', en: 'People’s Committee of Ba Na Commune' },
  course: {
    code: 'K1',
    title: { vi: 'Phục vụ lấy người dân làm trung tâm', en: 'Citizen-centred public service' },
    lessons: 6,
    minutes: 125,
  },
  completedAt: '2026-11-18T13:25:09.000Z',
  completedOn: '2026-11-18',
  issuer: { vi: 'Sở Nội vụ thành phố Đà Nẵng', en: 'Department of Home Affairs, Da Nang City' },
  place: { vi: 'Đà Nẵng', en: 'Da Nang' },
  verifyUrl: 'https://truc.example.gov.vn/verify/7K2M-QX4D-9TVA-3HNC',
};

describe('Statement', () => {
  it('accepts and keeps a whole statement', () => {
    expect(Statement.parse(statement)).toEqual(statement);
  });

  it('freezes a name in NFC and without stray spaces', () => {
    const { holderName } = Statement.parse({ ...statement, holderName: ' Nguyễn Thị Lan '.normalize('NFD') });
    expect(holderName).toBe('Nguyễn Thị Lan'.normalize('NFC'));
  });

  it.each([
    ['a serial as typed, not as stored', { serial: '7k2m-qx4d-9tva-3hnc' }],
    ['an empty name', { holderName: '  ' }],
    ['a day that is not the Vietnamese day', { completedOn: '2026-11-19' }],
    ['a time without a zone', { completedAt: '2026-11-18T13:25:09' }],
    ['an address of another certificate', { verifyUrl: 'https://truc.example.gov.vn/verify/5DHW-2N8Q-J6ZK-R0T4' }],
    ['an address that is not a page', { verifyUrl: 'javascript:alert(1)/7K2M-QX4D-9TVA-3HNC' }],
    ['a template nobody can draw', { templateVersion: 2 }],
  ])('refuses %s', (_, change) => {
    expect(Statement.safeParse({ ...statement, ...change }).success).toBe(false);
  });
});
