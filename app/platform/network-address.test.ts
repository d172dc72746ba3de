import { describe, expect, test } from 'vitest';
import { networkOf, parseAddress, parseTrustedProxies } from './network-address.ts';

test.each([
  ['10.0.0.1', '10.0.0.1'],
  [' 10.0.0.1:4711 ', '10.0.0.1'],
  ['::ffff:10.0.0.1', '10.0.0.1'],
  ['[2001:DB8::1]:443', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['::1', '::1'],
  ['10.0.0.256', null],
  ['unknown', null],
  ['', null],
  ["1.1.1.1' OR 1=1", null],
])('%s is read as the address %s', (written, address) => {
  expect(parseAddress(written)).toBe(address);
});

test('an address of IPv6 is counted by its line, one of IPv4 by itself', () => {
  expect(networkOf('203.0.113.9')).toBe('203.0.113.9');
  expect(networkOf('2001:db8:0:7:1:2:3:4')).toBe('2001:db8:0:7::/64');
  expect(networkOf('2001:db8:0:7::9')).toBe('2001:db8:0:7::/64');
  expect(networkOf('2001:db8::9')).toBe('2001:db8:0:0::/64');
  expect(networkOf('::1')).toBe('0:0:0:0::/64');
});

describe('trusted proxies', () => {
  test('are a number of hops, or addresses and networks', () => {
    expect(parseTrustedProxies('')).toEqual({ hops: 0 });
    expect(parseTrustedProxies('2')).toEqual({ hops: 2 });
    const list = parseTrustedProxies('10.0.0.5, 192.168.7.0/24,fd00::/8');
    if (!list || !('includes' in list)) throw new Error('no list');
    const inside = ['10.0.0.5', '192.168.7.200', 'fd12::1'];
    const outside = ['10.0.0.6', '192.168.8.1', '2001:db8::1', '127.0.0.1'];
    expect([...inside, ...outside].filter(list.includes)).toEqual(inside);
  });

  test.each(['yes', '10.0.0', '10.0.0.0/33', 'loopback', '-1', '1000', '10.0.0.1;10.0.0.2', '10.0.0.1,'])(
    'are not %s',
    (written) => {
      expect(parseTrustedProxies(written)).toBeNull();
    },
  );
});
