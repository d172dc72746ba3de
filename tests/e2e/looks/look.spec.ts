import { colourFaultsOf, wordFaultsOf } from '../support/look.ts';
import { expect, test } from '../support/site.ts';

test('a look finds text that became faint on a page whose kinds of text are all known, and a field without a name', async ({
  page,
}) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.goto('/accessibility');
    expect(await colourFaultsOf(page)).toEqual([]);
    const [text, ground] = [page.locator('main p').nth(1), page.locator('main')];
    await text.evaluate((each) => {
      each.style.color = 'rgb(128 128 128 / 0.5)';
    });
    for (let time = 0; time < 2; time++)
      expect(await colourFaultsOf(page), 'the colour of a text').toEqual([expect.stringContaining('color-contrast')]);
    await text.evaluate((each) => {
      each.style.color = '';
    });
    expect(await colourFaultsOf(page)).toEqual([]);
    await ground.evaluate((each) => {
      each.style.backgroundColor = 'rgb(128 128 128)';
    });
    expect(await colourFaultsOf(page), 'the ground under all text').not.toEqual([]);
    await ground.evaluate((each) => {
      each.style.backgroundColor = '';
      each.style.opacity = '0.4';
    });
    expect(await colourFaultsOf(page), 'text that shines through').not.toEqual([]);
  }
  await page.goto('/verify');
  expect(await wordFaultsOf(page)).toEqual([]);
  await page.locator('main label').evaluateAll((labels) => {
    for (const label of labels) label.remove();
  });
  expect(await wordFaultsOf(page)).toEqual([expect.stringMatching(/^label: #serial/)]);
});
