import { describe, expect, test } from 'vitest';
import { NO_PROXIES, parseTrustedProxies, type TrustedProxies } from '#app/platform/network-address.ts';
import { isHost, readCaller } from './read-caller.ts';

const APP_URL = 'https://truc.example.gov.vn';
const forwarded = {
  host: 'truc.example.gov.vn',
  'x-forwarded-for': '198.51.100.7, 203.0.113.9',
  'x-forwarded-proto': 'https',
  'x-forwarded-host': 'www.example.gov.vn',
};
const trust = (written: string): TrustedProxies => parseTrustedProxies(written) ?? NO_PROXIES;
const read = (remoteAddress: string, headers: Record<string, string>, trusted: TrustedProxies) =>
  readCaller({ remoteAddress, headers }, trusted, APP_URL);

describe('forwarding headers', () => {
  test.each(['10.0.0.1', '127.0.0.1', '::1', '192.168.1.2', '203.0.113.1'])(
    'are not believed of %s when nobody is trusted',
    (remote) => {
      expect(read(remote, forwarded, NO_PROXIES)).toEqual({ address: remote, origin: 'http://truc.example.gov.vn' });
    },
  );

  test('are believed of a trusted address, from the end up to the first that is not trusted', () => {
    const list = trust('10.0.0.0/8, 203.0.113.9');
    expect(read('10.1.1.1', forwarded, list)).toEqual({
      address: '198.51.100.7',
      origin: 'https://www.example.gov.vn',
    });
    expect(read('10.1.1.1', forwarded, trust('10.0.0.0/8'))?.address).toBe('203.0.113.9');
    expect(read('172.16.0.1', forwarded, list)?.address).toBe('172.16.0.1');
  });

  test('are believed for as many hops as there are proxies', () => {
    expect(read('10.1.1.1', forwarded, trust('1'))?.address).toBe('203.0.113.9');
    expect(read('10.1.1.1', forwarded, trust('2'))?.address).toBe('198.51.100.7');
    expect(read('10.1.1.1', forwarded, trust('9'))?.address).toBe('198.51.100.7');
  });

  test('that make no sense are as if they were not there', () => {
    const nonsense = {
      host: 'truc.example.gov.vn',
      'x-forwarded-for': '198.51.100.7, <script>',
      'x-forwarded-proto': 'javascript',
      'x-forwarded-host': 'a b:c/../..',
    };
    expect(read('10.1.1.1', nonsense, trust('3'))).toEqual({
      address: '10.1.1.1',
      origin: 'https://truc.example.gov.vn',
    });
  });
});

test.each([
  ['localhost:3000', true],
  ['[::1]:3000', true],
  ['10.0.0.1', true],
  ['truc.example.gov.vn.', true],
  ['', false],
  ['a b', false],
  ['a@b', false],
  ['a/b', false],
  ['a:99999', false],
  ['a:b', false],
  ['999.1.1.1', false],
  ['[::1', false],
  ['x'.repeat(300), false],
  ['trúc.example', false],
])('the host %s: %s', (written, expected) => {
  expect(isHost(written)).toBe(expected);
  const caller = read('10.0.0.1', { host: written }, NO_PROXIES);
  if (written !== '') expect(caller !== null).toBe(expected);
});
