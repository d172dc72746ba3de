import { enrol } from '#app/domain/training/enrol.server.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { learnWords } from '#app/words/learn.ts';
import { sourceWords } from '#app/words/sources.ts';
import { createPerson } from '#tests/support/factories.ts';
import { look } from '../support/look.ts';
import { arrive, expect, test } from '../support/site.ts';

const SLUG = 'digital-skills-and-data-protection';
const LESSON = `/courses/${SLUG}/lessons/digital-transformation`;
const NUMBER = '7000000042';
const EMAIL = `mai.${NUMBER}@truc.example`;

for (const locale of ['vi', 'en'] as const) {
  test(`a lesson names its documents and opens those whose page is known, without script too, ${locale}`, async ({
    browser,
    site,
  }) => {
    const number = locale === 'vi' ? NUMBER : NUMBER.replace('42', '43');
    const email = EMAIL.replace(NUMBER, number);
    const { id } = await createPerson(site.db, {
      agencyCode: 'VN.X00376.DPV',
      fullName: 'Lê Thị Mai',
      personnelNumber: number,
      email,
      locale,
    });
    await enrol({ db: site.db, random: systemRandom, now: () => site.now() }, { personId: id, slug: SLUG });
    const hers = await browser.newContext({ baseURL: site.url, javaScriptEnabled: false });
    const page = await hers.newPage();
    await arrive(page, site, email, LESSON);
    const words = sourceWords(locale);
    const documents = page.getByRole('region', { name: words.heading });
    await expect(documents.getByText(words.notice)).toBeVisible();

    // The law opens on a portal of the state, in a tab of its own that learns nothing of this page.
    const law = documents.getByRole('link', { name: /148\/2025\/QH15/ });
    await expect(law).toHaveAttribute('href', /^https:\/\/pbgdpl\.gov\.vn\//);
    await expect(law).toHaveAttribute('target', '_blank');
    await expect(law).toHaveAttribute('rel', 'noopener noreferrer');
    await expect(law).toContainText(words.hosts.portal);
    await expect(documents.getByText(words.checked('2026-11-30')).first()).toBeVisible();

    // What nobody has opened in the gazette is named with that remark, and is no link.
    const awaiting = documents.getByRole('listitem').filter({ hasText: '224/2026/NĐ-CP' });
    await expect(awaiting).toContainText(words.awaits);
    await expect(awaiting.getByRole('link')).toHaveCount(0);

    // On paper the address stands beside the name.
    await page.emulateMedia({ media: 'print' });
    expect(await law.evaluate((link) => getComputedStyle(link, '::after').content)).toContain('https://pbgdpl.gov.vn/');
    await page.emulateMedia({ media: 'screen' });
    await hers.close();

    const scripted = await browser.newPage({ baseURL: site.url, viewport: { width: 320, height: 740 } });
    await arrive(scripted, site, email, LESSON);
    await look(scripted, `documents of a lesson, ${locale} 320`);
    await scripted.goto(`${LESSON}?in=both`);
    await look(scripted, `documents of a lesson, side by side, ${locale} 320`);
    await expect(scripted.getByText(learnWords('vi').lesson.sources).first()).toBeVisible();
    for (const width of process.env.LOOK_AT ? [360, 1280] : []) {
      await scripted.goto(LESSON);
      await scripted.setViewportSize({ width, height: 900 });
      await scripted
        .locator('.documents')
        .screenshot({ path: `${process.env.LOOK_AT}/documents-${locale}-${width}.png` });
      await scripted.screenshot({ path: `${process.env.LOOK_AT}/lesson-${locale}-${width}.png`, fullPage: true });
    }
    await scripted.close();
  });
}
