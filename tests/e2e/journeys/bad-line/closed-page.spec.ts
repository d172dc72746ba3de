import { resultWords } from '#app/words/result.ts';
import {
  bar,
  closeOffline,
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
} from '../../support/at-bad-line.ts';
import { handInElsewhere, option, sitDown, standing } from '../../support/at-question.ts';
import { becomeAlive, notice } from '../../support/line.ts';
import { look } from '../../support/look.ts';
import { expect, signIn } from '../../support/site.ts';

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
  await closeOffline(page);
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
  await expect(later.getByText(resultWords('vi').besideWhy.LATE)).toBeVisible();
  expect(await heldOnDevice(later)).toBe(0);
  await expect(notice(later)).toHaveText('');
  expect(await gradings(site, sitting)).toBe(1);
});
