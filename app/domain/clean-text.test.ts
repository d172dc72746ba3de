import { expect, test } from 'vitest';
import {
  alike,
  cleanLine,
  cleanLines,
  cleanSentence,
  cleanTyped,
  halfWidth,
  nameCharacter,
  nameCharacters,
  withoutInvisible,
  withSingleSpaces,
} from './clean-text.ts';

test('signs that nobody sees are taken out, wherever they stand', () => {
  expect(withoutInvisible('\ufeffa\u200bb\u00ad\u202ec\u3164')).toBe('abc');
});

test('full-width forms become the signs that they stand for, and nothing else changes', () => {
  expect(halfWidth('！Ａｚ０～')).toBe('!Az0~');
  expect(halfWidth('\uff00\uff5f ễ')).toBe('\uff00\uff5f ễ');
});

test('apostrophes and foreign Đ are one each', () => {
  expect(alike('’‘ʼ´`\'"')).toBe("''''''\"");
  expect(alike('ÐƉðɖ')).toBe('ĐĐđđ');
});

test('any space is one space, and none is around', () => {
  expect(withSingleSpaces('\u00a0a \u3000 b\u2009c ')).toBe('a b c');
});

test('a line is composed, of visible signs, with single spaces', () => {
  expect(cleanLine(' Nguyê\u0303n\u200b  Thị ')).toBe('Nguyễn Thị');
});

test('a sentence is one line of visible signs; what nobody sees is no sentence', () => {
  expect(cleanSentence(' Nghỉ\r\n ốm\u2028\u200b dài\u202e  ngày\u0000')).toBe('Nghỉ ốm dài ngày');
  for (const nothing of ['', ' \n', '\u200b\u200b', '\u3164', '\u202e', '\u0000'])
    expect(cleanSentence(nothing)).toBe('');
});

test('lines stay lines, with the spaces in them', () => {
  expect(cleanLines('\u200b\n a  b\r\nc\u202e\u0007d\re\u2028f \n')).toBe('a  b\ncd\ne\nf');
});

test('a character is named by itself and its code, or by its code alone where nothing would be seen', () => {
  expect(nameCharacter('A')).toBe('“A” (U+0041)');
  expect(nameCharacter('1')).toBe('“1” (U+0031)');
  expect(nameCharacter('!')).toBe('“!” (U+0021)');
  expect(nameCharacter('+')).toBe('“+” (U+002B)');
  expect(nameCharacter('\u0007')).toBe('U+0007');
  expect(nameCharacters('王𠮷')).toBe('“王” (U+738B), “𠮷” (U+20BB7)');
});

test('what is typed to name something loses its label, what stands around it, and nothing within', () => {
  expect(cleanTyped('Số chứng chỉ: «AB-12»,')).toBe('AB-12');
  expect(cleanTyped('Serial:AB')).toBe('AB');
  expect(cleanTyped('([<"\'“”a"b(c)d"\'“”»)>].,;:!?…')).toBe('a"b(c)d');
  expect(cleanTyped('  Ｈ’Ðê\u0303 ')).toBe("H'Đễ");
  expect(cleanTyped('H\u1fefa')).toBe("H'a");
  expect(cleanTyped('12: 34')).toBe('12: 34');
  expect(cleanTyped('a 12: 34')).toBe('a 12: 34');
  expect(cleanTyped('12 a: 34')).toBe('12 a: 34');
});
