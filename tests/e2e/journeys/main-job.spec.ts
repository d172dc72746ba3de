import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import type { PaperKey } from '#app/domain/assessment/paper.ts';
import { fieldName, type PublicQuestion } from '#app/domain/assessment/question.ts';
import { courseWords } from '#app/words/course.ts';
import { learnWords } from '#app/words/learn.ts';
import type { Locale } from '#app/words/locale.ts';
import { manageAudienceWords } from '#app/words/manage-audience.ts';
import { manageNewAssignmentWords } from '#app/words/manage-new-assignment.ts';
import { quizWords } from '#app/words/quiz.ts';
import { resultWords } from '#app/words/result.ts';
import { rightAnswer } from '#prisma/seed/answer-paper.ts';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '#prisma/seed/demo-accounts.ts';
import { createPerson } from '#tests/support/factories.ts';
import { paperOf } from '#tests/support/learner.ts';
import { readPdf } from '#tests/support/read-pdf.ts';
import { decodeQr } from '../support/decode-qr.ts';
import { arrive, expect, type Site, signIn, test } from '../support/site.ts';

const SLUG = 'citizen-centred-service';
const account = (key: string) => {
  const found = DEMO_ACCOUNTS.find((each) => each.key === key);
  if (!found) throw new Error(`no demo account ${key}`);
  return found;
};

const people = {
  vi: { fullName: 'Đỗ Thị Mỹ Hạnh', personnelNumber: '7000000001' },
  en: { fullName: 'Nguyễn Thị Lệ Quỳnh Ngọc Diễm', personnelNumber: '7000000002' },
  plain: { fullName: 'Ưng Hoàng Ước Nguyện', personnelNumber: '7000000003' },
} as const;

async function newPerson(site: Site, key: keyof typeof people, locale: Locale) {
  const person = people[key];
  const made = await createPerson(site.db, {
    ...person,
    // As a personnel system may send it: decomposed. It is stored and printed composed.
    fullName: person.fullName.normalize('NFC'),
    agencyCode: 'VN.X00376.DPV',
    email: `${key}.${person.personnelNumber}@truc.example`,
    password: DEMO_PASSWORD,
    locale,
  });
  return { ...made, email: `${key}.${person.personnelNumber}@truc.example` };
}

async function contextIn(browser: Browser, site: Site, locale: Locale, options: { javaScriptEnabled?: boolean } = {}) {
  const context = await browser.newContext({
    baseURL: site.url,
    locale: locale === 'vi' ? 'vi-VN' : 'en-GB',
    acceptDownloads: true,
    ...options,
  });
  await context.addCookies([{ name: 'locale', value: locale, url: site.url }]);
  return context;
}

/** The manager of Hà Nội assigns K1 to one person, found by her number, due in four weeks. */
async function assign(context: BrowserContext, site: Site, locale: Locale, personnelNumber: string) {
  const words = manageAudienceWords(locale);
  const page = await context.newPage();
  await site.db.person.update({ where: { email: account('manager').email }, data: { locale } });
  await signIn(page, account('manager').email, '/manage/assignments/new?course=K1&by=people');
  await page.locator('input[name=q]').fill(personnelNumber);
  await page.getByRole('button', { name: words.find, exact: true }).click();
  // The list of everybody gives way to what was found.
  await expect(page.locator('input[name=p]')).toHaveCount(1);
  await page.getByRole('checkbox', { name: new RegExp(personnelNumber) }).check();
  await page.getByRole('button', { name: words.add }).click();
  await expect(page.getByText(words.chosen(1))).toBeVisible();
  const due = new Date(site.now().getTime() + 28 * 86_400_000);
  await page.locator('input[name=due-day]').fill(String(due.getDate()));
  await page.locator('input[name=due-month]').fill(String(due.getMonth() + 1));
  await page.locator('input[name=due-year]').fill(String(due.getFullYear()));
  await page.getByRole('button', { name: words.preview }).click();
  await expect(page.locator('h1')).toContainText('1');
  await page.locator('textarea[name=note]').fill('Kế hoạch đào tạo năm 2026');
  await page.getByRole('button', { name: manageNewAssignmentWords(locale).preview.assign(1) }).click();
  await page.waitForURL(/\/manage\/assignments\/[0-9a-f-]{36}/);
  await expect
    .poll(() => site.db.assignment.count({ where: { person: { personnelNumber }, status: 'NOT_STARTED' } }))
    .toBe(1);
  await page.close();
}

