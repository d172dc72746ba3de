import type { Page } from '@playwright/test';
import axe, { type AxeResults } from 'axe-core';
import { expect } from './site.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

type WithAxe = { axe?: { run(context: unknown, options: object): Promise<AxeResults> } };

const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];
const EVERYTHING = { runOnly: { type: 'tag', values: TAGS } };
const COLOURS = { runOnly: { type: 'rule', values: COLOUR_RULES } };
const WORDS = { ...EVERYTHING, rules: Object.fromEntries(COLOUR_RULES.map((rule) => [rule, { enabled: false }])) };

/** axe over the whole page as it stands; the page is given the engine once. */
async function violationsOf(page: Page, what: object): Promise<string[]> {
  if (!(await page.evaluate(() => Boolean((window as WithAxe).axe)))) await page.evaluate(axe.source);
  return page.evaluate(async (what) => {
    const results = await (window as WithAxe).axe?.run(document, { ...what, resultTypes: ['violations'] });
    if (!results) throw new Error('axe did not load');
    return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
  }, what);
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

/** `look` without the colours, half of its time: for a page that was looked at in the other language. */
export async function lookAtWords(page: Page, what: string): Promise<void> {
  expect.soft(await violationsOf(page, WORDS), what).toEqual([]);
  expect.soft(await overflowOf(page), `${what}: wider than the window`).toBeLessThanOrEqual(0);
}
