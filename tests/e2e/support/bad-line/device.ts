import type { Browser, BrowserContext, Page } from '@playwright/test';
import { giveSession } from '../session.ts';
import type { Learner, WalkGround } from './ground.ts';
import { CLEAR, type Line, openLine } from './line.ts';
import { within } from './waiting.ts';

/** How long a page may take to say what it shows. */
const ANSWERS_WITHIN_MS = 3_000;

/** A page of one device, and what its owner did with it. */
export type Tab = { name: string; device: Device; page: Page };

/** A browser with a line of its own. */
export type Device = {
  name: string;
  isScripted: boolean;
  context: BrowserContext;
  line: Line;
  tabs: Tab[];
  /** So many tabs were opened, by which each has a name of its own. */
  opened: number;
  /** Who is signed in, as far as the walk knows. */
  learner: Learner;
  /** Since when. */
  since: number;
  isOffline: boolean;
  /** Her sessions were ended meanwhile. */
  isSignedOut: boolean;
};

/**
 * Time in the page runs `pace` times as fast as outside: pauses between tries, time limits and delays are shorter, and
 * what they are compared with is not. Also measures how long a move between questions takes, from the click on.
 */
const inPage = (pace: number) => {
  const { setTimeout: later, setInterval: again } = window;
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  window.setTimeout = ((act: TimerHandler, ms = 0, ...rest: unknown[]) => later(act, ms / pace, ...rest)) as never;
  window.setInterval = ((act: TimerHandler, ms = 0, ...rest: unknown[]) => again(act, ms / pace, ...rest)) as never;
  AbortSignal.timeout = (ms) => timeout(ms / pace);

  const moves: (number | null)[] = [];
  Object.assign(window, { walkMoves: moves });
  const heading = () => document.querySelector('main h1')?.textContent ?? '';
  document.addEventListener(
    'click',
    (event) => {
      const target = event.target instanceof Element ? event.target.closest('.qmap a, button[name=go]') : null;
      if (!target || target.getAttribute('aria-current') || target.getAttribute('value') === 'leave') return;
      const was = heading();
      const began = performance.now();
      const at = moves.push(null) - 1;
      const watcher = new MutationObserver(() => {
        if (heading() === was) return;
        moves[at] = performance.now() - began;
        watcher.disconnect();
      });
      watcher.observe(document.documentElement, { childList: true, subtree: true, characterData: true });
    },
    { capture: true },
  );
};

type DeviceOptions = { name: string; width: number; isScripted: boolean; pace: number; learner: Learner };

export async function openDevice(browser: Browser, ground: WalkGround, options: DeviceOptions): Promise<Device> {
  const { name, width, isScripted, pace, learner } = options;
  const line = await openLine({ device: name, productUrl: ground.url });
  const context = await browser.newContext({
    baseURL: ground.url,
    locale: 'vi-VN',
    viewport: { width, height: 780 },
    javaScriptEnabled: isScripted,
    proxy: { server: line.proxyUrl },
  });
  context.setDefaultTimeout(4_000);
  // Whatever compiles this file may name functions by a helper that a page does not have.
  await context.addInitScript({ content: 'globalThis.__name = (named) => named' });
  if (isScripted) await context.addInitScript(inPage, pace);
  const device: Device = {
    name,
    isScripted,
    context,
    line,
    tabs: [],
    opened: 0,
    learner,
    since: Date.now(),
    isOffline: false,
    isSignedOut: false,
  };
  await signInOn(device, ground, learner);
  return device;
}

/** The line has no part in it. */
export async function signInOn(device: Device, ground: WalkGround, learner: Learner): Promise<void> {
  await giveSession(device.context, ground, learner.personId);
  if (device.learner !== learner) device.since = Date.now();
  device.learner = learner;
  device.isSignedOut = false;
}

/** Whose paper stands on the page; it may have been opened before somebody else signed in. */
export const ownerOf = ({ page, device }: Tab, learners: readonly Learner[]): Learner =>
  learners.find(({ attemptId }) => page.url().includes(attemptId)) ?? device.learner;

/** A tab of a name that no other has; one that is opened in the place of another goes on under its name. */
export async function openTab(
  device: Device,
  path: string,
  { withinMs, name = `${device.name}.${++device.opened}` }: { withinMs?: number; name?: string } = {},
): Promise<Tab> {
  const page = await device.context.newPage();
  const tab = { name, device, page };
  device.tabs.push(tab);
  await goTo(tab, path, withinMs);
  return tab;
}

/** Goes there, as far as the line lets it; what does not come is broken off. */
export async function goTo(tab: Tab, path: string, withinMs = 2_500): Promise<void> {
  await tab.page.goto(path, { waitUntil: 'domcontentloaded', timeout: withinMs }).catch(async (error: Error) => {
    if (error.name === 'TimeoutError') await breakOff(tab);
  });
}

/**
 * The cross beside the address. A page that is on its way to a document that does not come answers Playwright nothing,
 * and neither does whatever asks all pages of its browser.
 */
async function breakOff({ page, device }: Tab): Promise<void> {
  const press = async () => {
    const session = await device.context.newCDPSession(page);
    await session.send('Page.stopLoading');
    await session.detach();
  };
  await within(ANSWERS_WITHIN_MS, press(), null);
}

/** Whether script has taken the page over. */
export const isAlive = (page: Page): Promise<boolean> =>
  within(
    ANSWERS_WITHIN_MS,
    page.evaluate(() => {
      const element = document.querySelector('main form') ?? document.querySelector('main');
      return Object.keys(element ?? {}).some((key) => key.startsWith('__react'));
    }),
    false,
  );

export async function setOffline(device: Device, isOffline: boolean): Promise<void> {
  device.isOffline = isOffline;
  await device.context.setOffline(isOffline);
}

/** Breaks off what a page is loading that answers nothing at all. */
export async function freeMute(tab: Tab): Promise<void> {
  const answered = await within(
    ANSWERS_WITHIN_MS,
    tab.page.evaluate(() => true).catch(() => true),
    false,
  );
  if (!answered) await breakOff(tab);
}

/** The line is back. */
export async function clearUp(device: Device): Promise<void> {
  device.line.setWeather(CLEAR);
  for (const tab of device.tabs) await freeMute(tab);
  await setOffline(device, false);
}

export async function closeDevice(device: Device): Promise<void> {
  await device.context.close().catch(() => {});
  await device.line.close();
}

export type Seen = {
  path: string;
  /** When its document was begun. */
  loadedAt: number;
  text: string;
  /** What the bar over the question says about saving. */
  saving: string;
  busy: boolean;
  /** Everything that script left on the device. */
  storage: string;
};

/** What is on the page, for whoever looks at it. */
export async function lookAt({ page }: Tab): Promise<Seen | null> {
  const asked = page.evaluate(() => {
    const fields = [...document.querySelectorAll<HTMLInputElement>('input[type=text], textarea')];
    return {
      path: location.pathname,
      loadedAt: performance.timeOrigin,
      text: `${document.title}\n${document.body?.innerText ?? ''}\n${fields.map((field) => field.value).join('\n')}`,
      saving: document.querySelector('.quizbar [role=status].saved, .quizbar .saved')?.textContent ?? '',
      busy: document.querySelector('[aria-busy=true], button[aria-disabled=true]') !== null,
      storage: location.protocol === 'http:' ? JSON.stringify({ ...localStorage }) : '{}',
    };
  });
  const seen = await within(ANSWERS_WITHIN_MS, asked, null);
  if (!seen || page.url().startsWith('chrome-error:')) return null;
  return seen;
}
