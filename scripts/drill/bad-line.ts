import { type Browser, chromium } from 'playwright';
import { openWalkGround, type WalkGround } from '#tests/e2e/support/bad-line/ground.ts';
import { KINDS, type Kind } from '#tests/e2e/support/bad-line/judge.ts';
import { type WalkResult, walkBadLine } from '#tests/e2e/support/bad-line/walk.ts';
import { startProduct } from '#tests/support/start-product.ts';
import { findChromium } from '../find-chromium.mjs';
import { defineDrill } from './drill.ts';
import { eachOf } from './learn.ts';
import { makeAgencies } from './make-people.ts';
import { openSite, withGround } from './open-ground.ts';

type BadLineOptions = { seed: string; walks: number; pace: number; together: number; say: (line: string) => void };

export const drill = defineDrill({
  // `pace`: how many times as fast a page's time runs, and how much shorter the line's delays are
  options: { walks: 300, pace: 5, together: 4 },
  run: badLine,
});

/**
 * Learners on a bad line, in real browsers: random walks through a quiz while requests hang, are cut, repeated or
 * answered by strangers. A walk in which something is found is told step by step; `--walks 1 --seed S`
 * walks it again.
 */
async function badLine({ seed, walks, pace, together, say }: BadLineOptions): Promise<boolean> {
  return withGround('drill-bad-line', async (ground) => {
    const site = await openSite(ground, 'badline');
    await makeAgencies(site.db);
    const product = await startProduct({ databaseUrl: site.databaseUrl });
    ground.onClose(() => product.stop());
    const walked = await openWalkGround({ db: site.db, databaseUrl: site.superuserUrl, url: product.url });
    ground.onClose(() => walked.witness.close());
    const browser = await launch();
    ground.onClose(() => browser.close());
    const seeds = walks === 1 ? [seed] : Array.from({ length: walks }, (_, index) => `${seed}.${index + 1}`);
    const since = Date.now();
    const results = await walkAll(browser, walked, seeds, { pace, together, say });
    return report(results, (Date.now() - since) / 1000, say);
  });
}

const launch = async (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? (await findChromium()),
    args: [...(process.getuid?.() === 0 || process.env.CHROMIUM_NO_SANDBOX ? ['--no-sandbox'] : []), '--disable-gpu'],
  });

async function walkAll(
  browser: Browser,
  ground: WalkGround,
  seeds: readonly string[],
  { pace, together, say }: Pick<BadLineOptions, 'pace' | 'together' | 'say'>,
): Promise<WalkResult[]> {
  const results: WalkResult[] = [];
  await eachOf(seeds, together, async (seed) => {
    const result = await walkBadLine(browser, ground, { seed, pace });
    results.push(result);
    for (const { kind, text } of result.findings) say(`✗ seed ${seed}: ${kind}: ${text}`);
    if (seeds.length === 1 || result.findings.length > 0) for (const line of result.trace) say(`    ${line}`);
    if (results.length % 20 === 0) say(`${results.length} of ${seeds.length} walks`);
  });
  return results;
}

const quantile = (sorted: readonly number[], share: number) =>
  Math.round(sorted[Math.floor(sorted.length * share)] ?? 0);

function report(results: readonly WalkResult[], seconds: number, say: (line: string) => void): boolean {
  const findings = results.flatMap((result) => result.findings);
  const count = (kind: Kind) => findings.filter((each) => each.kind === kind).length;
  const moves = results.flatMap((result) => result.moves).sort((a, b) => a - b);
  const settled = results.map((result) => result.settledMs).sort((a, b) => a - b);
  const rows: [string, string | number][] = [
    ['walks', results.length],
    ['steps', results.reduce((sum, result) => sum + result.acts, 0)],
    ['acknowledged', results.reduce((sum, result) => sum + result.acknowledged, 0)],
    ...KINDS.map((kind): [string, number] => [kind, count(kind)]),
    ['moves', `${moves.length}, median ${quantile(moves, 0.5)} ms, 95 % ${quantile(moves, 0.95)} ms`],
    ['at rest after', `median ${quantile(settled, 0.5)} ms, slowest ${settled.at(-1) ?? 0} ms`],
    ['seconds', Math.round(seconds)],
  ];
  for (const [name, value] of rows) say(`${name.padEnd(14)} ${value}`);
  return findings.length === 0;
}
