import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext, Page } from '@playwright/test';
import {
  bar,
  gradings,
  heldOnDevice,
  leaveOffline,
  question,
  type Seat,
  type Sit,
  saved,
  savedNow,
  test,
  WIDTHS,
  words,
} from '../../support/at-bad-line.ts';
import { option, standing } from '../../support/at-question.ts';
import { becomeAlive } from '../../support/line.ts';
import { look } from '../../support/look.ts';
import { expect } from '../../support/site.ts';

for (const width of WIDTHS) {
  test(`offline at ${width} px: moving, marking, checking and handing in need no server; all goes on by itself`, async ({
    sit,
    site,
  }) => {
    const { sitting, context, page } = await sit(width, { slot: 1 });
    await expect(page.locator('.quizbar')).toContainText('Câu 1');
    await page.waitForLoadState('networkidle');
    await context.setOffline(true);
    const all = sitting.questions.length;
    for (let slot = 1; slot <= all; slot++) {
      await expect(page.locator('.quizbar')).toContainText(`Câu ${slot}/${all}`);
      if (slot === sitting.slot) await option(page, sitting, sitting.options[1]).check();
      if (slot === 2) await page.getByLabel(words.flag).check();
      await page.getByRole('button', { name: slot < all ? words.next(slot + 1) : words.saveAndCheck }).click();
    }
    await expect(page).toHaveURL(/\/check$/);
    await expect(page.locator('h1')).toHaveText(words.checkTitle);
    await expect(bar(page)).toContainText(saved.offline);
    await look(page, `the list of questions, offline, ${width}`);
    await page.goBack();
    await expect(page.locator('.quizbar')).toContainText(`Câu ${all}/${all}`);
    await expect(page.getByText(words.line.offline)).toBeVisible();
    await look(page, `a question, offline, ${width}`);
    await page.goForward();
    await page.getByRole('button', { name: words.submit, exact: true }).click();
    await expect(page.getByText(words.line.handInOffline)).toBeVisible();
    await expect(page.getByRole('button', { name: words.submit, exact: true })).toBeVisible();
    await expect(page).toHaveURL(/\/check$/);
    await look(page, `handing in, offline, ${width}`);
    expect(await gradings(site, sitting)).toBe(0);
    await context.setOffline(false);
    await page.waitForURL(/\/result$/, { timeout: 45_000 });
    expect(await gradings(site, sitting)).toBe(1);
    expect(await standing(site, sitting, sitting.slot)).toEqual({ choice: sitting.options[1] });
    expect(await heldOnDevice(page)).toBe(0);
  });
}

/** Answers a question, opens the list of questions, and asks to hand in without a line. */
async function handInOffline(sit: Sit, width: 360 | 1280): Promise<Seat> {
  const seat = await sit(width, { settled: true });
  const { sitting, context, page } = seat;
  await option(page, sitting, sitting.options[0]).check();
  await savedNow(page);
  await page.getByRole('button', { name: words.check, exact: true }).click();
  await expect(page.locator('h1')).toHaveText(words.checkTitle);
  await context.setOffline(true);
  await page.getByRole('button', { name: words.submit, exact: true }).click();
  return seat;
}

/** Every way from the list of questions back to writing. */
const WAYS_BACK: Record<string, (page: Page) => Promise<unknown>> = {
  'the large button': (page) => page.getByRole('link', { name: words.goOn }).click(),
  Change: (page) => page.getByRole('link', { name: `${words.edit} ${words.editSlot(2)}`, exact: true }).click(),
  'Answer question n': (page) => page.getByRole('link', { name: /^Trả lời câu/ }).click(),
  Back: (page) => page.goBack(),
};

for (const [way, goBack] of Object.entries(WAYS_BACK)) {
  test(`going on to write by ${way} takes back the wish to hand in, and says so`, async ({ sit, site }) => {
    const { sitting, context, page } = await handInOffline(sit, 360);
    await expect(bar(page)).toContainText(saved.handInWaits);
    await goBack(page);
    await expect(page).toHaveURL(/\?q=/);
    await expect(page.getByRole('status').filter({ hasText: words.line.takenBack })).toBeVisible();
    await look(page, `hand-in taken back, 360, ${way}`);
    await page.getByLabel(words.flag).check();
    await expect(bar(page)).toContainText(saved.offline);
    await context.setOffline(false);
    await savedNow(page);
    await page.waitForTimeout(1_000);
    expect(await gradings(site, sitting)).toBe(0);
    await expect(page).toHaveURL(/\?q=/);
    expect(await heldOnDevice(page)).toBe(0);
  });
}

test('a wish to hand in that a closed page left is on screen on the page of a question, and writing takes it back', async ({
  sit,
  site,
}) => {
  const { sitting, context } = await leaveOffline(sit, 360, { handIn: true });
  await context.route('**/hand-in', (route) => route.abort());
  await context.setOffline(false);
  const later = await context.newPage();
  await later.goto(question(sitting, sitting.slot));
  await expect(later.getByText(words.line.handInOffline)).toBeVisible();
  await expect(later.getByRole('button', { name: words.line.goOnWriting })).toBeVisible();
  await expect(bar(later)).toContainText(saved.handInWaits);
  await look(later, 'a hand-in that waits, on the page of a question, 360');
  await option(later, sitting, sitting.options[2]).check();
  await expect(later.getByText(words.line.takenBack)).toBeVisible();
  await context.unroute('**/hand-in');
  await savedNow(later);
  expect(await standing(site, sitting, sitting.slot)).toEqual({ choice: sitting.options[2] });
  expect(await gradings(site, sitting)).toBe(0);
});