/** Reads every lesson: too soon it is not recorded, after its floor it is. */
async function readLessons(page: Page, site: Site, locale: Locale) {
  const words = learnWords(locale);
  await page.goto(`/courses/${SLUG}`);
  await expect(page.locator('html')).toHaveAttribute('lang', locale);
  await page.getByRole('button', { name: courseWords(locale).begin }).click();
  for (let lesson = 1; lesson <= 6; lesson++) {
    await page.waitForURL(/\/lessons\//);
    await expect(page.locator('.title .over')).toContainText(`K1.${lesson}`);
    const here = page.url();
    if (lesson === 1) {
      await page.locator('form.section button[type=submit]').click();
      await expect(page.getByText(words.lesson.tooSoon)).toBeVisible();
    }
    await site.later(125);
    await page.locator('form.section button[type=submit]').click();
    await page.waitForURL((url) => url.href.split('?')[0] !== here.split('?')[0]);
  }
}

const attemptIdOf = (page: Page): string => /attempts\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? '';

/** Fills in one question as a person does, with the answer that a test may look up. */
async function answerQuestion(page: Page, question: PublicQuestion, key: PaperKey['slots'][number]['key']) {
  const answer = rightAnswer(key);
  const name = fieldName(question.slot);
  if ('choice' in answer) await page.locator(`input[name="${name}"][value="${answer.choice}"]`).check();
  else if ('choices' in answer)
    for (const id of answer.choices) await page.locator(`input[name="${name}"][value="${id}"]`).check();
  else if ('value' in answer) await page.locator(`input[name="${name}"][value="${answer.value}"]`).check();
  else if ('text' in answer) await page.locator(`input[name="${name}"]`).fill(answer.text);
  else if ('pairs' in answer)
    for (const [left, right] of Object.entries(answer.pairs))
      await page.locator(`select[name="${fieldName(question.slot, left)}"]`).selectOption(right);
  else
    for (const [step, position] of Object.entries(answer.positions))
      await page.locator(`select[name="${fieldName(question.slot, step)}"]`).selectOption(String(position));
}

/** One attempt: answers the first `right` questions, walks through the others, hands in. */
async function takeQuiz(page: Page, site: Site, locale: Locale, right: number) {
  const words = quizWords(locale);
  const attemptId = attemptIdOf(page);
  const { paper, paperKey } = await paperOf(site.db, attemptId);
  const { slots } = paper;
  const keys = paperKey.slots;
  for (const { slot, question } of slots) {
    await expect(page.locator('.quizbar')).toContainText(words.where(slot, slots.length).join(''));
    if (slot <= right)
      await answerQuestion(page, question, (keys.find((each) => each.slot === slot) as PaperKey['slots'][number]).key);
    if (slot < slots.length) await page.getByRole('button', { name: words.next(slot + 1) }).click();
    else await page.getByRole('button', { name: words.saveAndCheck }).click();
  }
  await page.waitForURL(/\/check$/);
  await expect(page.locator('.lede')).toContainText(words.checkLede(right, slots.length));
  await page.getByRole('button', { name: words.submit }).click();
  await page.waitForURL(/\/result$/);
}

async function learn(page: Page, site: Site, locale: Locale) {
  const words = quizWords(locale);
  await page.goto('/learning');
  await expect(page.getByText(learnWords(locale).learning.newTitle(1))).toBeVisible();
  await expect(page.getByText('Kế hoạch đào tạo năm 2026')).toBeVisible();
  await readLessons(page, site, locale);
  await page.goto(`/courses/${SLUG}/quiz`);
  await page.getByRole('button', { name: words.door.start(1, 3) }).click();
  await page.waitForURL(/\/attempts\//);
  await takeQuiz(page, site, locale, 3);
  await expect(page.locator('h1')).not.toHaveText(resultWords(locale).passed);
  await expect(page.getByText(resultWords(locale).hidden)).toBeVisible();
  await page.getByRole('button', { name: resultWords(locale).again }).click();
  await page.waitForURL(/\/attempts\/[0-9a-f-]{36}(\?|$)/);
  await takeQuiz(page, site, locale, 10);
  await expect(page.locator('h1')).toHaveText(resultWords(locale).passed);
}

async function downloadPdf(page: Page): Promise<Buffer> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('a[href$="document.pdf"]').first().click(),
  ]);
  return readFile(await download.path());
}

