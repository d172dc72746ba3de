import { expect, test } from 'vitest';
import { readEnv } from './env.server.ts';

const usable: NodeJS.ProcessEnv = {
  NODE_ENV: 'test',
  DATABASE_URL: 'postgres://localhost/truc',
  STORAGE_URL: 'file:///tmp/x',
  APP_URL: 'http://localhost:3000',
};

test('nobody is trusted and nobody else is listened to, unless it is said', () => {
  expect(readEnv(usable)).toMatchObject({ HOST: '127.0.0.1', TRUSTED_PROXIES: { hops: 0 } });
  expect(readEnv({ ...usable, HOST: '0.0.0.0', TRUSTED_PROXIES: '1' })).toMatchObject({
    HOST: '0.0.0.0',
    TRUSTED_PROXIES: { hops: 1 },
  });
});

test.each([
  ['TRUSTED_PROXIES', 'everybody'],
  ['TRUSTED_PROXIES', '10.0.0.0/99'],
  ['HOST', 'http://localhost'],
  ['PORT', '99999'],
])('%s=%s keeps the process from starting, and is named', (name, value) => {
  expect(() => readEnv({ ...usable, [name]: value })).toThrow(new RegExp(`${name}: `));
});
