import type { Page } from '@playwright/test';
import axe, { type AxeResults } from 'axe-core';
import { expect } from './site.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

type WithAxe = { axe?: { run(context: unknown, options: object): Promise<AxeResults> } };

const EVERYTHING = { type: 'tag', values: TAGS } as const;
const COLOURS = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } as const;

/** axe over the whole page as it stands; the page is given the engine once. */
async function violationsOf(page: Page, runOnly: typeof EVERYTHING | typeof COLOURS): Promise<string[]> {
  if (!(await page.evaluate(() => Boolean((window as WithAxe).axe)))) await page.evaluate(axe.source);
  return page.evaluate(async (runOnly) => {
    const results = await (window as WithAxe).axe?.run(document, { runOnly, resultTypes: ['violations'] });
    if (!results) throw new Error('axe did not load');
    return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
  }, runOnly);
}

/** How many pixels the page is wider than the window. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** WCAG 2.2 AA and no sideways scroll, as the page stands. */
export async function look(page: Page, what: string): Promise<void> {
  expect.soft(await violationsOf(page, EVERYTHING), what).toEqual([]);
  expect.soft(await overflowOf(page), `${what}: wider than the window`).toBeLessThanOrEqual(0);
}

/** What a page can get wrong by its colours alone, once everything else about it was looked at in other ones. */
export async function lookAtColours(page: Page, what: string): Promise<void> {
  expect.soft(await violationsOf(page, COLOURS), what).toEqual([]);
}
