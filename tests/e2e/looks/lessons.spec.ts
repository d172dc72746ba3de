import { readdir } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { enrol } from '#app/domain/training/enrol.server.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { DEMO_ACCOUNTS } from '#prisma/seed/demo-accounts.ts';
import { look, overflowOf } from '../support/look.ts';
import { arrive, expect, type Site, test } from '../support/site.ts';

const LEARNER = DEMO_ACCOUNTS.find((each) => each.key === 'learner')?.email ?? '';

/** How many lessons the curriculum holds: each is a folder of its course. */
async function lessonFolders(): Promise<number> {
  const courses = await readdir('content/courses');
  const lessons = await Promise.all(courses.map((course) => readdir(`content/courses/${course}/lessons`)));
  return lessons.flat().length;
}

/** The demo's learner takes every course; answers every lesson by its address. */
async function enrolInAll(site: Site, locale: 'vi' | 'en'): Promise<string[]> {
  const person = await site.db.person.update({ where: { email: LEARNER }, data: { locale } });
  const courses = await site.db.course.findMany({
    where: { currentEdition: { isNot: null } },
    orderBy: { code: 'asc' },
    select: {
      slug: true,
      currentEdition: { select: { lessons: { orderBy: { position: 'asc' }, select: { slug: true } } } },
    },
  });
  const world = { db: site.db, random: systemRandom, now: () => site.now() };
  for (const { slug } of courses) await enrol(world, { personId: person.id, slug });
  return courses.flatMap(({ slug, currentEdition }) =>
    (currentEdition?.lessons ?? []).map((lesson) => `/courses/${slug}/lessons/${lesson.slug}`),
  );
}

/** How many A4 pages the page fills in print. */
const printedPages = async (page: Page): Promise<number> => {
  const pdf = await page.pdf({ preferCSSPageSize: true });
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
};

type Read = { faults: string[]; terms: number; figures: number; links: string[] };

/**
 * What a reader would stumble over: words of a drawing outside it, a term that opens nothing, a link into the page that
 * leads nowhere, one that opens in place of the lesson; and what there is to count.
 */
const read = (page: Page): Promise<Read> =>
  page.evaluate(() => {
    const faults: string[] = [];
    for (const svg of document.querySelectorAll<SVGSVGElement>('figure svg')) {
      if (svg.clientWidth === 0) continue;
      const { width, height } = svg.viewBox.baseVal;
      for (const text of svg.querySelectorAll<SVGTextElement>('text')) {
        const { x, y, width: w, height: h } = text.getBBox();
        const matrix = text.getCTM()?.multiply(svg.getCTM()?.inverse() as DOMMatrix);
        const [left, top] = [x + (matrix?.e ?? 0), y + (matrix?.f ?? 0)];
        if (left < 0 || top < 0 || left + w > width + 0.5 || top + h > height + 0.5)
          faults.push(`“${text.textContent}” runs out of its drawing`);
      }
    }
    const terms = document.querySelectorAll<HTMLButtonElement>('button.gloss');
    for (const button of terms) {
      const card = document.getElementById(button.getAttribute('popovertarget') ?? '');
      if (!card?.textContent?.trim()) faults.push(`the term “${button.textContent}” opens nothing`);
    }
    const links = [...document.querySelectorAll<HTMLAnchorElement>('a[href]')];
    for (const link of links) {
      const href = link.getAttribute('href') ?? '';
      if (href.startsWith('http') && (link.target !== '_blank' || link.rel !== 'noopener noreferrer'))
        faults.push(`${href} does not open beside the lesson, or tells where from`);
      if (href.startsWith('#') && document.querySelectorAll(href).length !== 1) faults.push(`${href} leads nowhere`);
    }
    return {
      faults,
      terms: terms.length,
      figures: document.querySelectorAll('figure').length,
      links: links.map(({ href }) => href.split('#')[0] ?? href),
    };
  });

