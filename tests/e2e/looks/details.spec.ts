import type { Browser, BrowserContext, Locator, Page } from '@playwright/test';
import { submitAttempt } from '#app/domain/assessment/submit-attempt.server.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { attemptRequestWords } from '#app/words/attempt-requests.ts';
import { errorWords } from '#app/words/errors.ts';
import { quizWords } from '#app/words/quiz.ts';
import { uiWords } from '#app/words/ui.ts';
import { paperOf, rightSaves } from '#tests/support/learner.ts';
import { newBrowser, type Sitting, sitDown } from '../support/at-question.ts';
import { ASKED, failEveryAttempt } from '../support/learner-history.ts';
import { giveSession } from '../support/session.ts';
import { arrive, expect, type Site, test } from '../support/site.ts';

const K1 = '/courses/citizen-centred-service';

/** One learner in the middle of a quiz, with a telephone and at a desk. */
let sitting: Sitting;
let desk: BrowserContext;
let phone: BrowserContext;

async function open(browser: Browser, site: Site): Promise<void> {
  sitting = await sitDown(site);
  phone = await newBrowser(browser, site, 360);
  desk = await browser.newContext({ baseURL: site.url });
  for (const context of [phone, desk]) await giveSession(context, site, sitting.personId);
}

// The sitting is shared.
test.describe.configure({ mode: 'default' });
test.beforeAll(({ browser, site }) => open(browser, site));
test.afterAll(async () => {
  await desk?.close();
  await phone?.close();
});

/** A page of the context at an address, for as long as it is looked at. */
async function at<T>(context: BrowserContext, path: string, look: (page: Page) => Promise<T>): Promise<T> {
  const page = await context.newPage();
  try {
    await page.goto(path);
    return await look(page);
  } finally {
    await page.close();
  }
}

/** Every property of an element and of what is in it, as it is drawn. */
const drawn = (element: Locator): Promise<Record<string, string>> =>
  element.evaluate((root) =>
    Object.fromEntries(
      [root, ...root.querySelectorAll('*')].flatMap((each, place) =>
        [...getComputedStyle(each)].map((name) => [`${place} ${name}`, getComputedStyle(each).getPropertyValue(name)]),
      ),
    ),
  );

/** What changes while the pointer is over an option that is not chosen. */
async function changedByPointer(page: Page): Promise<string[]> {
  const option = page.locator('.answers .choice').first();
  await page.mouse.move(0, 0);
  const before = await drawn(option);
  await option.hover();
  const over = await drawn(option);
  return Object.keys(before).filter((name) => before[name] !== over[name]);
}

test('an option changes only its border under a pointer, and nothing where there is none', async () => {
  const path = `${sitting.at}?q=${sitting.slot}`;
  const changed = await at(desk, path, changedByPointer);
  expect(changed.length).toBeGreaterThan(0);
  expect(changed.filter((name) => !/^0 border(-[a-z]+)*-color$/.test(name))).toEqual([]);
  expect(await at(phone, path, changedByPointer)).toEqual([]);
});

test('a move between questions asks the server for no page and none of its data', async () => {
  await at(desk, `${sitting.at}?q=1`, async (page) => {
    await page.waitForLoadState('networkidle');
    const asked: string[] = [];
    // 'other' is the icon, which a browser reads again with every title.
    page.on('request', (request) => {
      if (request.method() === 'GET' && request.resourceType() !== 'other') asked.push(request.url());
    });
    await page.getByRole('button', { name: quizWords('vi').next(2) }).click();
    await expect(page).toHaveURL(/q=2/);
    await page.getByRole('button', { name: quizWords('vi').next(3) }).click();
    await expect(page).toHaveURL(/q=3/);
    expect(asked).toEqual([]);
  });
});

/** Lists whose rows are told apart by something else than a mark before them. */
const DESIGNED =
  /^(rows|plainlist|stalk|checks|answers|letters|order|qmap|review|treelist|scale|chips|seg|steps|tabs|smalls)\b/;

test('lists have their marks, on pages and in lessons', async ({ site }) => {
  const lesson = await site.db.lesson.findFirstOrThrow({
    where: { edition: { currentOf: { slug: 'citizen-centred-service' } } },
    orderBy: { position: 'asc' },
  });
  let seen = 0;
  for (const path of [`${K1}/quiz`, K1, `${K1}/lessons/${lesson.slug}`, '/verify', '/accessibility']) {
    const lists = await at(desk, path, (page) =>
      page.locator('main :is(ul, ol):not(nav *, .boxed-todo *)').evaluateAll((all) =>
        all.map((list) => {
          const { listStyleType, paddingLeft } = getComputedStyle(list);
          return { kind: list.className, mark: listStyleType, room: Number.parseFloat(paddingLeft) };
        }),
      ),
    );
    const marked = lists.filter(({ kind }) => !DESIGNED.test(kind));
    seen += marked.length;
    expect(
      marked.filter(({ mark, room }) => mark === 'none' || room < 16),
      path,
    ).toEqual([]);
    if (path !== `${K1}/lessons/${lesson.slug}`) expect(marked.length, path).toBeGreaterThan(0);
  }
  expect(seen).toBeGreaterThanOrEqual(5);
});

