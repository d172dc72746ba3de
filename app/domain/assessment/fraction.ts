/** Marks are exact: a third of a point three times is a point. Always reduced, the denominator positive. */
export type Fraction = { readonly n: number; readonly d: number };

const gcd = (a: number, b: number): number => (b === 0 ? Math.abs(a) : gcd(b, a % b));

export function fraction(n: number, d = 1): Fraction {
  if (!Number.isSafeInteger(n) || !Number.isSafeInteger(d) || d <= 0) throw new RangeError(`${n}/${d} is no mark`);
  const divisor = gcd(n, d) || 1;
  return { n: n / divisor, d: d / divisor };
}

export const ZERO: Fraction = { n: 0, d: 1 };
export const ONE: Fraction = { n: 1, d: 1 };

export const add = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d + b.n * a.d, a.d * b.d);

/** Whether earned ÷ possible reaches `percent`, in whole numbers: 69.99 % is not 70 %. */
export const reaches = (earned: Fraction, possible: number, percent: number): boolean =>
  earned.n * 100 >= percent * possible * earned.d;
