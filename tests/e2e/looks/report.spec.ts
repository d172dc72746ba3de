import type { Page } from '@playwright/test';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { DEMO_ACCOUNTS } from '#prisma/seed/demo-accounts.ts';
import { arrive, expect, type Site, test } from '../support/site.ts';

const VIEWER = DEMO_ACCOUNTS.find((each) => each.key === 'viewer')?.email ?? '';
const MANAGER = DEMO_ACCOUNTS.find((each) => each.key === 'manager')?.email ?? '';

/** Puts that many service points directly below an agency. */
async function addUnits({ db }: Site, parentCode: string, count: number): Promise<void> {
  const parent = await db.agency.findUniqueOrThrow({ where: { code: parentCode }, select: { id: true } });
  const made = await db.agency.createManyAndReturn({
    data: Array.from({ length: count }, (_, at) => ({
      code: `${parentCode}.T${String(at).padStart(4, '0')}`,
      type: 'provincial_department',
      nameVi: at === 777 ? 'Trạm Đắk Ơ' : `Trạm số ${at}`,
      nameEn: at === 777 ? 'Dak O Post' : `Post no. ${at}`,
    })),
    select: { id: true },
  });
  await db.agencyPlacement.createMany({
    data: made.map(({ id }) => ({ agencyId: id, parentId: parent.id, validFrom: new Date('2020-01-01') })),
  });
  await db.run`SELECT rebuild_agency_ancestors(current_date)`;
}

/** Other tests of this site read its pages in English. */
test.beforeEach(({ site }) =>
  site.db.person.updateMany({ where: { email: { in: [VIEWER, MANAGER] } }, data: { locale: 'vi' } }),
);

const plain = (text: string) => text.replace(/[\s\u00a0\u00ad]+/g, '');

/** The text of a printed page as Mozilla's pdf.js reads it, without spaces, and how far to the right it reaches, in points. */
async function print(page: Page, landscape: boolean): Promise<{ text: string; right: number; width: number }> {
  const task = getDocument({ data: Uint8Array.from(await page.pdf({ format: 'A4', landscape })), verbosity: 0 });
  try {
    const document = await task.promise;
    const told = { text: '', right: 0, width: 0 };
    for (let at = 1; at <= document.numPages; at++) {
      const sheet = await document.getPage(at);
      told.width = sheet.getViewport({ scale: 1 }).width;
      for (const item of (await sheet.getTextContent()).items) {
        if (!('str' in item) || item.str.trim() === '') continue;
        told.text += plain(item.str);
        told.right = Math.max(told.right, item.transform[4] + item.width);
      }
    }
    return told;
  } finally {
    await task.destroy();
  }
}

/** What stands in the cells of every table that is printed, with how often it stands there. */
async function cellsOf(page: Page): Promise<Map<string, number>> {
  const texts = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLTableElement>('main table.counts, main table.heat')].flatMap((table) =>
      [...table.rows].flatMap((row) =>
        [...row.cells].flatMap((cell) => (cell.querySelector('.unseen') ? [] : [cell.innerText])),
      ),
    ),
  );
  const counted = new Map<string, number>();
  for (const text of texts.map(plain)) if (text !== '') counted.set(text, (counted.get(text) ?? 0) + 1);
  return counted;
}

const timesIn = (whole: string, part: string) => whole.split(part).length - 1;

/** The margin of print.css: 16 mm. */
const MARGIN = (16 / 25.4) * 72;

test('a printed report keeps every cell of its tables, on A4 upright and across', async ({ page, site }) => {
  for (const path of ['/manage/reports/VN?course=K1', '/manage/reports/VN']) {
    await arrive(page, site, VIEWER, path);
    await page.emulateMedia({ media: 'print' });
    const cells = await cellsOf(page);
    expect(cells.size, path).toBeGreaterThan(50);
    for (const landscape of [false, true]) {
      const { text, right, width } = await print(page, landscape);
      const what = `${path} ${landscape ? 'across' : 'upright'}`;
      expect(right, what).toBeLessThanOrEqual(width - MARGIN + 1);
      expect(
        [...cells].filter(([cell, times]) => timesIn(text, cell) < times),
        what,
      ).toEqual([]);
    }
    await page.emulateMedia({ media: 'screen' });
  }
});

test('1,200 units under one agency are a page of 50, found by name and gone through without a script', async ({
  browser,
  site,
}) => {
  await addUnits(site, 'VN.P79', 1200);
  const context = await browser.newContext({
    baseURL: site.url,
    javaScriptEnabled: false,
    viewport: { width: 360, height: 740 },
  });
  const page = await context.newPage();
  await arrive(page, site, VIEWER, '/manage/reports/VN.P79?course=K1');
  const units = page.locator('section[aria-labelledby=units]');
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    expect((await page.locator('body').boundingBox())?.height, `${width} px`).toBeLessThan(12_000);
  }
  await expect(units.getByText(/Hàng 1–50 trong 1\.2\d\d/).first()).toBeVisible();
  await units.getByRole('link', { name: 'Trang sau' }).click();
  await expect(units.getByText(/Hàng 51–100 trong 1\.2\d\d/).first()).toBeVisible();
  await units.getByLabel('Tìm trong các đơn vị này').fill('dak o');
  await units.getByRole('button', { name: 'Tìm đơn vị' }).click();
  await expect(page).toHaveURL(/course=K1/);
  await expect(units.getByRole('rowheader', { name: 'Trạm Đắk Ơ' })).toBeVisible();
  await expect(units.getByRole('rowheader', { name: /đơn vị khác/ })).toBeVisible();

  await page.goto('/manage/reports?q=tram+so');
  await expect(page.getByRole('heading', { name: '1.199 đơn vị có “tram so”' })).toBeVisible();
  await page.getByRole('link', { name: 'Trang sau' }).click();
  await expect(page.getByText('Hàng 51–100 trong 1.199')).toBeVisible();
  await page.getByRole('link', { name: 'Trang trước' }).click();
  await expect(page.getByText('Hàng 1–50 trong 1.199')).toBeVisible();
  await context.close();
});

test('the tabs of management are all within a phone', async ({ page, site }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await arrive(page, site, MANAGER, '/manage/assignees');
  const rights = await page
    .locator('nav.tabs a')
    .evaluateAll((tabs) => tabs.map((tab) => tab.getBoundingClientRect().right));
  expect(rights.length).toBeGreaterThan(2);
  expect(Math.max(...rights)).toBeLessThanOrEqual(360);
});
