/** Where a browser's storage keeps answers on their way: an item for each person, attempt and page. */
export const PREFIX = 'truc.outbox';

/** The attempts of this person of which this device holds something that the server has not acknowledged. */
export function heldAttempts(personId: string): string[] {
  const mine = `${PREFIX}/${personId}/`;
  return [...new Set(keysFrom(mine).map((key) => key.split('/')[2] ?? ''))];
}

/** Whether this device holds answers of anybody. */
export const holdsAnswers = (): boolean => keysFrom(`${PREFIX}/`).length > 0;

function keysFrom(start: string): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(start));
  } catch {
    // No storage, so nothing is held in it.
    return [];
  }
}