for (const locale of ['vi', 'en'] as const) {
  test(`every lesson of every course, ${locale}:${locale === 'vi' ? ' WCAG 2.2 AA,' : ''} no sideways scroll on a phone, no broken link, drawings whole, at most four pages in print`, async ({
    page,
    site,
  }) => {
    const lessons = await enrolInAll(site, locale);
    expect(lessons).toHaveLength(await lessonFolders());
    await page.setViewportSize({ width: 360, height: 740 });
    await arrive(page, site, LEARNER);
    const opened = new Set<string>();
    const links = new Set<string>();
    let [terms, figures] = [0, 0];
    for (const path of lessons) {
      const reply = await page.goto(path);
      expect(reply?.status(), path).toBe(200);
      opened.add(page.url());
      await expect(page.locator('html')).toHaveAttribute('lang', locale);
      await expect(page.locator(`article[lang=${locale}]`)).toBeVisible();
      // The page around the text and every kind of block are looked at in English elsewhere.
      if (locale === 'vi') await look(page, `${path} 360`);
      else expect.soft(await overflowOf(page), `${path} at 360 px`).toBeLessThanOrEqual(0);
      const found = await read(page);
      expect.soft(found.faults, path).toEqual([]);
      expect.soft(await printedPages(page), `${path} ${locale}: A4 pages`).toBeLessThanOrEqual(4);
      terms += found.terms;
      figures += found.figures;
      for (const href of found.links) links.add(href);
    }
    expect(figures).toBeGreaterThanOrEqual(20);
    expect(terms).toBeGreaterThan(lessons.length);
    // What stands outside opens beside the lesson and tells nobody where from; it is not ours to ask.
    const outside = [...links].filter((href) => !href.startsWith(site.url));
    for (const href of outside) expect.soft(href).toMatch(/^https:\/\//);
    for (const href of [...links].filter((each) => !outside.includes(each) && !opened.has(each))) {
      const reply = await page.request.get(href);
      expect.soft(reply.status(), href).toBeLessThan(400);
    }
  });
}

/** The aids of a course, as its page of aids names them. */
async function aidsOf(page: Page, course: string): Promise<string[]> {
  const links = page.locator('main').locator(`a[href^="${course}/aids/"]`);
  const aids = await links.evaluateAll((all) => all.map((each) => each.getAttribute('href') ?? ''));
  expect(aids.length, course).toBeGreaterThanOrEqual(1);
  return aids;
}

/** On a phone no wider than it, in print one page, which names its day. */
async function expectOnePage(page: Page, aid: string): Promise<void> {
  expect.soft(await overflowOf(page), `${aid} at 320 px`).toBeLessThanOrEqual(0);
  expect(await page.locator('.aid .fill li').count(), aid).toBeGreaterThanOrEqual(3);
  const printed = page.locator('.aid .only-print');
  await expect(printed).toBeHidden();
  await page.emulateMedia({ media: 'print' });
  await expect(printed).toContainText(/20\d\d/);
  await page.emulateMedia({ media: null });
  expect.soft(await printedPages(page), `${aid}: A4 pages`).toBe(1);
}

const coursesOf = (lessons: readonly string[]) => [
  ...new Set(lessons.map((path) => path.replace(/\/lessons\/.*/, ''))),
];

test('every job aid: found from its course and its lesson, WCAG 2.2 AA, no sideways scroll at 320 px, one page in print with the day', async ({
  page,
  site,
}) => {
  const courses = coursesOf(await enrolInAll(site, 'vi'));
  await page.setViewportSize({ width: 320, height: 740 });
  await arrive(page, site, LEARNER);
  for (const course of courses) {
    await page.goto(course);
    await page.locator('main').locator(`a[href="${course}/aids"]`).click();
    await expect(page).toHaveURL(`${course}/aids`);
    await look(page, `${course}/aids 320`);
    for (const aid of await aidsOf(page, course)) {
      await page.goto(aid.replace('/aids/', '/lessons/'));
      await page.locator('main').locator(`a[href="${aid}"]`).press('Enter');
      await expect(page).toHaveURL(aid);
      await look(page, `${aid} 320`);
      await expectOnePage(page, aid);
    }
  }
});

test('every job aid in English: no sideways scroll at 320 px, one page in print with the day', async ({
  page,
  site,
}) => {
  const courses = coursesOf(await enrolInAll(site, 'en'));
  await page.setViewportSize({ width: 320, height: 740 });
  await arrive(page, site, LEARNER);
  for (const course of courses) {
    await page.goto(`${course}/aids`);
    for (const aid of await aidsOf(page, course)) {
      await page.goto(aid);
      await expect(page.locator('html')).toHaveAttribute('lang', 'en');
      await expectOnePage(page, `${aid} en`);
    }
  }
});

test('a term opens its meaning by keyboard and closes again, also without script', async ({ browser, site }) => {
  const [path = ''] = await enrolInAll(site, 'vi');
  for (const javaScriptEnabled of [true, false]) {
    const context = await browser.newContext({
      baseURL: site.url,
      javaScriptEnabled,
      viewport: { width: 360, height: 740 },
    });
    const page = await context.newPage();
    await arrive(page, site, LEARNER, path);
    const button = page.locator('button.gloss').first();
    const card = page.locator(`#${await button.getAttribute('popovertarget')}`);
    await expect(card).toBeHidden();
    await button.focus();
    await page.keyboard.press('Enter');
    await expect(card).toBeVisible();
    await expect(card).toBeInViewport({ ratio: 1 });
    await page.keyboard.press('Escape');
    await expect(card).toBeHidden();
    await expect(button).toBeFocused();
    await context.close();
  }
});
