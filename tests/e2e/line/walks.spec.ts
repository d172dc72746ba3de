import { expect, test } from '@playwright/test';
import { openDatabase } from '#app/platform/database.server.ts';
import { cloneDatabase } from '#tests/support/clone-database.ts';
import { startProduct } from '#tests/support/start-product.ts';
import { openWalkGround } from '../support/bad-line/ground.ts';
import { type WalkResult, walkBadLine } from '../support/bad-line/walk.ts';
import { demo } from '../support/demo.ts';

/** `npm run drill -- bad-line` walks hundreds. */
const WALKS = 20;
const TOGETHER = 4;
/** A page's time runs so many times as fast: see walkBadLine. */
const PACE = 6;

test('on a bad line no answer is lost or replaced, nothing stands still, nothing is done twice', async ({
  browser,
}) => {
  test.setTimeout(900_000);
  const clone = await cloneDatabase(demo().template);
  const db = openDatabase(clone.url, { max: 5, application: 'truc-e2e' });
  const product = await startProduct({
    databaseUrl: clone.url,
    queueName: `walks_${clone.name}`,
  });
  const ground = await openWalkGround({ db, databaseUrl: clone.url, url: product.url });
  const seeds = Array.from({ length: WALKS }, (_, index) => `every-run.${index + 1}`);
  const results: WalkResult[] = [];
  const walkOn = async (): Promise<void> => {
    for (let seed = seeds.shift(); seed; seed = seeds.shift())
      results.push(await walkBadLine(browser, ground, { seed, pace: PACE }));
  };
  try {
    await Promise.all(Array.from({ length: TOGETHER }, walkOn));
  } finally {
    await ground.witness.close();
    await product.stop();
    await db.close();
    await clone.drop();
  }
  // The walk of a finding again, step by step: npm run drill -- bad-line --walks 1 --seed SEED
  const told = results.flatMap(({ seed, findings, trace }) =>
    findings.length > 0 ? [[`seed ${seed}`, ...findings.map(({ kind, text }) => `${kind}: ${text}`), ...trace]] : [],
  );
  expect(told).toEqual([]);
  expect(results).toHaveLength(WALKS);
  const acknowledged = results.reduce((sum, result) => sum + result.acknowledged, 0);
  expect(acknowledged, 'walks that save nothing show nothing').toBeGreaterThan(WALKS * 2);
});