test('progress is seen in forced colours, and counted in words', async () => {
  const page = await desk.newPage();
  await page.emulateMedia({ forcedColors: 'active' });
  await page.goto('/learning');
  const row = page
    .locator('main .rows > li')
    .filter({ has: page.locator('.culm') })
    .first();
  const all = await row.locator('.culm i').count();
  await expect(row.getByText(uiWords('vi').lessons(all, all))).toBeVisible();
  const [segment, ground] = await row.evaluate((element) => [
    getComputedStyle(element.querySelector('.culm i.on') ?? element).backgroundColor,
    getComputedStyle(document.body).backgroundColor,
  ]);
  expect(segment).not.toBe(ground);
  await page.close();
});

test('a term of the glossary breaks a line on a phone as any other words do, and opens by a finger and by the keyboard', async ({
  site,
}) => {
  const lessons = await site.db.lesson.findMany({
    where: { edition: { currentOf: { slug: 'citizen-centred-service' } } },
    orderBy: { position: 'asc' },
  });
  let terms = 0;
  for (const { slug } of lessons.slice(0, 3)) {
    await at(phone, `${K1}/lessons/${slug}`, async (page) => {
      const heights = await page.locator('main :is(p, li):has(> .gloss)').evaluateAll((all) =>
        all.map((paragraph) => {
          const height = paragraph.getBoundingClientRect().height;
          const plain = paragraph.cloneNode(true) as HTMLElement;
          for (const card of plain.querySelectorAll('[popover]')) card.remove();
          for (const term of plain.querySelectorAll('.gloss')) term.replaceWith(term.textContent ?? '');
          paragraph.replaceWith(plain);
          const asWords = plain.getBoundingClientRect().height;
          plain.replaceWith(paragraph);
          return { text: paragraph.textContent?.slice(0, 60), height, asWords };
        }),
      );
      terms += heights.length;
      expect(heights.filter(({ height, asWords }) => Math.abs(height - asWords) > 1)).toEqual([]);
    });
  }
  expect(terms).toBeGreaterThan(3);
  const path = `${K1}/lessons/${lessons[0]?.slug}`;
  const cardOf = async (page: Page) => {
    const term = page.locator('button.gloss').first();
    return { term, card: page.locator(`[id="${await term.getAttribute('popovertarget')}"]`) };
  };
  await at(phone, path, async (page) => {
    const { term, card } = await cardOf(page);
    const [x, y] = await term.evaluate((button) => {
      const words = document.createRange();
      words.selectNodeContents(button);
      button.parentElement?.scrollIntoView({ block: 'center' });
      const line = words.getClientRects()[0];
      return [(line?.x ?? 0) + (line?.width ?? 0) / 2, (line?.y ?? 0) + (line?.height ?? 0) / 2] as const;
    });
    await page.touchscreen.tap(x, y);
    await expect(card).toBeVisible();
    const box = await card.boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeGreaterThan(740 - 40);
  });
  await at(desk, path, async (page) => {
    await page.setViewportSize({ width: 360, height: 740 });
    const { term, card } = await cardOf(page);
    await term.focus();
    await page.keyboard.press('Enter');
    await expect(card).toBeVisible();
  });
});

test('a page that may not be seen and one that is not there have their titles in both languages', async ({
  site,
  browser,
}) => {
  const visitor = await browser.newContext({ baseURL: site.url, javaScriptEnabled: false });
  for (const locale of ['vi', 'en'] as const) {
    await visitor.addCookies([{ name: 'locale', value: locale, url: site.url }]);
    await site.db.person.update({ where: { id: sitting.personId }, data: { locale } });
    const words = errorWords(locale);
    for (const [context, path, status] of [
      [visitor, '/nothing-here', 404],
      [desk, '/courses/nothing-here', 404],
      [desk, '/admin', 403],
    ] as const)
      await at(context, path, (page) => expect(page, `${path} ${locale}`).toHaveTitle(`${words[status].title} – Trúc`));
  }
  await site.db.person.update({ where: { id: sitting.personId }, data: { locale: 'vi' } });
  await visitor.close();
});