/** A stranger reads the document with other people's programs, and asks the address that its code leads to. */
async function verify(browser: Browser, site: Site, locale: Locale, pdf: Buffer, fullName: string) {
  const { text, image } = await readPdf100(pdf);
  expect(text).toContain(fullName.normalize('NFC'));
  const certificate = await site.db.certificate.findFirstOrThrow({
    where: { person: { fullName: fullName.normalize('NFC') } },
  });
  expect(text).toContain(certificate.serial);
  const address = decodeQr(image);
  expect(address).toMatch(new RegExp(`/verify/${certificate.serial}$`));
  const stranger = await contextIn(browser, site, locale);
  const page = await stranger.newPage();
  await page.goto(new URL(address).pathname);
  await expect(page.locator('main')).toContainText(fullName.normalize('NFC'));
  await expect(page.locator('.verdict')).not.toHaveClass(/alarm|warn|plain/);
  await stranger.close();
}

async function readPdf100(
  pdf: Buffer,
): Promise<{ text: string; image: { width: number; height: number; data: Uint8ClampedArray } }> {
  const read = await readPdf(pdf, 100);
  return {
    text: read.runs
      .map((run) => run.text)
      .join(' ')
      .normalize('NFC'),
    image: read.pixels,
  };
}

/** The agency's report counts her, and both files have her. */
async function report(
  browser: Browser,
  site: Site,
  locale: Locale,
  person: { fullName: string; personnelNumber: string },
) {
  await site.db.person.update({ where: { email: account('manager').email }, data: { locale } });
  const context = await contextIn(browser, site, locale);
  const page = await context.newPage();
  await arrive(page, site, account('manager').email, '/manage/reports/VN.X00376.DPV');
  const standings = await site.db.standing.count({
    where: { course: { code: 'K1' }, completed: true, agency: { code: 'VN.X00376.DPV' } },
  });
  expect(standings).toBeGreaterThan(0);
  await expect
    .poll(
      async () =>
        (
          await site.db.rollupNow.findFirst({
            where: { kind: 'completed', agencyId: await agencyId(site), courseId: await courseId(site) },
          })
        )?.people,
    )
    .toBe(standings);
  await page.reload();
  await expect(page.locator('main')).toContainText('K1');
  for (const name of ['units.csv', 'people.csv']) {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator(`a[href*="${name}"]`).first().click(),
    ]);
    const bytes = await readFile(await download.path());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const rows = parse(bytes, { bom: true }) as string[][];
    expect(rows.length).toBeGreaterThan(1);
    if (name === 'people.csv') {
      const row = rows.find(
        (each) => each.some((cell) => cell.includes(person.personnelNumber)) && each.includes('K1'),
      );
      expect(row, 'her row').toBeDefined();
      expect(row?.join('|')).toContain(person.fullName.normalize('NFC'));
    } else {
      expect(rows.some((each) => each.includes('K1') && each.includes('VN.X00376.DPV'))).toBe(true);
    }
  }
  await context.close();
}

const agencyId = async (site: Site) =>
  (await site.db.agency.findUniqueOrThrow({ where: { code: 'VN.X00376.DPV' } })).id;
const courseId = async (site: Site) => (await site.db.course.findUniqueOrThrow({ where: { code: 'K1' } })).id;

for (const locale of ['vi', 'en'] as const) {
  test(`assigned, learnt, failed once, passed, certified, verified, reported (${locale})`, async ({
    browser,
    site,
  }) => {
    const person = await newPerson(site, locale, locale);
    const manager = await contextIn(browser, site, locale);
    await assign(manager, site, locale, person.personnelNumber);
    await manager.close();

    const context = await contextIn(browser, site, locale);
    const page = await context.newPage();
    await signIn(page, person.email);
    await learn(page, site, locale);
    // Ready without reloading by hand.
    await expect(page.locator('a[href$="document.pdf"]')).toBeVisible();
    const pdf = await downloadPdf(page);
    await context.close();

    await verify(browser, site, locale, pdf, person.fullName);
    await report(browser, site, locale, person);
  });
}

test('the learner’s way without JavaScript', async ({ browser, site }) => {
  const person = await newPerson(site, 'plain', 'vi');
  const manager = await contextIn(browser, site, 'vi');
  await assign(manager, site, 'vi', person.personnelNumber);
  await manager.close();

  const context = await contextIn(browser, site, 'vi', { javaScriptEnabled: false });
  const page = await context.newPage();
  await signIn(page, person.email);
  await learn(page, site, 'vi');
  await expect
    .poll(async () => {
      await page.reload();
      return page.locator('a[href$="document.pdf"]').count();
    })
    .toBeGreaterThan(0);
  const pdf = await downloadPdf(page);
  await context.close();
  await verify(browser, site, 'vi', pdf, person.fullName);
});