for (const width of WIDTHS) {
  test(`the answer to handing in without a line is seen where it was pressed, ${width} px`, async ({ sit }) => {
    const { page } = await handInOffline(sit, width);
    await expect(page.getByRole('heading', { name: words.line.handInOffline })).toBeInViewport({ ratio: 1 });
    await expect(page.getByRole('button', { name: words.line.goOnWriting })).toBeInViewport({ ratio: 1 });
    await look(page, `handing in without a line, where it was pressed, ${width}`);
    await page.getByRole('button', { name: words.line.goOnWriting }).click();
    await expect(page.getByRole('heading', { name: words.line.takenBack })).toBeInViewport({ ratio: 1 });
    await expect(bar(page)).toContainText('Đã lưu lúc');
  });
}

/** What stands between her and a result, after the paper was taken. */
const NO_RESULT: Record<
  string,
  { lose(context: BrowserContext): Promise<void>; back(context: BrowserContext): Promise<void> }
> = {
  'the line is gone': {
    lose: async (context) => {
      await context.route(/\/result\.data/, (route) => route.abort());
      await context.route('**/line', (route) => route.abort());
    },
    back: (context) => context.unrouteAll(),
  },
  'a portal answers': {
    lose: async (context) => {
      await context.route(/\/(result\.data|line|answers)(\?|$)/, (route) =>
        route.fulfill({ status: 200, contentType: 'text/html', body: '<html>Đăng nhập Wi-Fi</html>' }),
      );
    },
    back: (context) => context.unrouteAll(),
  },
};

for (const [what, { lose, back }] of Object.entries(NO_RESULT)) {
  test(`once handed in, where ${what}, nothing offers to answer, and the result opens by itself`, async ({
    sit,
    site,
  }) => {
    const { sitting, context, page } = await sit(360, { settled: true });
    await page.getByRole('button', { name: words.check, exact: true }).click();
    await expect(page.locator('h1')).toHaveText(words.checkTitle);
    await lose(context);
    await page.getByRole('button', { name: words.submit, exact: true }).click();
    await expect.poll(() => gradings(site, sitting)).toBe(1);
    await expect(page.locator('h1')).toHaveText(words.line.handedIn);
    await expect(bar(page)).toContainText(saved.handedIn);
    await expect(page.locator('#question, main form, main a[href*="?q="]')).toHaveCount(0);
    await look(page, `handed in, ${what}`);
    await page.goBack();
    await expect(page.locator('h1')).toHaveText(words.line.handedIn);
    await expect(page.locator('#question, main form, main a[href*="?q="]')).toHaveCount(0);
    expect(await heldOnDevice(page)).toBe(0);
    await back(context);
    await page.waitForURL(/\/result$/, { timeout: 12_000 });
    await expect(page.locator('h1')).toBeVisible();
  });
}

test('what was written while the paper was being taken goes on record and waits for nothing', async ({ sit, site }) => {
  const { sitting, context, page } = await sit(1280, { settled: true });
  await page.getByRole('button', { name: words.check, exact: true }).click();
  await expect(page.locator('h1')).toHaveText(words.checkTitle);
  let answer = () => {};
  const isHeld = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await context.route(
    '**/hand-in',
    async (route) => {
      const response = await route.fetch();
      await isHeld;
      await route.fulfill({ response });
    },
    { times: 1 },
  );
  await page.getByRole('button', { name: words.submit, exact: true }).click();
  await expect.poll(() => gradings(site, sitting)).toBe(1);
  await page.getByRole('link', { name: `${words.edit} ${words.editSlot(sitting.slot)}`, exact: true }).click();
  await option(page, sitting, sitting.options[1]).check();
  answer();
  await page.waitForURL(/\/result$/);
  await expect.poll(() => heldOnDevice(page)).toBe(0);
  expect(await site.db.keptAnswer.count({ where: { attemptId: sitting.attemptId, reason: 'LATE' } })).toBe(1);
});

test('the list of questions stays where she has scrolled to when its script comes, and is read from its top when she comes from a question', async ({
  sit,
}) => {
  const { sitting, page } = await sit(360, { slot: 1 });
  const submit = page.getByRole('button', { name: words.submit, exact: true });
  await page.getByRole('button', { name: words.next(2) }).click();
  await page.locator('#question button[name=go][value=check]').last().click();
  await expect(page.locator('.arrival').first()).toBeFocused();
  const letScriptCome = new Promise<void>((resolve) => {
    void page.route('**/assets/*.js', async (route) => {
      await sleep(1_500);
      await route.continue();
      resolve();
    });
  });
  await page.goto(`${sitting.at}/check`, { waitUntil: 'commit' });
  await submit.scrollIntoViewIfNeeded();
  await letScriptCome;
  await becomeAlive(page);
  await page.waitForTimeout(300);
  await expect(submit).toBeInViewport();
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});
