import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';
import { type Kind, kindsOfText } from './kinds-of-text.ts';
import { expect } from './site.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const WORDS = {
  runOnly: { type: 'tag', values: TAGS },
  rules: { 'color-contrast': { enabled: false } },
};
const COLOURS = { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } };

type InPage = { axe?: { run(context: unknown, options: object): Promise<AxeResults> }; textKinds?: Element[] };

/**
 * axe over the page as it stands, or over those elements of `textKinds`; null where one of these is there no more. The page
 * is given the engine once.
 */
async function violationsOf(page: Page, what: object, only?: readonly number[]): Promise<string[] | null> {
  if (!(await page.evaluate(() => Boolean((window as InPage).axe)))) await page.evaluate(axeSource);
  return page.evaluate(
    async ({ what, only }) => {
      const { axe, textKinds = [] } = window as InPage;
      const elements = only?.map((at) => textKinds[at]);
      if (elements?.some((element) => !element?.isConnected)) return null;
      const results = await axe?.run(elements ? { include: elements } : document, {
        ...what,
        resultTypes: ['violations'],
      });
      if (!results) throw new Error('axe did not load');
      return results.violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
      );
    },
    { what, only },
  );
}

/** The kinds of text that were looked at, by this worker: each looks at the same built product. */
const looked = new Set<Kind>();

/**
 * What a page gets wrong by its colours. Contrast hangs on nothing but how text and what it stands on are drawn, so that
 * each kind of text is looked at once and not on every page anew.
 */
export async function colourFaultsOf(page: Page): Promise<string[]> {
  for (let round = 0; round < 10; round++) {
    const fresh = (await page.evaluate(kindsOfText)).flatMap((kind, at) => (looked.has(kind) ? [] : [{ kind, at }]));
    if (fresh.length === 0) return [];
    const places = fresh.map(({ at }) => at);
    const faults = await violationsOf(page, COLOURS, places);
    if (faults === null) continue;
    // what is wrong is said of every page that has it
    if (faults.length === 0) for (const { kind } of fresh) looked.add(kind);
    return faults;
  }
  throw new Error('the page does not come to rest');
}

/** What a page gets wrong by anything else. */
export const wordFaultsOf = async (page: Page): Promise<string[]> => (await violationsOf(page, WORDS)) ?? [];

/** How many pixels the page is wider than the window. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** WCAG 2.2 AA and no sideways scroll, as the page stands. */
export async function look(page: Page, what: string): Promise<void> {
  await lookAtWords(page, what);
  await lookAtColours(page, what);
}

/** What a page can get wrong by its colours alone, once everything else about it was looked at in other ones. */
export async function lookAtColours(page: Page, what: string): Promise<void> {
  expect.soft(await colourFaultsOf(page), what).toEqual([]);
}

/** `look` without the colours: for a page that was looked at in the other language. */
export async function lookAtWords(page: Page, what: string): Promise<void> {
  expect.soft(await wordFaultsOf(page), what).toEqual([]);
  expect.soft(await overflowOf(page), `${what}: wider than the window`).toBeLessThanOrEqual(0);
}
