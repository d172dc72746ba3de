import { resultWords } from '#app/words/result.ts';
import {
  bar,
  gradings,
  held,
  heldOnDevice,
  leaveOffline,
  lookAgain,
  question,
  saved,
  savedNow,
  test,
  WIDTHS,
  words,
} from '../../support/at-bad-line.ts';
import { option, sitDown, standing } from '../../support/at-question.ts';
import { notice } from '../../support/line.ts';
import { look } from '../../support/look.ts';
import { arrive, expect, signIn } from '../../support/site.ts';

for (const width of WIDTHS) {
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
    await arrive(page, site, sitting.email, question(sitting, sitting.slot));
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
  await expect(desk.getByRole('heading', { name: resultWords('vi').beside })).toBeVisible();
  await expect(desk.getByText(resultWords('vi').besideWhy.CONFLICT)).toBeVisible();
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
