import { setTimeout as sleep } from 'node:timers/promises';
import type { Dice } from '#prisma/seed/dice.ts';
import {
  type Act,
  answer,
  back,
  changeWeather,
  check,
  choose,
  colleague,
  endSession,
  finishLesson,
  finishLessonBadly,
  goOn,
  handIn,
  mark,
  move,
  reload,
  reopen,
  secondTab,
  signInAgain,
  toggleOffline,
  toQuiz,
  wait,
} from './act.ts';
import { freeMute, lookAt, type Tab } from './device.ts';
import type { Walk } from './state.ts';
import { within } from './waiting.ts';

/** What a page does not answer is left undone. */
const ACT_MS = 10_000;

/** How often each comes, and what it is. */
const ACTS: readonly [number, string, Act][] = [
  [14, 'answer', answer],
  [12, 'choose', choose],
  [6, 'move', move],
  [6, 'weather', changeWeather],
  [3, 'to quiz', toQuiz],
  [2, 'mark', mark],
  [2, 'check', check],
  [2, 'back', back],
  [2, 'wait', wait],
  [1, 'reload', reload],
  [1, 'reopen', reopen],
  [1, 'second tab', secondTab],
  [1, 'offline', toggleOffline],
  [0.7, 'lesson', finishLesson],
  [1.2, 'colleague', colleague],
  [0.5, 'session ends', endSession],
  [0.7, 'sign in', signInAgain],
  [1, 'hand in', handIn],
  [1, 'go on', goOn],
];

/** Which act comes next, by their weights. */
function draw(dice: Dice): (typeof ACTS)[number] {
  let left = dice.between(
    0,
    ACTS.reduce((sum, [weight]) => sum + weight, 0),
  );
  for (const each of ACTS) {
    left -= each[0];
    if (left < 0) return each;
  }
  throw new RangeError('the weights add up to more than their sum');
}

/** One step on a device and tab that the dice choose. What cannot be done just now is left. */
export async function step(walk: Walk): Promise<void> {
  const { dice } = walk;
  const tab = dice.pick(dice.pick(walk.devices).tabs);
  for (let tries = 0; tries < 4; tries++) {
    const [, name, act] = draw(dice);
    if (await perform(walk, tab, name, act)) return;
  }
}

/** What often comes last, on a line that is bad just then: handing in, or finishing a lesson. */
export async function closingActs(walk: Walk): Promise<void> {
  const { dice } = walk;
  for (const device of walk.devices) {
    const tab = dice.pick(device.tabs);
    const which = dice.unit();
    const isBad = dice.chance(0.7);
    if (which > 0.6) continue;
    if (which < 0.35) {
      await perform(walk, tab, 'check', check);
      if (isBad) await perform(walk, tab, 'weather', changeWeather);
      await perform(walk, tab, 'hand in', handIn);
      if (dice.chance(0.3) && (await perform(walk, tab, 'go on', goOn))) await perform(walk, tab, 'answer', answer);
    } else {
      await perform(walk, tab, 'lesson', isBad ? finishLessonBadly : finishLesson);
    }
  }
}

async function perform(walk: Walk, tab: Tab, name: string, act: Act): Promise<boolean> {
  const { dice, trace } = walk;
  // Whoever does something else on the page has let go of what she had set going there.
  if (act !== changeWeather && act !== toggleOffline && act !== wait && act !== handIn) {
    walk.handedIn = walk.handedIn.filter((each) => each.tab !== tab.name);
    walk.finished = walk.finished.filter((each) => each.tab !== tab.name);
  }
  const said = await within(
    ACT_MS,
    act(walk, tab).catch(
      (error: Error) => `not possible: ${error.message.split('\n').slice(0, 3).join(' ').slice(0, 160)}`,
    ),
    'took too long',
  );
  if (said === null) return false;
  await sleep(dice.between(0, 900) / walk.pace);
  const seen = await lookAt(tab);
  if (!seen) await freeMute(tab);
  trace.push(
    `${((Date.now() - walk.since) / 1000).toFixed(1)} ${tab.name} ${name} ${said} | ${seen?.path ?? tab.page.url()} ${seen?.saving ?? ''}`,
  );
  return true;
}
