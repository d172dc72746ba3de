/**
 * How the browser asks our server: the one function for it, used by every hook and component that fetches by itself.
 * It always comes back within its time limit, body included, and never throws: what it says is one of four outcomes.
 *
 *   answered    our server answered; `status` and `body` are its own
 *   not-ours    somebody else did: the sign-in page of a Wi-Fi, a proxy, another host after a redirect, an old cache,
 *               or a body that is not of the shape that was asked for
 *   offline     nothing came back: no line, no host, a broken connection
 *   timed-out   nothing complete came back within the limit
 *
 * Only `answered` tells anything about what the server did. After the other three the request may or may not have been
 * carried out: whoever repeats it sends something that the server knows again.
 */

/** The question's own random word, which the server repeats beside its answer: nobody else on the way does. */
export const ASK_HEADER = 'x-truc-ask';
export const ANSWER_HEADER = 'x-truc-answer';
const WORD = /^[A-Za-z0-9-]{1,64}$/;

export const TIME_LIMIT_MS = 10_000;

/** What browsers send after a page is gone (`keepalive`) may be 64 KB in all; more than that they refuse at once. */
const MOST_KEPT_ALIVE = 30_000;

export type Asked<T> =
  /** `body` is null only where the status is a refusal and says nothing that `read` knows. */
  { outcome: 'answered'; status: number; body: T | null } | { outcome: 'not-ours' | 'offline' | 'timed-out' };

export type Question<T> = {
  method?: 'GET' | 'POST';
  /** Sent as JSON. */
  json?: unknown;
  /** The answer in the shape that is expected, or null where it has another. A small check by hand: no schema library in the browser. */
  read: (body: unknown) => T | null;
  /** Lets the request go on when the page is left; asked without it where the body is too large for that. */
  keepalive?: boolean;
  timeLimitMs?: number;
  fetch?: typeof fetch;
};

/** The word to repeat beside an answer, or null where the question has none that can be repeated. */
export const answerWord = (asked: string | null | undefined): string | null =>
  asked && WORD.test(asked) ? asked : null;

/** A word that no other question has. Also where the page has no secure context, and so no `randomUUID`. */
export const newWord = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Whether this response was made by our server for the question that carried `word`. */
export const isOurAnswer = (response: Response, word: string): boolean =>
  response.type !== 'opaqueredirect' && response.headers.get(ANSWER_HEADER) === word;

/** Asks our server and says what came of it. Never rejects, never takes longer than the time limit. */
export async function askServer<T>(url: string, question: Question<T>): Promise<Asked<T>> {
  const { method = 'GET', json, read, keepalive = false, timeLimitMs = TIME_LIMIT_MS } = question;
  const send = question.fetch ?? fetch;
  const word = newWord();
  const body = json === undefined ? null : JSON.stringify(json);
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeLimitMs);
  try {
    const response = await send(url, {
      method,
      body,
      headers: {
        Accept: 'application/json',
        [ASK_HEADER]: word,
        ...(body === null ? {} : { 'Content-Type': 'application/json' }),
      },
      cache: 'no-store',
      credentials: 'same-origin',
      // No answer that is asked for here is a redirect: one that comes is somebody else's, and is not followed.
      redirect: 'manual',
      keepalive: keepalive && new Blob([body ?? '']).size <= MOST_KEPT_ALIVE,
      signal: controller.signal,
    });
    if (!isOurAnswer(response, word)) return { outcome: 'not-ours' };
    const told = readBody(await response.text(), read);
    if (told === null && response.ok) return { outcome: 'not-ours' };
    return { outcome: 'answered', status: response.status, body: told };
  } catch {
    return { outcome: controller.signal.aborted ? 'timed-out' : 'offline' };
  } finally {
    clearTimeout(timer);
    // What has not been read by now is not wanted: a portal's page is not loaded to its end.
    controller.abort();
  }
}

function readBody<T>(text: string, read: (body: unknown) => T | null): T | null {
  try {
    return read(JSON.parse(text));
  } catch {
    return null;
  }
}
