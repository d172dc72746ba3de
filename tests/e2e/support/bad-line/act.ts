import { setTimeout as sleep } from 'node:timers/promises';
import type { Locator, Page } from '@playwright/test';
import { answerInWords } from '#app/ui/answer-in-words.ts';
import { quizWords } from '#app/words/quiz.ts';
import { enter, NOTHING, readShown } from './answers.ts';
import { goTo, isAlive, openTab, ownerOf, setOffline, signInOn, type Tab } from './device.ts';
import type { Learner } from './ground.ts';
import type { Entry, Walk } from './state.ts';
import { eventually, within } from './waiting.ts';
import { drawWeather } from './weather.ts';

const words = quizWords('vi');
/** A move that takes longer waits for something that may never come. */
export const SLOWEST_MOVE_MS = 5_000;

/** Does something on a page and says what; null where it cannot be done there. */
export type Act = (walk: Walk, tab: Tab) => Promise<string | null>;

const attemptPath = (learner: Learner, slot = 1) => `/attempts/${learner.attemptId}?q=${slot}`;
const shownOf = (walk: Walk, tab: Tab) => readShown(tab.page, ownerOf(tab, walk.learners).questions);

/** Answers, changes or empties the question on the page. */
export const answer: Act = async (walk, tab) => {
  const { dice } = walk;
  const { page, device } = tab;
  const before = await shownOf(walk, tab);
  if (!before) return null;
  const { question } = before;
  const { attemptId, mark: whose } = ownerOf(tab, walk.learners);
  const isScripted = await isAlive(page);
  const word = `${whose}${String(++walk.words).padStart(3, '0')}`;
  // Until it is known what came of it, whatever stands may have come from here.
  const doubt = { attemptId, slot: question.slot, word };
  walk.doubts.push(doubt);
  const entry: Entry = {
    at: Date.now(),
    device: device.name,
    tab: tab.name,
    attemptId,
    slot: question.slot,
    value: before.value,
    between: [],
    shown: [before.value],
    isScripted,
    isChoice: false,
  };
  const { between, typed } = await enter(page, question, dice, word);
  const after = await shownOf(walk, tab);
  const isSame = after?.question.slot === question.slot;
  if (!isSame && typed === null) return `${question.slot}: and the page was gone`;
  walk.doubts = walk.doubts.filter((each) => each !== doubt);
  entry.value = isSame ? after.value : (typed ?? NOTHING);
  if (entry.value === before.value) return 'nothing changed';
  // Whoever writes does not hand in, whatever she wished on this page before.
  if (isScripted && isSame)
    for (const wish of walk.wishes)
      if (wish.tab === tab.name && wish.attemptId === attemptId) wish.wentOnAt ??= Date.now();
  walk.entries.push({ ...entry, between, isScripted: isScripted && isSame });
  return `${question.slot}: ${before.value} → ${entry.value}${isScripted ? '' : ' (no script)'}`;
};

/** The parts of an answer may be told in another order. */
const inAnyOrder = (text: string) => text.split('; ').sort().join('; ');

/** Where two answers stand against each other: one of them, at random. */
export const choose: Act = async (walk, tab) => {
  const { dice } = walk;
  const { page, device } = tab;
  const forms = page.locator('form:has(.versions)');
  const count = await forms.count();
  if (count === 0) return null;
  const form = forms.nth(dice.whole(0, count - 1));
  const slot = Number(await form.locator('input[name=slot]').getAttribute('value'));
  const { attemptId, questions } = ownerOf(tab, walk.learners);
  const question = questions.find((each) => each.slot === slot);
  if (!question) return null;
  const texts = await form.locator('.versions .quote').allTextContents();
  const stood = await walk.ground.witness.outcomeOf(attemptId);
  const known = [
    ...walk.entries.filter((each) => each.attemptId === attemptId && each.slot === slot).map((each) => each.value),
    ...walk.entries.flatMap((each) => (each.attemptId === attemptId && each.slot === slot ? each.between : [])),
    ...(stood.kept.get(slot) ?? []),
    NOTHING,
  ];
  const valueIn = (text: string) =>
    known.find(
      (value) =>
        inAnyOrder(answerInWords(question, JSON.parse(value), 'vi') ?? words.choice.blank) === inAnyOrder(text),
    );
  const shown = texts.map((text) => valueIn(text) ?? `unknown: ${text}`);
  const which = dice.whole(0, texts.length - 1);
  const isScripted = await isAlive(page);
  const at = Date.now();
  await form.locator('.versions input[type=radio]').nth(which).check();
  await form.locator('button[name=go]').first().click({ noWaitAfter: true });
  walk.entries.push({
    at,
    device: device.name,
    tab: tab.name,
    attemptId,
    slot,
    value: shown[which] ?? NOTHING,
    between: [],
    shown,
    isScripted,
    isChoice: true,
  });
  return `${slot}: ${shown.join(' or ')}: ${shown[which]}`;
};

