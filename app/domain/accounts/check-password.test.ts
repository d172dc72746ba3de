import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '#prisma/seed/demo-accounts.ts';
import { checkPassword } from './check-password.server.ts';

const lan = {
  fullName: 'Nguyễn Thị Ngọc Lan',
  email: 'nguyen.ngoc.lan.77@truc.example',
  personnelNumber: '0123456789',
};
const blu = { fullName: 'Y Blŭ Ksơr', email: 'y.blu@truc.example', personnelNumber: '9876501234' };

describe('a password', () => {
  it('is long enough, in characters as a person counts them', () => {
    expect(checkPassword('mười một chữ', lan)).toBeNull();
    expect(checkPassword('abcdefg hij', lan)).toBe('too-short');
    expect(checkPassword('🌾🌱🌿🍃🎋🎍', lan)).toBe('too-short');
    const long = 'bốn từ không liên quan, '.repeat(6).slice(0, 128);
    expect([...long]).toHaveLength(128);
    expect(checkPassword(long, lan)).toBeNull();
    expect(checkPassword(`${long}e`, lan)).toBe('too-long');
  });

  it('is not her name, e-mail or number, however it is written', () => {
    for (const own of ['nguyenthingoclan', 'NGUYỄN THỊ NGỌC LAN', lan.email, 'Nguyen.Ngoc.Lan.77', '0123 456 789']) {
      expect(checkPassword(own, lan), own).toBe('about-you');
    }
    expect(checkPassword('012345678901', { ...lan, personnelNumber: '012345678901' })).toBe('about-you');
  });

  it('is not built on her name, e-mail or number either', () => {
    for (const own of [
      'nguyenthingoclan1',
      'Nguyễn Thị Ngọc Lan 1',
      'NgocLan@2026!',
      'lan.nguyen.1990',
      'lannguyenthingoc',
      'Ngu1enTh1Ng0cL4n',
      'ngoclan0123456789',
      '0123456789abc',
    ]) {
      expect(checkPassword(own, lan), own).toBe('about-you');
    }
    for (const own of ['Y Blŭ Ksơr 2026', 'yblu-ksor-12', 'ksor@2026!!!']) {
      expect(checkPassword(own, blu), own).toBe('about-you');
    }
  });

  it('is not her name with a few digits or a sign, whichever', () => {
    const name = fc.constantFrom('Nguyễn Thị Ngọc Lan', 'nguyenthingoclan', 'NGUYEN THI NGOC LAN', 'Nguyễn.Ngọc.Lan');
    const digits = fc.integer({ min: 0, max: 9999 }).map(String);
    fc.assert(
      fc.property(name, fc.constantFrom('', '@', '-', '_', '#'), digits, fc.boolean(), (own, sign, more, isFirst) => {
        expect(checkPassword(isFirst ? `${more}${sign}${own}` : `${own}${sign}${more}`, lan)).toBe('about-you');
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    [
      '123456789012',
      'Password1234',
      'aaaaaaaaaaaaaa',
      'abababababab',
      'qwertyuiop123',
      '1qaz2wsx3edc',
      'P@ssw0rd2026!',
    ],
    [
      'Matkhau@2026',
      'Mật khẩu 12345',
      'matkhau@20261',
      'M@tKh4u!2026',
      'Mat-khau-2026',
      'matkhaumatkhau',
      '2026matkhau#1',
    ],
    [
      'anhyeuem1234',
      'Anh yêu em 1990',
      'anhyeuemnhieu',
      'vietnamvodich1',
      'Vietnam@12345',
      'Hanoi@123456',
      'Saigon!2025!',
    ],
    [
      'hochiminh1890',
      'congchuc12345',
      'Truc@12345678',
      'tructructruc',
      'asean1234567',
      'khongcomatkhau',
      'Danang@2026!',
    ],
    [
      'NguyenVan1990',
      'admin1234567',
      'iloveyouforever',
      'letmein12345',
      'welcome123456',
      'zaq12wsxcde3',
      'abcdefghijkl',
    ],
  ])('is none that anybody guesses: %s, %s …', (...common) => {
    for (const each of common) expect(checkPassword(each, lan), each).toBe('too-common');
  });

  it('may be a phrase of ordinary words, or what a password manager makes', () => {
    for (const good of [
      DEMO_PASSWORD,
      'bốn từ không liên quan',
      'con mèo ngủ trên mái nhà đỏ',
      'sông dài cá lội biệt tăm',
      'ấm trà xanh buổi sáng mưa',
      'correct horse battery staple',
      'kV7#pQ2w!zR9m',
      'xk2-99fw-plqd-07',
    ]) {
      expect(checkPassword(good, lan), good).toBeNull();
    }
  });

  it('is looked at for no longer than a page may take, whatever it is made of', () => {
    const cycle = (text: string) => text.repeat(128).slice(0, 128);
    const hostile = [
      '4@8({[<369&#!1/|0$5+7%2',
      'a4e3i1o0s5',
      'p4ssw0rd',
      '0918/2736-45.',
      '@4',
      'qwertyuiop[]asdf',
      'ab1',
    ];
    checkPassword('một lần để làm nóng', lan);
    const shortest = (password: string) =>
      Math.min(
        ...Array.from({ length: 5 }, () => {
          const began = performance.now();
          checkPassword(password, lan);
          return performance.now() - began;
        }),
      );
    for (const each of hostile) expect(shortest(cycle(each)), each).toBeLessThan(50);
  });

  it('is judged on the server: no page carries the lists', () => {
    for (const page of ['learn/account.tsx', 'public/sign-in-link.tsx']) {
      const source = readFileSync(new URL(`../../routes/${page}`, import.meta.url), 'utf8');
      expect(source).not.toContain('check-password');
    }
  });
});
