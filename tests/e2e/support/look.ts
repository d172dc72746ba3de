import type { Page } from '@playwright/test';
import axe, { type AxeResults } from 'axe-core';
import { expect } from './site.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

type WithAxe = { axe?: { run(context: unknown, options: object): Promise<AxeResults> } };

/** axe over the whole page as it stands; the page is given the engine once. */
async function violationsOf(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => Boolean((window as WithAxe).axe)))) await page.evaluate(axe.source);
  return page.evaluate(async (tags) => {
    const results = await (window as WithAxe).axe?.run(document, { runOnly: { type: 'tag', values: tags } });
    if (!results) throw new Error('axe did not load');
    return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
  }, TAGS);
}

/** How many pixels the page is wider than the window. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** WCAG 2.2 AA and no sideways scroll, as the page stands. */
export async function look(page: Page, what: string): Promise<void> {
  expect.soft(await violationsOf(page), what).toEqual([]);
  expect.soft(await overflowOf(page), `${what}: wider than the window`).toBeLessThanOrEqual(0);
}
