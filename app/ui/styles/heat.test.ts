import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { locales } from '#app/words/locale.ts';
import { reportUnitsWords } from '#app/words/report-units.ts';

const tokens = readFileSync(path.join(import.meta.dirname, 'tokens.css'), 'utf8');
const [light = '', dark = ''] = tokens.split('@media (prefers-color-scheme: dark)');
const chosenDark = tokens.split(':root[data-theme="dark"]')[1] ?? '';

const tokenOf = (scheme: string, name: string) =>
  scheme.match(new RegExp(`--${name}:\\s*(#[0-9A-Fa-f]{6})`))?.[1] ?? '';

const luminance = (hex: string): number => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

const contrast = (one: string, other: string): number => {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};

test.each([
  ['light', light],
  ['dark', dark],
  ['dark by choice', chosenDark],
])('the higher a rate, the more its cell stands out from the page: %s', (_, scheme) => {
  const paper = tokenOf(scheme, 'paper');
  const steps = [1, 2, 3, 4, 5].map((step) => contrast(tokenOf(scheme, `heat-${step}`), paper));
  expect(steps.every((step) => step >= 1)).toBe(true);
  expect(steps).toEqual([...steps].sort((a, b) => a - b));
  expect(new Set(steps).size).toBe(5);
});

test.each(locales)('the words of the scale are true in light and dark: %s', (locale) => {
  const { note } = reportUnitsWords(locale);
  expect(note).toMatch(
    locale === 'vi' ? /Ô càng khác màu nền, tỷ lệ càng cao/ : /more a cell stands out from the page/,
  );
  expect(note).not.toMatch(/dark|light|đậm|sẫm|nhạt|tối|sáng/i);
});
