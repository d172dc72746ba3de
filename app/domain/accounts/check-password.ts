import { foldForSearch } from '../fold-for-search.ts';

export const PASSWORD_MINIMUM = 12;
export const PASSWORD_MAXIMUM = 128;

export type PasswordFault = 'too-short' | 'too-long' | 'about-you' | 'too-common';

/** Long enough to pass the length rule, and the first that anybody would try. */
const COMMONEST = new Set(
  `123456789012 1234567890123 12345678901234 123456789123 012345678901 123123123123 111122223333 121212121212
   112233445566 123456123456 password1234 password12345 password123456 passwordpassword 1234password
   qwertyuiop12 qwertyuiop123 qwertyuiop1234 qwertyuiopas qwertyuiopasdf qwerty123456 qwertyqwerty 1q2w3e4r5t6y
   1qaz2wsx3edc qazwsxedcrfv zaq12wsxcde3 asdfghjkl123 asdfghjkl1234 zxcvbnm12345 abcdefghijkl abcdefghijklm abcd12345678
   abc123456789 abc123abc123 a12345678901 iloveyou1234 iloveyouforever letmein12345 welcome12345 welcome123456
   administrator administrator1 admin1234567 admin12345678 adminadmin12 adminadminadmin changeme1234 changemenow1
   matkhau12345 matkhau123456 matkhau1234567 matkhaumatkhau matkhaumoi123 matkhaucuatoi khongcomatkhau khongbiet123
   anhyeuem1234 emyeuanh1234 anhyeuemnhieu emyeuanhnhieu yeuemmaimai1 yeuanhmaimai vietnamvodich vietnamvodich1
   vietnam12345 vietnam123456 xinchao12345 hanoi1234567 saigon123456 congchuc1234 congchuc12345 canbo1234567
   vienchuc1234 hochiminh123 hochiminh1234 hochiminh1890 chaomungban1 truc12345678 tructructruc asean1234567 aseanasean12`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** Why a password is not taken, or null. Length beats composition: no rule about capitals or signs. */
export function checkPassword(
  password: string,
  person: { fullName: string; email: string; personnelNumber: string },
): PasswordFault | null {
  const length = [...password].length;
  if (length < PASSWORD_MINIMUM) return 'too-short';
  if (length > PASSWORD_MAXIMUM) return 'too-long';
  const bare = (text: string): string => foldForSearch(text).replaceAll(' ', '');
  const folded = bare(password);
  const own = [person.fullName, person.email, person.email.split('@')[0] ?? '', person.personnelNumber].map(bare);
  if (own.some((word) => word !== '' && folded === word)) return 'about-you';
  if (COMMONEST.has(folded) || new Set(folded).size < 5) return 'too-common';
  return null;
}
