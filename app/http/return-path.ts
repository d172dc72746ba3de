/** Where a person may be sent back to: a path of this site and nothing else. Anything doubtful leads to `otherwise`. */
export function returnPath(typed: FormDataEntryValue | null | undefined, otherwise: string): string {
  if (typeof typed !== 'string' || typed.length > 2000) return otherwise;
  // Browsers read `//host` and `/\host` as another site, and drop tabs and line ends before they do.
  if (!/^\/(?!\/)[^\\\p{Cc}]*$/u.test(typed)) return otherwise;
  // Headers carry ASCII alone: letters of any other kind are written as browsers write them.
  return typed.replace(/\p{Surrogate}/gu, '\uFFFD').replace(/[^!-~]+/g, encodeURIComponent);
}

/** Addresses that only take what is posted: whoever comes back to one of them means the page in front of it. */
const POSTED_TO: readonly (readonly [RegExp, string])[] = [
  [/^\/attempts\/([^/?]+)\/answers(\?.*)?$/, '/attempts/$1'],
  [/^(\/courses\/[^/?]+\/lessons\/[^/?]+)\/read(\?.*)?$/, '$1'],
  [/^\/(sign-in|sign-out|preferences|line)([/?].*)?$/, '/'],
];

/** Where to go once signed in. */
export function pathAfterSignIn(typed: FormDataEntryValue | null | undefined): string {
  const path = returnPath(typed, '/');
  const found = POSTED_TO.find(([pattern]) => pattern.test(path));
  return found ? path.replace(found[0], found[1]) : path;
}
