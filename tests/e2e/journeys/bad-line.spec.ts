import type { BrowserContext, Page, Route } from '@playwright/test';
import { heldWords } from '#app/words/held-answers.ts';
import { quizWords } from '#app/words/quiz.ts';
import { uiWords } from '#app/words/ui.ts';
import { handInElsewhere, newBrowser, option, type Sitting, sitDown, standing } from '../support/at-question.ts';
import { becomeAlive, notice } from '../support/line.ts';
import { look } from '../support/look.ts';
import { test as base, expect, type Site, signIn } from '../support/site.ts';

const words = quizWords('vi');
const saved = uiWords('vi').saved;
const held = heldWords('vi');
const bar = (page: Page) => page.locator('.quizbar .saved');
const savedNow = (page: Page) => expect(bar(page)).toContainText('Đã lưu lúc', { timeout: 30_000 });
const WIDTHS = [360, 1280] as const;

const question = (sitting: Sitting, slot: number) => `${sitting.at}?q=${slot}`;
const heldOnDevice = (page: Page) =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('truc.outbox/')).length);

type Seat = { sitting: Sitting; context: BrowserContext; page: Page };
type Sit = (width: 360 | 1280, options?: { slot?: number; sitting?: Sitting; settled?: boolean }) => Promise<Seat>;

const test = base.extend<{
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
      await signIn(page, sitting.email, question(sitting, slot ?? sitting.slot));
      if (settled) await page.waitForLoadState('networkidle');
      return { sitting, context, page };
    });
    expect(errors).toEqual([]);
  },
});

/** As when she comes back to a tab. */
const lookAgain = (page: Page) => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));

const gradings = (site: Site, { attemptId }: Sitting) => site.db.grading.count({ where: { attemptId } });

/** Answers of somebody else on the way: what a bad line makes of a save. */
const STRANGERS: Record<string, (route: Route) => Promise<void>> = {
  'the page of a Wi-Fi portal, with 200': (route) =>
    route.fulfill({ status: 200, contentType: 'text/html', body: '<html>Đăng nhập Wi-Fi</html>' }),
  'a redirect to another host': (route) =>
    route.fulfill({ status: 302, headers: { Location: 'http://portal.example/login' } }),
  'JSON of another shape': (route) => route.fulfill({ status: 200, json: { ok: true } }),
  'JSON of our shape from somebody else': (route) =>
    route.fulfill({
      status: 200,
      json: { outcome: 'kept', open: true, savedAt: '2026-01-01T00:00:00Z', slots: [], conflicts: [] },
    }),
  'a 404 of a proxy': (route) => route.fulfill({ status: 404, contentType: 'text/plain', body: 'Not Found' }),
  'a 409 of a proxy': (route) => route.fulfill({ status: 409, json: { outcome: 'over' } }),
};

for (const [what, stranger] of Object.entries(STRANGERS)) {
  test(`${what} is no word of ours: the answer waits on the device and is saved when the line is ours again`, async ({
    sit,
    site,
  }) => {
    const { sitting, context, page } = await sit(360);
    await context.route('**/answers', stranger);
    await option(page, sitting, sitting.options[0]).check();
    await expect(bar(page)).toContainText(/Chưa lưu được, đang thử lại|Mất mạng/);
    expect(await heldOnDevice(page)).toBe(1);
    await context.unroute('**/answers');
    await savedNow(page);
    expect(await standing(site, sitting, sitting.slot)).toEqual({ choice: sitting.options[0] });
    expect(await heldOnDevice(page)).toBe(0);
  });
}

