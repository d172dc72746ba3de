import { readdir } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { enrol } from '#app/domain/training/enrol.server.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { DEMO_ACCOUNTS } from '#prisma/seed/demo-accounts.ts';
import { look, lookAtWords } from '../support/look.ts';
import { expect, type Site, signIn, test } from '../support/site.ts';

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

/** What a reader would stumble over: words of a drawing outside it or outside of nothing, a term that opens nothing. */
const faultsOf = (page: Page): Promise<string[]> =>
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
    for (const button of document.querySelectorAll<HTMLButtonElement>('button.gloss')) {
      const card = document.getElementById(button.getAttribute('popovertarget') ?? '');
      if (!card?.textContent?.trim()) faults.push(`the term “${button.textContent}” opens nothing`);
    }
    return faults;
  });

for (const locale of ['vi', 'en'] as const) {
  test(`every lesson of every course, ${locale}: WCAG 2.2 AA, no sideways scroll on a phone, no broken link, drawings whole, at most four pages in print`, async ({
    page,
    site,
  }) => {
    const lessons = await enrolInAll(site, locale);
    expect(lessons).toHaveLength(await lessonFolders());
    await signIn(page, LEARNER);
    await page.setViewportSize({ width: 360, height: 740 });
    const links = new Set<string>();
    let [terms, figures] = [0, 0];
    for (const path of lessons) {
      await page.goto(path);
      await expect(page.locator('html')).toHaveAttribute('lang', locale);
      await expect(page.locator(`article[lang=${locale}]`)).toBeVisible();
      await (locale === 'vi' ? look : lookAtWords)(page, `${path} ${locale} 360`);
      expect.soft(await faultsOf(page), path).toEqual([]);
      expect.soft(await printedPages(page), `${path} ${locale}: A4 pages`).toBeLessThanOrEqual(4);
      terms += await page.locator('button.gloss').count();
      figures += await page.locator('figure').count();
      for (const link of await page.locator('a[href^="http"]').all())
        expect
          .soft([await link.getAttribute('target'), await link.getAttribute('rel')])
          .toEqual(['_blank', 'noopener noreferrer']);
      for (const href of await page
        .locator('a[href]')
        .evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href)))
        links.add(href.split('#')[0] ?? href);
      const anchors = await page
        .locator('a[href^="#"]')
        .evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''));
      for (const anchor of anchors) expect.soft(await page.locator(anchor).count(), `${path}${anchor}`).toBe(1);
    }
    expect(figures).toBeGreaterThanOrEqual(20);
    expect(terms).toBeGreaterThan(lessons.length);
    // What stands outside opens beside the lesson and tells nobody where from; it is not ours to ask.
    const outside = [...links].filter((href) => !href.startsWith(site.url));
    for (const href of outside) expect.soft(href).toMatch(/^https:\/\//);
    for (const href of [...links].filter((each) => !outside.includes(each))) {
      const reply = await page.request.get(href);
      expect.soft(reply.status(), href).toBeLessThan(400);
    }
  });
}

test('a term opens its meaning by keyboard and closes again, also without script', async ({ browser, site }) => {
  const [path = ''] = await enrolInAll(site, 'vi');
  for (const javaScriptEnabled of [true, false]) {
    const context = await browser.newContext({
      baseURL: site.url,
      javaScriptEnabled,
      viewport: { width: 360, height: 740 },
    });
    const page = await context.newPage();
    await signIn(page, LEARNER);
    await page.goto(path);
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
