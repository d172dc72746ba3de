import type { Page } from '@playwright/test';
import { answerFromForm, fieldName, type PublicQuestion } from '#app/domain/assessment/question.ts';
import type { Dice } from '#prisma/seed/dice.ts';
import { within } from './waiting.ts';

const sorted = (value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, each]) => [key, sorted(each)]),
      )
    : Array.isArray(value)
      ? [...value].sort()
      : value;

/** One spelling for each answer, whatever order its parts came in; of nothing answered as well. */
export const canonical = (answer: unknown): string => JSON.stringify(sorted(answer ?? null));
export const NOTHING = canonical(null);

/** The question on the page, as somebody sees it: which one, and what stands in its fields. */
export async function readShown(
  page: Page,
  questions: readonly PublicQuestion[],
): Promise<{ question: PublicQuestion; value: string } | null> {
  const asked = page.evaluate(() => {
    const form = document.querySelector<HTMLFormElement>('form#question');
    return form ? [...new FormData(form)].map(([name, value]) => [name, String(value)] as [string, string]) : null;
  });
  const fields = await within(3_000, asked, null);
  if (!fields) return null;
  const slot = Number(fields.find(([name]) => name === 'slot')?.[1]);
  const question = questions.find((each) => each.slot === slot);
  if (!question) return null;
  const form = {
    get: (name: string) => fields.find(([each]) => each === name)?.[1] ?? null,
    getAll: (name: string) => fields.filter(([each]) => each === name).map(([, value]) => value),
  };
  return { question, value: canonical(answerFromForm(question, form)) };
}

type Entered = {
  /** Values that may have stood in between. */
  between: string[];
  /** What must stand in the end, where that does not depend on what stood before. */
  typed: string | null;
};
const clicked: Entered = { between: [], typed: null };

/**
 * Changes the answer on the page by hand: one click, one choice, one word. `word` is like no other word of the walk.
 */
export async function enter(page: Page, question: PublicQuestion, dice: Dice, word: string): Promise<Entered> {
  const { slot } = question;
  const name = fieldName(slot);
  switch (question.type) {
    case 'single_choice':
    case 'scenario':
    case 'true_false': {
      const open = page.locator(`input[name="${name}"]:not(:checked)`);
      await open.nth(dice.whole(0, (await open.count()) - 1)).check();
      return clicked;
    }
    case 'multiple_choice': {
      const option = dice.pick(question.options ?? []);
      await page.locator(`input[name="${name}"][value="${option.id}"]`).click();
      return clicked;
    }
    case 'numeric':
    case 'short_text': {
      const text = question.type === 'numeric' ? word.replace(/\D/g, '') : `chữ ${word}`;
      const field = page.locator(`input[name="${name}"]`);
      const typed = canonical({ text });
      if (dice.chance(0.6)) {
        await field.fill(text);
        return { between: [], typed };
      }
      await field.fill('');
      await field.pressSequentially(text);
      return {
        between: Array.from(text, (_, at) => canonical(at === 0 ? null : { text: text.slice(0, at) })),
        typed,
      };
    }
    case 'matching': {
      const left = dice.pick(question.left ?? []);
      await page.locator(`select[name="${fieldName(slot, left.id)}"]`).selectOption(dice.pick(question.right ?? []).id);
      return clicked;
    }
    case 'ordering': {
      const step = dice.pick(question.steps ?? []);
      const up = page.locator(`[data-move="${dice.pick(['up', 'down'])}"][data-step="${step.id}"]`);
      if (dice.chance(0.5) && (await up.count()) > 0) await up.click();
      else
        await page
          .locator(`select[name="${fieldName(slot, step.id)}"]`)
          .selectOption(String(dice.whole(1, question.steps?.length ?? 1)));
      return clicked;
    }
    default:
      return question.type satisfies never;
  }
}