test('a request that never answers is given up after its time, said, and does not hold up handing in', async ({
  sit,
  site,
}) => {
  const { sitting, context, page } = await sit(1280);
  await context.route('**/answers', () => new Promise(() => undefined));
  await option(page, sitting, sitting.options[1]).check();
  await expect(bar(page)).toContainText(saved.saving);
  await expect(bar(page)).toContainText(saved.retrying, { timeout: 14_000 });
  await page.goto(`${sitting.at}/check`);
  const since = Date.now();
  await page.getByRole('button', { name: words.submit, exact: true }).click();
  await page.waitForURL(/\/result$/);
  expect(Date.now() - since).toBeLessThan(8_000);
  expect(await standing(site, sitting, sitting.slot)).toEqual({ choice: sitting.options[1] });
});

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

  test(`two devices at ${width} px: the newer answer is not replaced by the older one, and she chooses`, async ({
    sit,
    site,
  }) => {
    const { sitting, context: phone, page } = await sit(width, { settled: true });
    await phone.setOffline(true);
    const [one, two] = sitting.options;
    for (const id of [one, two, one]) {
      await option(page, sitting, id).check();
      await page.waitForTimeout(800);
    }
    await expect(bar(page)).toContainText(saved.offline);
    const { page: desk } = await sit(1280, { sitting });
    await option(desk, sitting, two).check();
    await savedNow(desk);
    await phone.setOffline(false);
    await expect(page.locator('h1')).toHaveText(words.choice.title, { timeout: 30_000 });
    await expect(bar(page)).toContainText(saved.choose);
    expect(await standing(site, sitting, sitting.slot)).toEqual({ choice: two });
    await look(page, `two answers, ${width}`);
    // The other device is asked as well.
    await desk.reload();
    await expect(desk.locator('h1')).toHaveText(words.choice.title);
    await desk.goto(`${sitting.at}/check`);
    await expect(desk.getByText(words.choice.onCheck(sitting.slot))).toBeVisible();
    await look(desk, `two answers in the list of questions, ${width}`);
    await page.getByRole('radio', { name: words.choice.here }).check();
    await page.getByRole('button', { name: words.choice.keepAndEdit }).click();
    await expect(option(page, sitting, one)).toBeChecked();
    await savedNow(page);
    expect(await standing(site, sitting, sitting.slot)).toEqual({ choice: one });
    const kept = await site.db.keptAnswer.findMany({ where: { attemptId: sitting.attemptId, reason: 'REPLACED' } });
    expect(kept.map((row) => row.answer)).toEqual([{ choice: two }]);
    expect(await heldOnDevice(page)).toBe(0);
  });

  test(`two devices at ${width} px without script: both answers are kept, and a form asks`, async ({ site, open }) => {
    const sitting = await sitDown(site);
    const plain = await open(width, { javaScriptEnabled: false });
    const page = await plain.newPage();
    await signIn(page, sitting.email, question(sitting, sitting.slot));
    const [one, two] = sitting.options;
    const other = await plain.newPage();
    await other.goto(question(sitting, sitting.slot));
    await option(other, sitting, two).check();
    await other.getByRole('button', { name: words.check, exact: true }).click();
    await expect(other).toHaveURL(/\/check$/);
    await option(page, sitting, one).check();
    await page.getByRole('button', { name: words.check, exact: true }).click();
    await expect(page.locator('h1')).toHaveText(words.choice.title);
    expect(await standing(site, sitting, sitting.slot)).toEqual({ choice: two });
    await other.reload();
    await expect(other.getByText(words.choice.onCheck(sitting.slot))).toBeVisible();
    await other.getByRole('radio', { name: words.choice.other }).check();
    await other.getByRole('button', { name: words.choice.keep }).click();
    await expect(other).toHaveURL(/\/check$/);
    await expect(other.getByText(words.choice.onCheck(sitting.slot))).toHaveCount(0);
    expect(await standing(site, sitting, sitting.slot)).toEqual({ choice: one });
    // What was settled there asks no more here: a late press changes nothing.
    await page.getByRole('radio', { name: words.choice.standing }).check();
    await page
      .getByRole('button', { name: /Giữ bản đã chọn/ })
      .first()
      .click();
    expect(await standing(site, sitting, sitting.slot)).toEqual({ choice: one });
  });
}

test('a stale tab does not overwrite what another tab of the same browser wrote', async ({ sit, site }) => {
  let typed = await sitDown(site);
  for (let time = 0; time < 10 && typed.typedSlot === 0; time++) typed = await sitDown(site);
  expect(typed.typedSlot, 'a paper with a typed question').toBeGreaterThan(0);
  const { sitting, context, page } = await sit(1280, { sitting: typed, slot: typed.typedSlot });
  const other = await context.newPage();
  await other.goto(question(sitting, sitting.typedSlot));
  await other.locator('input[type=text]').fill('11');
  await savedNow(other);
  await page.locator('input[type=text]').pressSequentially('tra loi 13 ky', { delay: 120 });
  await expect(page.locator('h1')).toHaveText(words.choice.title, { timeout: 30_000 });
  expect(await standing(site, sitting, sitting.typedSlot)).toEqual({ text: '11' });
  await expect(page.locator('.quote', { hasText: 'tra loi 13 ky' })).toBeVisible();
  await expect(page.locator('.quote', { hasText: '11' })).toBeVisible();
  // The other tab of this browser, which said that all was saved, says at once that there is a choice.
  await expect(bar(other)).toContainText(saved.choose);
});

