import type { Page } from '@playwright/test';
import { courseWords } from '#app/words/course.ts';
import { learnWords } from '#app/words/learn.ts';
import { createPerson } from '#tests/support/factories.ts';
import { beginAndComplete } from '../support/learner-history.ts';
import { look } from '../support/look.ts';
import { publishNewerEdition } from '../support/newer-edition.ts';
import { giveSession } from '../support/session.ts';
import { arrive, expect, test } from '../support/site.ts';

const BEGUN = 'reform-and-crisis-response';
const COMPLETED = 'asean-civil-service-cooperation';
const NUMBER = '7000000041';
const EMAIL = `dao.${NUMBER}@truc.example`;

/** axe and no sideways scroll on a phone; with LOOK_AT, pictures of phone and desk. */
async function lookAt(page: Page, what: string) {
  await page.setViewportSize({ width: 360, height: 740 });
  await look(page, what);
  for (const width of process.env.LOOK_AT ? [360, 1280] : []) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: `${process.env.LOOK_AT}/${what}-${width}.png`, fullPage: true });
  }
}

test('a correction stands on the old lesson, she changes to the new edition and keeps what she read, and of a completed course she is told once', async ({
  browser,
  site,
}) => {
  const { id } = await createPerson(site.db, {
    agencyCode: 'VN.X00376.DPV',
    fullName: 'Lê Thị Đào',
    personnelNumber: NUMBER,
    email: EMAIL,
  });
  await beginAndComplete(site, id, { begun: BEGUN, completed: COMPLETED });
  for (const slug of [BEGUN, COMPLETED]) await publishNewerEdition(site, slug);

  // Without script: every form of the way works by itself.
  const hers = await browser.newContext({ baseURL: site.url, javaScriptEnabled: false });
  const page = await hers.newPage();
  const vi = learnWords('vi');
  const en = learnWords('en');
  await arrive(page, site, EMAIL);
  await expect(page.getByRole('heading', { name: vi.learning.corrected(1) })).toBeVisible();
  await expect(page.getByText('đề xuất của Nhật Bản nằm ngoài số ấy')).toBeVisible();

  await page.goto(`/courses/${BEGUN}/lessons/crisis-response`);
  await expect(page.getByRole('heading', { name: vi.lesson.corrected('2026-11-30') })).toBeVisible();
  await expect(page.getByText('không đợi kiểm chứng; có hai người')).toBeVisible();
  await page.getByRole('link', { name: vi.lesson.toCourse }).click();
  await expect(page.getByRole('heading', { name: courseWords('vi').corrected })).toBeVisible();
  await expect(page.getByText(vi.lesson.correctedOf('K5.4', '2026-11-30'))).toBeVisible();
  await expect(page.getByText(courseWords('vi').progress(7, 7))).toBeVisible();

  // Its looks, in English and with script.
  const seen = await browser.newContext({ baseURL: site.url });
  await giveSession(seen, site, id);
  await site.db.person.update({ where: { id }, data: { locale: 'en' } });
  const english = await seen.newPage();
  await english.goto(`/courses/${BEGUN}`);
  await expect(english.getByRole('heading', { name: courseWords('en').corrected })).toBeVisible();
  await lookAt(english, 'course');
  await english.goto(`/courses/${BEGUN}/lessons/crisis-response`);
  await expect(english.getByText('at once, even if alone, without waiting')).toBeVisible();
  await lookAt(english, 'lesson');
  await english.goto('/learning');
  await lookAt(english, 'learning');
  await english.getByRole('button', { name: en.learning.seen }).click();
  await expect(english.getByRole('heading', { name: en.learning.corrected(1) })).toHaveCount(0);
  await seen.close();
  await site.db.person.update({ where: { id }, data: { locale: 'vi' } });

  await page.goto('/learning');
  await expect(page.getByRole('heading', { name: vi.learning.corrected(1) })).toHaveCount(0);
  await page.goto(`/courses/${BEGUN}`);
  await page.getByRole('button', { name: courseWords('vi').changeTo(2) }).click();
  await expect(page.getByRole('heading', { name: courseWords('vi').corrected })).toHaveCount(0);
  await expect(page.getByText(courseWords('vi').progress(7, 7))).toBeVisible();
  await page.goto(`/courses/${BEGUN}/lessons/crisis-response`);
  await expect(page.getByRole('heading', { name: vi.lesson.corrected('2026-11-30') })).toHaveCount(0);
  // The course that she completed keeps its edition.
  await page.goto(`/courses/${COMPLETED}`);
  await expect(page.getByRole('heading', { name: courseWords('vi').corrected })).toBeVisible();
  await expect(page.getByRole('button', { name: courseWords('vi').changeTo(2) })).toHaveCount(0);
  await hers.close();
});