test('the field of the verification page holds what was typed after a miss', async () => {
  await at(desk, '/verify', async (page) => {
    const field = page.locator('#serial');
    for (const [typed, path] of [
      ['abc', /serial=abc$/],
      ['7K2M-QX4D-9TVA-3HNC', /\/7K2M-QX4D-9TVA-3HNC$/],
      ['7K2M-QX4D-9TVA-3HNC-7', /serial=7K2M-QX4D-9TVA-3HNC-7$/],
    ] as const) {
      await field.fill(typed);
      await page.locator('main form button').first().click();
      await expect(page).toHaveURL(path);
      await expect(page.locator('.faults, .verdict').first()).toBeVisible();
      await expect(field).toHaveValue(typed);
    }
  });
});

test('the form of a new password says to password managers whose it is', async () => {
  await at(desk, '/account', async (page) => {
    const form = page.locator('form').filter({ has: page.locator('input[autocomplete="new-password"]') });
    await expect(form.locator('input[autocomplete="username"]')).toHaveValue(sitting.email);
    await expect(form.locator('input[autocomplete="current-password"]')).toHaveCount(1);
  });
});

/** An attempt that is passed although two lines of a matching or an ordering are the wrong way round. */
async function passWithASlip(site: Site): Promise<{ email: string; attemptId: string; slot: number }> {
  for (;;) {
    const other = await sitDown(site);
    const { paperKey } = await paperOf(site.db, other.attemptId);
    const found = paperKey.slots.find(({ key }) => key.type === 'matching' || key.type === 'ordering');
    if (!found) continue;
    const saves = (await rightSaves(site, other.attemptId)).map((save) => {
      if (save.slot !== found.slot) return save;
      const answer = save.answer as { pairs?: Record<string, string>; positions?: Record<string, number> };
      const swapped = <V>(of: Record<string, V>) => {
        const [[a, first], [b, second], ...rest] = Object.entries(of) as [[string, V], [string, V], ...[string, V][]];
        return Object.fromEntries([[a, second], [b, first], ...rest]);
      };
      return {
        ...save,
        answer: answer.pairs ? { pairs: swapped(answer.pairs) } : { positions: swapped(answer.positions ?? {}) },
      };
    });
    const world = {
      db: site.db,
      random: systemRandom,
      now: () => site.now(),
      enqueue: async () => 'queued' as const,
      appUrl: site.url,
    };
    const { attemptId, personId } = other;
    const result = await submitAttempt(world, { attemptId, personId, saves });
    if (result.outcome !== 'graded') throw new Error(result.outcome);
    return { email: other.email, attemptId, slot: found.slot };
  }
}

test('a matching or an ordering is compared line by line, and a right answer is printed once', async ({
  browser,
  site,
}) => {
  const { email, attemptId, slot } = await passWithASlip(site);
  const context = await newBrowser(browser, site, 1280);
  const page = await context.newPage();
  await arrive(page, site, email, `/attempts/${attemptId}/result`);
  const { review } = uiWords('vi');
  const question = page
    .locator('.review > li')
    .filter({ has: page.locator(`h3`, { hasText: new RegExp(`^Câu ${slot}\\.`) }) });
  const table = question.locator('table.compared');
  const lines = await table
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent?.trim() ?? '')),
    );
  expect(lines.length).toBeGreaterThan(2);
  const wrong = lines.filter(([, right]) => right !== review.right);
  expect(wrong).toHaveLength(2);
  for (const [yours, right] of wrong) expect(right).not.toBe(yours);
  expect(wrong.map(([yours]) => yours).sort()).toEqual(wrong.map(([, right]) => right).sort());
  await expect(question.locator('dl')).toHaveCount(0);
  await context.close();
});

test('what is said of attempts stands clear of the progress above it', async ({ site }) => {
  await failEveryAttempt(site, sitting.personId, ASKED);
  for (const context of [desk, phone]) {
    await at(context, '/learning', async (page) => {
      const way = attemptRequestWords('vi').short['may-ask'].way;
      const row = page.locator('main .rows > li').filter({ has: page.getByRole('link', { name: way }) });
      const boxOf = async (what: Locator) => {
        const box = await what.boundingBox();
        if (!box) throw new Error('not drawn');
        return box;
      };
      const culm = await boxOf(row.locator('.culm'));
      const tag = await boxOf(row.locator('.culm + .meta .tag'));
      const link = await boxOf(row.getByRole('link', { name: way }));
      expect(tag.y - (culm.y + culm.height)).toBeGreaterThanOrEqual(4);
      if (link.y > tag.y + tag.height / 2) expect(link.y - (tag.y + tag.height)).toBeGreaterThanOrEqual(2);
    });
  }
});