test('two accounts on one browser: the answers of one wait for her, and the other is told and sees none', async ({
  sit,
  site,
}) => {
  const { sitting: mine, context, page } = await sit(1280, { settled: true });
  const hers = await sitDown(site);
  await context.setOffline(true);
  await option(page, mine, mine.options[0]).check();
  await expect(bar(page)).toContainText(saved.offline);
  // The line is back, but not before a colleague has signed in.
  await context.route('**/answers', (route) => route.abort());
  await context.setOffline(false);
  await context.clearCookies();
  const other = await context.newPage();
  await signIn(other, hers.email, question(hers, hers.slot));
  await context.unroute('**/answers');
  await expect(other.getByText(words.line.holdsOthers)).toBeVisible();
  await expect(page.locator('h1')).toHaveText(words.line.otherAccount, { timeout: 30_000 });
  await expect(page.locator('input[type=radio]')).toHaveCount(0);
  await look(page, 'another account');
  expect(await standing(site, mine, mine.slot)).toBeNull();
  expect(await heldOnDevice(page)).toBe(1);
  await page.close();
  await context.clearCookies();
  await signIn(other, mine.email, question(mine, mine.slot));
  await expect(option(other, mine, mine.options[0])).toBeChecked();
  await savedNow(other);
  expect(await standing(site, mine, mine.slot)).toEqual({ choice: mine.options[0] });
});

test('a session that ended: words and a way in that leads back, and the answer is saved after it', async ({
  sit,
  site,
}) => {
  const { sitting, context, page } = await sit(360, { settled: true });
  await context.clearCookies();
  await option(page, sitting, sitting.options[2]).check();
  await expect(page.getByText(words.signInAgain)).toBeVisible();
  await expect(bar(page)).toContainText(saved.signedOut);
  await page.getByRole('link', { name: words.signIn }).click();
  await page.locator('input[name=identifier]').fill(sitting.email);
  await page.locator('input[name=password]').fill('tre-xanh-muon-doi');
  await page.locator('main form button[type=submit].btn').first().click();
  await expect(page).toHaveURL(new RegExp(`q=${sitting.slot}`));
  await expect(option(page, sitting, sitting.options[2])).toBeChecked();
  await savedNow(page);
  expect(await standing(site, sitting, sitting.slot)).toEqual({ choice: sitting.options[2] });
});