export const mark: Act = async (_, { page }) => {
  const box = page.locator('input[name=flag]');
  if ((await box.count()) === 0) return null;
  await box.click();
  return '';
};

const measured = (page: Page) =>
  within(
    1_000,
    page.evaluate(() => (window as never as { walkMoves?: (number | null)[] }).walkMoves ?? []),
    [],
  );

/** Clicks on what leads to another question, and notes how long the page took: with script no network may be needed. */
async function clickToMove(walk: Walk, { page }: Tab, target: Locator): Promise<string> {
  const isScripted = await isAlive(page);
  const before = isScripted ? (await measured(page)).length : 0;
  await target.click({ noWaitAfter: true });
  if (!isScripted) return '';
  let took: number | null = null;
  await eventually(
    async () => {
      const moves = await measured(page);
      took = moves.at(-1) ?? null;
      return moves.length === before || took !== null;
    },
    SLOWEST_MOVE_MS,
    50,
  );
  if ((await measured(page)).length === before) return ' (there already)';
  walk.moves.push(took ?? Number.POSITIVE_INFINITY);
  return took === null ? ' in vain' : ` in ${Math.round(took)} ms`;
}

/** To another question, by the map or a button, or to the check page. */
export const move: Act = async (walk, tab) => {
  const { dice } = walk;
  const { page } = tab;
  const links = page.locator('.qmap a');
  const all = await links.count();
  if (all === 0) return null;
  if (dice.chance(0.5)) {
    const at = dice.whole(0, all - 1);
    return `to ${at + 1}${await clickToMove(walk, tab, links.nth(at))}`;
  }
  // Where two answers stand against each other, the buttons choose: that is another act.
  const buttons = page.locator('#question button[name=go]:not([value=check])');
  if ((await buttons.count()) === 0) return null;
  return `by button${await clickToMove(walk, tab, buttons.nth(dice.whole(0, (await buttons.count()) - 1)))}`;
};

export const check: Act = async (walk, tab) => {
  const button = tab.page.locator('#question button[name=go][value=check]').last();
  if ((await button.count()) === 0) return null;
  return clickToMove(walk, tab, button);
};

export const back: Act = async ({ dice }, { page }) => {
  const way = dice.chance(0.7) ? 'goBack' : 'goForward';
  await page[way]({ waitUntil: 'commit', timeout: 1_000 }).catch(() => {});
  // Before the first page there is none.
  if (page.url() === 'about:blank') await page.goForward({ waitUntil: 'commit', timeout: 1_000 }).catch(() => {});
  return way;
};

export const reload: Act = async (_, { page }) => {
  await page.reload({ waitUntil: 'commit', timeout: 1_500 }).catch(() => {});
  return '';
};

export const reopen: Act = async (walk, tab) => {
  const { device } = tab;
  await tab.page.close();
  device.tabs = device.tabs.filter((each) => each !== tab);
  const path = attemptPath(device.learner, walk.dice.whole(1, device.learner.questions.length));
  await openTab(device, path, { name: tab.name });
  return '';
};

