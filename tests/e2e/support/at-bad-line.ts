import type { BrowserContext, Page } from '@playwright/test';
import { heldWords } from '#app/words/held-answers.ts';
import { quizWords } from '#app/words/quiz.ts';
import { uiWords } from '#app/words/ui.ts';
import { newBrowser, option, type Sitting, sitDown } from './at-question.ts';
import { arrive, test as base, expect, type Site } from './site.ts';

export const words = quizWords('vi');
export const saved = uiWords('vi').saved;
export const held = heldWords('vi');
export const bar = (page: Page) => page.locator('.quizbar .saved');
export const savedNow = (page: Page) => expect(bar(page)).toContainText('Đã lưu lúc', { timeout: 30_000 });
export const WIDTHS = [360, 1280] as const;

export const question = (sitting: Sitting, slot: number) => `${sitting.at}?q=${slot}`;
export const heldOnDevice = (page: Page) =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('truc.outbox/')).length);

export type Seat = { sitting: Sitting; context: BrowserContext; page: Page };
export type Sit = (
  width: 360 | 1280,
  options?: { slot?: number; sitting?: Sitting; settled?: boolean },
) => Promise<Seat>;

export const test = base.extend<{
  open: (width: 360 | 1280, more?: { javaScriptEnabled?: boolean }) => Promise<BrowserContext>;
  sit: Sit;
}>({
  /** A browser of its own, closed after the test. */
  open: async ({ browser, site }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (width, more) => {
      const context = await newBrowser(browser, site, width, more);
      opened.push(context);
      return context;
    });
    for (const context of opened) await context.close();
  },
  /** Somebody at a question of her paper, in a browser of her own; where told to, with all that the page needs. */
  sit: async ({ site, open }, use) => {
    const errors: string[] = [];
    await use(async (width, { sitting: given, slot, settled = false } = {}) => {
      const sitting = given ?? (await sitDown(site));
      const context = await open(width);
      const page = await context.newPage();
      page.on('pageerror', (error) => errors.push(String(error)));
      await arrive(page, site, sitting.email, question(sitting, slot ?? sitting.slot));
      if (settled) await page.waitForLoadState('networkidle');
      return { sitting, context, page };
    });
    expect(errors).toEqual([]);
  },
});

/** As when she comes back to a tab. */
export const lookAgain = (page: Page) => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));

export const gradings = (site: Site, { attemptId }: Sitting) => site.db.grading.count({ where: { attemptId } });

/**
 * Closes a page that has no line. What a page sends in its last moment may go out after the browser has ended the page's
 * emulated line with it, so nothing of it is let out.
 */
export async function closeOffline(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.fetch = () => Promise.reject(new TypeError('no line'));
  });
  await page.close();
}

/** A browser in which she answered a question offline, wanted to hand in where told to, and closed the page. */
export async function leaveOffline(sit: Sit, width: 360 | 1280, { handIn = false } = {}): Promise<Omit<Seat, 'page'>> {
  const { sitting, context, page } = await sit(width, { settled: true });
  await context.setOffline(true);
  await option(page, sitting, sitting.options[1]).check();
  await expect(bar(page)).toContainText(saved.offline);
  if (handIn) {
    await page.getByRole('button', { name: words.check, exact: true }).click();
    await page.getByRole('button', { name: words.submit, exact: true }).click();
    await expect(page.getByText(words.line.handInOffline)).toBeVisible();
  }
  await closeOffline(page);
  return { sitting, context };
}