test('an answer still on its way stands on its page when she comes back to it, and is saved from there', async ({
  sit,
  site,
}) => {
  const { sitting, context, page } = await sit(360);
  await context.route('**/answers', (route) => route.abort());
  await option(page, sitting, sitting.options[1]).check();
  await expect(bar(page)).toContainText(saved.offline);
  await page.getByRole('button', { name: words.leave }).click();
  await expect(page).toHaveURL(/\/courses\//);
  await page.goBack();
  await expect(option(page, sitting, sitting.options[1])).toBeChecked();
  await context.unroute('**/answers');
  await savedNow(page);
  await expect(option(page, sitting, sitting.options[1])).toBeChecked();
  expect(await standing(site, sitting, sitting.slot)).toEqual({ choice: sitting.options[1] });
});

test('a browser that keeps nothing says so, and the answer is saved all the same', async ({ sit, site }) => {
  const { sitting, context, page } = await sit(360);
  await context.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await page.reload();
  await context.route('**/answers', (route) => route.abort());
  await option(page, sitting, sitting.options[0]).check();
  await expect(page.getByText(words.line.deviceRefuses)).toBeVisible();
  await context.unroute('**/answers');
  await savedNow(page);
  expect(await standing(site, sitting, sitting.slot)).toEqual({ choice: sitting.options[0] });
  await expect(page.getByText(words.line.deviceRefuses)).toHaveCount(0);
});

/** A browser in which she answered a question offline, wanted to hand in where told to, and closed the page. */
async function leaveOffline(sit: Sit, width: 360 | 1280, { handIn = false } = {}): Promise<Omit<Seat, 'page'>> {
  const { sitting, context, page } = await sit(width, { settled: true });
  await context.setOffline(true);
  await option(page, sitting, sitting.options[1]).check();
  await expect(bar(page)).toContainText(saved.offline);
  if (handIn) {
    await page.getByRole('button', { name: words.check, exact: true }).click();
    await page.getByRole('button', { name: words.submit, exact: true }).click();
    await expect(page.getByText(words.line.handInOffline)).toBeVisible();
  }
  await page.close();
  return { sitting, context };
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

test('a page that was closed while offline: the next one takes over its answers', async ({ sit, site }) => {
  const { sitting, context } = await leaveOffline(sit, 360);
  await context.setOffline(false);
  const later = await context.newPage();
  await later.goto(question(sitting, sitting.slot));
  await expect(option(later, sitting, sitting.options[1])).toBeChecked();
  await savedNow(later);
  expect(await standing(site, sitting, sitting.slot)).toEqual({ choice: sitting.options[1] });
});

test('a page that was closed while offline: any other page of hers sends its answers, and says so', async ({
  sit,
  site,
}) => {
  const { sitting, context } = await leaveOffline(sit, 360);
  await context.setOffline(false);
  const later = await context.newPage();
  await later.goto('/learning');
  await expect(notice(later)).toContainText(held.saved.title);
  expect(await standing(site, sitting, sitting.slot)).toEqual({ choice: sitting.options[1] });
  expect(await heldOnDevice(later)).toBe(0);
  await look(later, 'saved from another page, 360');
  await notice(later).getByRole('link', { name: held.saved.way }).click();
  await expect(later).toHaveURL(new RegExp(sitting.attemptId));
  await expect(notice(later)).toHaveText('');
});

test('a page of hers that is open meanwhile sends them as soon as the line is back; nobody else is told', async ({
  sit,
  site,
}) => {
  const { sitting, context, page } = await sit(360, { settled: true });
  const other = await context.newPage();
  await other.goto('/learning');
  await becomeAlive(other);
  await context.setOffline(true);
  await option(page, sitting, sitting.options[1]).check();
  await expect(bar(page)).toContainText(saved.offline);
  await page.close();
  await lookAgain(other);
  await context.route('**/answers', (route) => route.abort());
  await context.setOffline(false);
  await expect(notice(other)).toContainText(held.waits.title);
  // A colleague signs in beside it before the answers have gone.
  const { email } = await sitDown(site);
  await context.clearCookies();
  const colleague = await context.newPage();
  await signIn(colleague, email);
  await becomeAlive(colleague);
  await context.unroute('**/answers');
  await colleague.reload();
  await colleague.waitForLoadState('networkidle');
  await expect(notice(colleague)).toHaveText('');
  expect(await standing(site, sitting, sitting.slot)).toBeNull();
  await context.clearCookies();
  await signIn(colleague, sitting.email);
  await lookAgain(other);
  await expect.poll(() => standing(site, sitting, sitting.slot)).toEqual({ choice: sitting.options[1] });
});

for (const width of WIDTHS) {
  test(`a paper handed in offline at ${width} px and closed: any other page hands it in, once, and says so`, async ({
    sit,
    site,
  }) => {
    const { sitting, context } = await leaveOffline(sit, width, { handIn: true });
    await context.setOffline(false);
    const [later, other] = [await context.newPage(), await context.newPage()];
    await Promise.all([later.goto('/learning'), other.goto('/courses')]);
    await expect.poll(() => gradings(site, sitting), { timeout: 45_000 }).toBe(1);
    await expect.poll(() => heldOnDevice(later)).toBe(0);
    const told = held['handed-in'];
    const teller = (await later.getByText(told.title).count()) > 0 ? later : other;
    await expect(notice(teller)).toContainText(told.title);
    await look(teller, `handed in from another page, ${width}`);
    await teller.getByRole('link', { name: told.way }).click();
    await expect(teller).toHaveURL(/\/result$/);
    await expect(notice(teller)).toHaveText('');
    expect(await standing(site, sitting, sitting.slot)).toEqual({ choice: sitting.options[1] });
    expect(await gradings(site, sitting)).toBe(1);
  });
}

test('an answer of a closed page that meets another one is kept beside it; the page where she is tells, and so does the result', async ({
  sit,
  site,
}) => {
  const { sitting, context: phone } = await leaveOffline(sit, 360);
  const { page: desk } = await sit(1280, { sitting });
  await option(desk, sitting, sitting.options[0]).check();
  await savedNow(desk);
  await phone.setOffline(false);
  const later = await phone.newPage();
  await later.goto('/learning');
  await expect(notice(later)).toContainText(held.choose.title);
  await look(later, 'two answers, told on another page, 360');
  expect(await standing(site, sitting, sitting.slot)).toEqual({ choice: sitting.options[0] });
  await desk.goto(`${sitting.at}/check`);
  await desk.getByRole('button', { name: words.submit, exact: true }).click();
  await desk.waitForURL(/\/result$/);
  await expect(desk.getByRole('heading', { name: words.result.beside })).toBeVisible();
  await expect(desk.getByText(words.result.besideWhy.CONFLICT)).toBeVisible();
  await look(desk, 'the result with an answer that did not count');
  // Once she looks at it again, the other device offers no choice that is over.
  await lookAgain(later);
  await expect(notice(later)).toContainText(held['handed-in'].title);
  expect(await heldOnDevice(later)).toBe(0);
});

test('a page that waits for her choice learns at once that another page of its browser handed the paper in', async ({
  sit,
  site,
}) => {
  const { sitting, context } = await leaveOffline(sit, 360);
  const { page: desk } = await sit(1280, { sitting });
  await option(desk, sitting, sitting.options[0]).check();
  await savedNow(desk);
  await context.setOffline(false);
  const waiting = await context.newPage();
  await waiting.goto('/learning');
  await expect(notice(waiting)).toContainText(held.choose.title);
  const paper = await context.newPage();
  await paper.goto(`${sitting.at}/check`);
  await paper.getByRole('button', { name: words.submit, exact: true }).click();
  await paper.waitForURL(/\/result$/);
  await expect(notice(waiting)).toContainText(held['handed-in'].title);
  expect(await heldOnDevice(waiting)).toBe(0);
  expect(await gradings(site, sitting)).toBe(1);
});

test('an answer of a closed page whose paper was handed in elsewhere goes on record from the page of the result', async ({
  sit,
  site,
}) => {
  const { sitting, context: phone } = await leaveOffline(sit, 360);
  await handInElsewhere(site, sitting);
  await phone.setOffline(false);
  const later = await phone.newPage();
  await later.goto(sitting.at);
  await expect(later).toHaveURL(/\/result$/);
  await expect(later.getByText(words.result.besideWhy.LATE)).toBeVisible();
  expect(await heldOnDevice(later)).toBe(0);
  await expect(notice(later)).toHaveText('');
  expect(await gradings(site, sitting)).toBe(1);
});

test('an open page shows what another device saved and handed in, once it is looked at again, and keeps what was written on it', async ({
  sit,
  site,
}) => {
  const { sitting, context: phone, page } = await sit(360);
  const { page: desk } = await sit(1280, { sitting });
  await option(desk, sitting, sitting.options[0]).check();
  await savedNow(desk);
  await lookAgain(page);
  await expect(option(page, sitting, sitting.options[0])).toBeChecked();
  await phone.setOffline(true);
  await page.getByLabel(words.flag).check();
  await option(page, sitting, sitting.options[2]).check();
  await expect(bar(page)).toContainText(saved.offline);
  await phone.setOffline(false);
  await savedNow(page);
  expect(await standing(site, sitting, sitting.slot)).toEqual({ choice: sitting.options[2] });
  await desk.goto(`${sitting.at}/check`);
  await desk.getByRole('button', { name: words.submit, exact: true }).click();
  await desk.waitForURL(/\/result$/);
  await lookAgain(page);
  await page.waitForURL(/\/result$/);
  expect(await gradings(site, sitting)).toBe(1);
});

test('at three seconds a request, going on takes no time', async ({ sit }) => {
  const { sitting, context, page } = await sit(360, { slot: 1, settled: true });
  await context.route('**/*', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await route.continue().catch(() => undefined);
  });
  const all = sitting.questions.length;
  const since = Date.now();
  for (let slot = 1; slot < all; slot++) {
    await page.getByRole('button', { name: words.next(slot + 1) }).click();
    await expect(page.locator('.quizbar')).toContainText(`Câu ${slot + 1}/${all}`);
  }
  await page.getByRole('button', { name: words.saveAndCheck }).click();
  await expect(page.locator('h1')).toHaveText(words.checkTitle);
  expect(Date.now() - since).toBeLessThan(3_000 * 3);
  await context.unroute('**/*');
});
