import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fraction } from './fraction.ts';
import { readMarks, storeMarks } from './store-marks.ts';

const mark = fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 50 })).map(([n, d]) => fraction(n, d));

test('marks are kept as one short text, and read as they were given; so are those that name their slots', () => {
  fc.assert(
    fc.property(fc.array(mark), (fractions) => {
      const marks = fractions.map((each, at) => ({ slot: at + 1, ...each }));
      expect(readMarks(storeMarks(marks))).toEqual(marks);
      expect(readMarks(marks)).toEqual(marks);
    }),
  );
  const some = [fraction(1), fraction(0), fraction(1, 3)].map((each, at) => ({ slot: at + 1, ...each }));
  expect(storeMarks(some)).toBe('1 0 1/3');
});
