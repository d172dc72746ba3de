import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import express from 'express';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveAssets } from './serve-assets.server.ts';

let server: Server;
let url: string;
const folder = mkdtempSync(path.join(tmpdir(), 'truc-client-'));
beforeAll(async () => {
  const put = (name: string, content: string | Buffer) => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  };
  put('robots.txt', 'User-agent: *');
  put('favicon.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>');
  put('.env', 'SECRET=1');
  put('.vite/manifest.json', '{}');
  put('assets/page-a1b2c3.js', 'export const page = 1;');
  put('assets/page-a1b2c3.js.br', brotliCompressSync('export const page = 1;'));
  put('assets/page-a1b2c3.js.map', '{"sources":["app/secret.ts"]}');
  put('assets/site-a1b2c3.css', 'a{}');
  put('assets/letters-a1b2c3.woff2', 'wOF2');
  put('assets/.hidden', 'hidden');
  const app = express();
  app.use(serveAssets(folder));
  app.use((_request, response) => void response.status(404).send('a page of ours'));
  await new Promise<void>((resolve) => {
    server = app.listen(0, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('files of the build', () => {
  test.each([
    ['/assets/page-a1b2c3.js', /^text\/javascript/, 'public,max-age=31536000,immutable'],
    ['/assets/site-a1b2c3.css', /^text\/css/, 'public,max-age=31536000,immutable'],
    ['/assets/letters-a1b2c3.woff2', /^font\/woff2/, 'public,max-age=31536000,immutable'],
    ['/favicon.svg', /^image\/svg\+xml/, 'public,max-age=86400'],
    ['/robots.txt', /^text\/plain/, 'public,max-age=86400'],
  ])('%s is what it is, and kept as long as its name allows', async (file, type, kept) => {
    const answer = await fetch(url + file, { headers: { 'Accept-Encoding': 'br' } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('Content-Type')).toMatch(type);
    expect(answer.headers.get('Cache-Control')).toBe(kept);
    expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(answer.headers.get('Content-Encoding')).toBe(file.endsWith('.js') ? 'br' : null);
    if (file.endsWith('.js')) expect(await answer.text()).toBe('export const page = 1;');
  });

  test.each([
    '/.env',
    '/%2Eenv',
    '/.vite/manifest.json',
    '/assets/.hidden',
    '/assets/page-a1b2c3.js.map',
    '/assets/page-a1b2c3.js.%6Dap',
    '/assets/page-a1b2c3.js.br',
    '/assets/page-a1b2c3.js.MAP',
    '/assets/..%2f..%2fpackage.json',
    '/assets/',
    '/assets/%',
  ])('%s is nothing of ours', async (file) => {
    const answer = await fetch(url + file);
    expect(await answer.text()).toBe('a page of ours');
    expect(answer.status).toBe(404);
  });
});
