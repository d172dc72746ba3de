import { type Entry, type Outbox, openOutbox, savesOf, type Told } from '#app/domain/assessment/outbox.ts';
import { type Asked, askServer } from '#app/http/ask-server.ts';

/** What our server says of answers that were sent. */
export type AnswersTold = Told & { savedAt: string | null; graded: boolean };
export type AskAnswers = (
  what: { handIn: boolean; batch: readonly Entry[] },
  options: { keepalive: boolean },
) => Promise<Asked<AnswersTold>>;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function readSlots(value: unknown): Told['slots'] | null {
  const good = (each: unknown) =>
    isObject(each) &&
    typeof each.saveId === 'string' &&
    typeof each.slot === 'number' &&
    (each.outcome !== 'saved' || typeof each.revision === 'number') &&
    /^(saved|replaced|settled|conflict|late|refused)$/.test(String(each.outcome));
  return Array.isArray(value) && value.every(good) ? (value as Told['slots']) : null;
}

export function readSaved(body: unknown): AnswersTold | null {
  if (!isObject(body) || body.outcome !== 'kept' || typeof body.open !== 'boolean') return null;
  const slots = readSlots(body.slots);
  if (!slots || !Array.isArray(body.conflicts) || typeof body.savedAt !== 'string') return null;
  return { open: body.open, slots, conflicts: body.conflicts, savedAt: body.savedAt, graded: false };
}

export function readHandedIn(body: unknown): AnswersTold | null {
  if (!isObject(body) || (body.outcome !== 'graded' && body.outcome !== 'already-graded')) return null;
  const slots = readSlots(body.slots);
  return slots && { open: false, slots, conflicts: [], savedAt: null, graded: true };
}

/** Asks our server to save, or to take the paper with what is not saved yet. */
export const askAnswers =
  (attemptId: string, now: () => number): AskAnswers =>
  ({ handIn, batch }, { keepalive }) =>
    askServer(`/attempts/${attemptId}/${handIn ? 'hand-in' : 'answers'}`, {
      method: 'POST',
      json: { saves: savesOf(batch, now()) },
      read: handIn ? readHandedIn : readSaved,
      keepalive,
    });

/** What stands at the server of this attempt, and when the newest of it was stored. */
export type Standing = { outbox: Outbox; savedAt: string | null };
export type AskStanding = () => Promise<Asked<Standing>>;

const isStandingAnswer = (each: unknown): boolean =>
  isObject(each) &&
  typeof each.slot === 'number' &&
  typeof each.revision === 'number' &&
  typeof each.flagged === 'boolean' &&
  typeof each.savedAt === 'string' &&
  'answer' in each;

type StandingAnswer = Parameters<typeof openOutbox>[0][number] & { savedAt: string };

export function readStanding(body: unknown): Standing | null {
  if (!isObject(body) || body.outcome !== 'standing' || typeof body.open !== 'boolean') return null;
  const { answers, conflicts } = body;
  if (!Array.isArray(answers) || !answers.every(isStandingAnswer) || !Array.isArray(conflicts)) return null;
  return {
    outbox: { ...openOutbox(answers as StandingAnswer[], conflicts), over: !body.open },
    savedAt: newestOf(answers as StandingAnswer[]),
  };
}

/** When the newest of these was stored. */
export const newestOf = (answers: readonly { savedAt: string }[]): string | null =>
  answers
    .map((each) => each.savedAt)
    .sort()
    .at(-1) ?? null;

/** Asks our server what stands: another device may have answered meanwhile. */
export const askStanding =
  (attemptId: string): AskStanding =>
  () =>
    askServer(`/attempts/${attemptId}/answers`, { read: readStanding });
