import type { BrowserContext } from '@playwright/test';
import { expect, test } from '../support/site.ts';

/** What a page costs on the wire, fonts included: bytes and requests as Chromium counts them. */
async function weigh(
  context: BrowserContext,
  path: string,
): Promise<{ bytes: number; requests: { url: string; bytes: number }[] }> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  const urls = new Map<string, string>();
  const requests: { url: string; bytes: number }[] = [];
  const cached = new Set<string>();
  session.on('Network.requestWillBeSent', ({ requestId, request }) => urls.set(requestId, request.url));
  session.on('Network.requestServedFromCache', ({ requestId }) => cached.add(requestId));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (!cached.has(requestId) && encodedDataLength > 0)
      requests.push({ url: urls.get(requestId) ?? '', bytes: encodedDataLength });
  });
  await page.goto(path, { waitUntil: 'networkidle' });
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(500);
  await page.close();
  return { bytes: requests.reduce((sum, each) => sum + each.bytes, 0), requests };
}

test('the course page: at most 190 KB in 14 requests cold, 15 KB warm', async ({ browser, site }) => {
  const context = await browser.newContext({ baseURL: site.url });
  const cold = await weigh(context, '/courses/citizen-centred-service');
  const warm = await weigh(context, '/courses/citizen-centred-service');
  console.log(
    `course page: cold ${(cold.bytes / 1000).toFixed(1)} KB in ${cold.requests.length} requests, warm ${(warm.bytes / 1000).toFixed(1)} KB`,
  );
  for (const each of cold.requests)
    console.log(`  ${(each.bytes / 1000).toFixed(1).padStart(6)} KB ${new URL(each.url).pathname}`);
  expect(cold.bytes).toBeLessThanOrEqual(190_000);
  expect(cold.requests.length).toBeLessThanOrEqual(14);
  expect(warm.bytes).toBeLessThanOrEqual(15_000);
  await context.close();
});