export const secondTab: Act = async (walk, { device }) => {
  if (device.tabs.length > 1) return null;
  await openTab(device, attemptPath(device.learner, walk.dice.whole(1, 3)));
  return '';
};

/** Comes to the quiz again from wherever she is. */
export const toQuiz: Act = async (walk, tab) => {
  if (await shownOf(walk, tab)) return null;
  await goTo(tab, attemptPath(tab.device.learner, walk.dice.whole(1, tab.device.learner.questions.length)));
  return '';
};

export const handIn: Act = async (walk, tab) => {
  const { page } = tab;
  const button = page.getByRole('button', { name: words.submit, exact: true });
  if ((await button.count()) === 0) return null;
  const { attemptId } = ownerOf(tab, walk.learners);
  walk.wishes.push({ attemptId, device: tab.device.name, tab: tab.name, at: Date.now(), wentOnAt: null });
  if (await isAlive(page)) walk.handedIn.push({ attemptId, tab: tab.name });
  await button.click({ noWaitAfter: true, clickCount: walk.dice.chance(0.3) ? 2 : 1 });
  return '';
};

/** After the wish to hand in, on the same page: back to a question by one of the ways that lead there, to write. */
export const goOn: Act = async (walk, tab) => {
  const { page } = tab;
  if (!(await isAlive(page))) return null;
  const ways = page.locator('main a[href*="?q="]').or(page.getByRole('button', { name: words.line.goOnWriting }));
  const count = await ways.count();
  if (count === 0) return null;
  await ways.nth(walk.dice.whole(0, count - 1)).click({ noWaitAfter: true });
  return '';
};

export const changeWeather: Act = async (walk, { device }) => {
  device.line.setWeather(drawWeather(walk.dice, walk.pace));
  return device.line.weather.name;
};

const finish =
  (prepare: Act): Act =>
  async (walk, tab) => {
    const { device, page } = tab;
    await goTo(tab, device.learner.lessonPath);
    const button = page.locator('form.section button[type=submit]');
    if ((await button.count()) === 0) return 'no button';
    if (await isAlive(page)) walk.finished.push({ learner: device.learner, tab: tab.name });
    const said = await prepare(walk, tab);
    await button.click({ noWaitAfter: true });
    return said;
  };

export const finishLesson = finish(async () => '');
export const finishLessonBadly = finish(changeWeather);

export const endSession: Act = async ({ ground, devices }, { device }) => {
  await ground.witness.endSessions(device.learner.personId);
  for (const each of devices) if (each.learner === device.learner) each.isSignedOut = true;
  return `of ${device.learner.mark}`;
};

/** By the form at the door, over the line as it is; when that does not come through, by a link. */
export const signInAgain: Act = async ({ ground }, tab) => {
  const { device } = tab;
  await signInOn(device, ground, device.learner);
  return `as ${device.learner.mark}`;
};

/** A colleague takes the seat: signed out by the button or by time, signed in as somebody else, in the same browser. */
export const colleague: Act = async (walk, tab) => {
  const { device } = tab;
  const other = walk.learners.find((each) => each !== device.learner);
  if (!other) return null;
  const leaves = walk.dice.chance(0.4);
  if (leaves) {
    await goTo(tab, '/account');
    const button = tab.page.locator('form[action="/sign-out"] button').first();
    if ((await button.count()) > 0) {
      await button.click({ noWaitAfter: true });
      await sleep(400);
    }
  }
  await signInOn(device, walk.ground, other);
  // In her tab or beside it: then the page of before stays open and goes on trying.
  if (walk.dice.chance(0.5) && device.tabs.length < 3) await openTab(device, attemptPath(other));
  else await goTo(tab, attemptPath(other));
  return `${leaves ? 'after signing out, ' : ''}now ${other.mark}`;
};

export const toggleOffline: Act = async (_, { device }) => {
  await setOffline(device, !device.isOffline);
  return device.isOffline ? 'offline' : 'online';
};

export const wait: Act = async ({ dice, pace }) => {
  await sleep(dice.between(300, 6_000) / pace);
  return '';
};
