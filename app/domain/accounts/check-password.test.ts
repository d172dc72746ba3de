import { describe, expect, it } from 'vitest';
import { checkPassword } from './check-password.ts';

const lan = {
  fullName: 'Nguyễn Thị Ngọc Lan',
  email: 'nguyen.ngoc.lan.77@truc.example',
  personnelNumber: '0123456789',
};

describe('a password', () => {
  it('is long enough, in characters as a person counts them', () => {
    expect(checkPassword('mười một chữ', lan)).toBeNull();
    expect(checkPassword('abcdefg hij', lan)).toBe('too-short');
    expect(checkPassword('🌾🌱🌿🍃🎋🎍', lan)).toBe('too-short');
    expect(checkPassword('a1b2c3d4'.repeat(16), lan)).toBeNull();
    expect(checkPassword(`${'a1b2c3d4'.repeat(16)}e`, lan)).toBe('too-long');
  });

  it('is not her name, e-mail or number, however it is written', () => {
    for (const own of ['nguyenthingoclan', 'NGUYỄN THỊ NGỌC LAN', lan.email, 'Nguyen.Ngoc.Lan.77']) {
      expect(checkPassword(own, lan)).toBe('about-you');
    }
    expect(checkPassword('012345678901', { ...lan, personnelNumber: '012345678901' })).toBe('about-you');
  });

  it('is none of the commonest, nor one letter over and over', () => {
    for (const common of ['123456789012', 'Password1234', 'Mật khẩu 12345', 'aaaaaaaaaaaaaa', 'abababababab']) {
      expect(checkPassword(common, lan)).toBe('too-common');
    }
  });
});
