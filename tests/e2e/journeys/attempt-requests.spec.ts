import type { Page } from '@playwright/test';
import { attemptRequestWords } from '#app/words/attempt-requests.ts';
import { learnWords } from '#app/words/learn.ts';
import { createPerson } from '#tests/support/factories.ts';
import { failEveryAttempt } from '../support/learner-history.ts';
import { look } from '../support/look.ts';
import { arrive, expect, type Site, test } from '../support/site.ts';

const SLUG = 'citizen-centred-service';
const NUMBER = '7000000031';
const EMAIL = `lan.${NUMBER}@truc.example`;
const words = attemptRequestWords('vi');

/** A learner of Hà Nội who has failed every attempt at K1. */
async function whoFailed(site: Site): Promise<string> {
  const { id } = await createPerson(site.db, {
    agencyCode: 'VN.X00376.DPV',
    fullName: 'Trần Thị Thúy',
    personnelNumber: NUMBER,
    email: EMAIL,
  });
  await failEveryAttempt(site, id, SLUG);
  return id;
}

/** axe and no sideways scroll, on a desk and on a phone. */
async function lookAt(page: Page, what: string) {
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: width === 360 ? 740 : 900 });
    await look(page, `${what} at ${width} px`);
    if (process.env.LOOK_AT)
      await page.screenshot({ path: `${process.env.LOOK_AT}/${what}-${width}.png`, fullPage: true });
  }
}

test('after the last failed attempt every page says the true next step, and one more attempt is asked for, granted and taken', async ({
  browser,
  site,
}) => {
  const personId = await whoFailed(site);
  const last = await site.db.attempt.findFirstOrThrow({ where: { personId }, orderBy: { number: 'desc' } });
  // Hers without script: every form of the way works by itself.
  const hers = await (await browser.newContext({ baseURL: site.url, javaScriptEnabled: false })).newPage();
  await arrive(hers, site, EMAIL);
  await expect(hers.getByText(words.short['may-ask'].text).first()).toBeVisible();
  await expect(hers.getByText(learnWords('vi').learning.rest(0))).toHaveCount(0);
  for (const path of [`/courses/${SLUG}`, `/attempts/${last.id}/result`]) {
    await hers.goto(path);
    await expect(hers.getByRole('link', { name: words.short['may-ask'].way }).first()).toHaveAttribute(
      'href',
      `/courses/${SLUG}/quiz`,
    );
  }
  await hers.goto(`/courses/${SLUG}/quiz`);
  await expect(hers.getByText('Minh').first()).toBeVisible();
  await hers.getByRole('button', { name: words.ask.send }).click();
  await expect(hers).toHaveTitle(/^Lỗi: /);
  await expect(hers.getByRole('link', { name: words.ask.faults['sentence-missing'] })).toHaveAttribute(
    'href',
    '#reason',
  );
  await hers.getByLabel(words.ask.reason).fill('Tôi đã đọc lại bài K1.5, xin làm lại trước thứ Sáu.');
  await hers.getByRole('button', { name: words.ask.send }).click();
  await expect(hers.getByRole('heading', { name: words.ask.waiting })).toBeVisible();
  await hers.getByRole('button', { name: words.ask.withdraw }).click();
  await hers.getByLabel(words.ask.reason).fill('Tôi đã đọc lại bài K1.5 và K1.6.');
  await hers.getByRole('button', { name: words.ask.send }).click();
  await expect(hers.getByText('K1.6')).toBeVisible();
  await hers.goto('/learning');
  await expect(hers.getByText(words.short.waiting.text).first()).toBeVisible();

  const his = await (await browser.newContext({ baseURL: site.url })).newPage();
  await arrive(his, site, 'minh@demo.truc.example', '/manage/requests');
  await expect(his.getByRole('link', { name: /^Đề nghị \(\d+\)$/ })).toBeVisible();
  await lookAt(his, 'manage-requests');
  await his.getByRole('link', { name: 'Trần Thị Thúy' }).click();
  await expect(his.getByText('Tôi đã đọc lại bài K1.5 và K1.6.')).toBeVisible();
  await lookAt(his, 'manage-request');
  await his.getByRole('button', { name: words.manage.decline }).click();
  await expect(his.getByRole('link', { name: words.manage.faults['sentence-missing'] })).toBeVisible();
  await lookAt(his, 'manage-request-fault');
  await his.getByLabel(words.manage.answer).fill('Đọc lại K1.6 đã, rồi xin lại.');
  await his.getByRole('button', { name: words.manage.decline }).click();
  await expect(his.getByText(words.manage.done.declined)).toBeVisible();

  await hers.goto(`/courses/${SLUG}/quiz`);
  await expect(hers.getByText('Đọc lại K1.6 đã, rồi xin lại.')).toBeVisible();
  await hers.getByLabel(words.ask.reason).fill('Đã đọc lại K1.6.');
  await hers.getByRole('button', { name: words.ask.send }).click();

  await his.goto('/manage/requests');
  await his.getByRole('link', { name: 'Trần Thị Thúy' }).click();
  await his.getByLabel(words.manage.answer).fill('Đồng ý, chúc làm bài tốt.');
  await his.getByRole('button', { name: words.manage.grant }).click();
  await expect(his.getByText(words.manage.done.granted)).toBeVisible();

  await hers.goto('/learning');
  await expect(hers.getByText('Đồng ý, chúc làm bài tốt.').first()).toBeVisible();
  const looked = await (
    await browser.newContext({ baseURL: site.url, storageState: await hers.context().storageState() })
  ).newPage();
  for (const [what, path] of [
    ['learning-granted', '/learning'],
    ['quiz-granted', `/courses/${SLUG}/quiz`],
  ] as const) {
    await looked.goto(path);
    await lookAt(looked, what);
  }
  await hers.goto(`/courses/${SLUG}/quiz`);
  await hers.getByRole('button', { name: /Bắt đầu lượt 4/ }).click();
  await expect(hers).toHaveURL(/\/attempts\//);
  expect(await site.db.attempt.count({ where: { personId } })).toBe(4);
});
