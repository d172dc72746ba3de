import { describe, expect, it } from 'vitest';
import { pathAfterSignIn, returnPath } from './return-path.ts';

describe('a return path', () => {
  it.each(['/', '/learning', '/attempts/1?question=3', '/courses/k1/lessons/k1-2#top', '/verify?serial=a//b'])(
    'may be a path of this site: %s',
    (path) => expect(returnPath(path, '/other')).toBe(path),
  );

  it.each([
    ['/courses?q=bản sắc', '/courses?q=b%E1%BA%A3n%20s%E1%BA%AFc'],
    ['/khóa-học', '/kh%C3%B3a-h%E1%BB%8Dc'],
    ['/verify?serial=%E1%BA%A3', '/verify?serial=%E1%BA%A3'],
    ['/\ud800', '/%EF%BF%BD'],
  ])('is written so that a header can carry it: %s', (typed, path) => {
    expect(returnPath(typed, '/other')).toBe(path);
    expect(new Headers({ Location: path }).get('Location')).toBe(path);
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    '/a\\b',
    '/\t/evil.example',
    '/\n/evil.example',
    'https://evil.example/',
    'javascript:alert(1)',
    'learning',
    ' /learning',
    '',
    `/${'a'.repeat(2000)}`,
    null,
    undefined,
  ])('is never another site, nor what only looks like a path: %s', (path) =>
    expect(returnPath(path, '/other')).toBe('/other'),
  );
});

describe('the way after signing in', () => {
  it('leads from the address that saves answers to the attempt', () => {
    expect(pathAfterSignIn('/attempts/42/answers')).toBe('/attempts/42');
  });

  it.each(['/sign-in', '/sign-in?to=/sign-in', '/sign-in/link/abc', '/sign-out', '/preferences', null])(
    'never leads back to the door: %s',
    (path) => expect(pathAfterSignIn(path)).toBe('/'),
  );

  it('keeps every other page', () => {
    expect(pathAfterSignIn('/attempts/42?question=3')).toBe('/attempts/42?question=3');
    expect(pathAfterSignIn('/sign-in-help')).toBe('/sign-in-help');
  });
});
