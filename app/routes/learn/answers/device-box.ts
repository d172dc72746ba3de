import type { Entry } from '#app/domain/assessment/outbox.ts';
import { PREFIX } from './held-attempts.ts';

/*
 * What a page keeps on the device until the server has it: one item of the browser's storage for each page, person and
 * attempt. Each page writes its own item, so that no page overwrites another's; what a page left that is gone is taken
 * over by the next one. Nothing here is removed by signing out: it waits for the person it belongs to.
 */

/** What one page holds: its entries, and since when she has wanted to hand in. */
export type Held = { entries: Entry[]; handInSince: number | null };

export type DeviceBox = {
  /** Writes what this page holds; false where the browser refuses or has no room. */
  keep(held: Held): boolean;
  /**
   * Takes what pages of the same person and attempt left that are gone. `done` is called once it is kept elsewhere.
   * Of pages that still live and hold something, `onLeft` tells when one goes: a page that was just left may live for
   * a moment beside the one that follows it.
   */
  takeLeft(onLeft: () => void): Promise<{ held: Held; done: () => void }[]>;
  /** Whether another page of the same person and attempt, gone or alive, has left anything here. */
  holdsLeft(): boolean;
  /** Whether answers of somebody else wait on this device. */
  holdsOthers(): boolean;
};

type Locks = Pick<LockManager, 'request' | 'query'>;
type Given = { personId: string; attemptId: string; writer: string; storage: Storage | null; locks: Locks | null };

/** The browser's storage, or null where it is refused. */
export function openStorage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

/** A lock says that a page lives. Where there are none, every other page counts as gone: what it sends is known again. */
const lockOf = (writer: string) => `${PREFIX}.${writer}`;

export function openDeviceBox({ personId, attemptId, writer, storage, locks }: Given): DeviceBox {
  const own = [PREFIX, personId, attemptId, writer].join('/');
  const mine = [PREFIX, personId, attemptId, ''].join('/');
  void locks?.request(lockOf(writer), () => new Promise<void>(() => undefined)).catch(() => undefined);
  const leftKeys = () => keysOf(storage).filter((key) => key.startsWith(mine) && key !== own);
  const watched = new Set<string>();
  /** The lock of a page that lives is given when it goes. */
  const watch = (other: string, onLeft: () => void) => {
    if (watched.has(other)) return;
    watched.add(other);
    const forget = () => void watched.delete(other);
    void locks?.request(lockOf(other), forget).then(onLeft, forget);
  };
  return {
    keep(held) {
      try {
        if (held.entries.length === 0 && held.handInSince === null) storage?.removeItem(own);
        else storage?.setItem(own, JSON.stringify(held));
        return storage !== null;
      } catch {
        return false;
      }
    },
    holdsLeft: () => leftKeys().length > 0,
    async takeLeft(onLeft) {
      const keys = leftKeys();
      if (keys.length === 0) return [];
      const alive = new Set((await locks?.query().catch(() => null))?.held?.map((lock) => lock.name));
      const isAlive = (key: string) => alive.has(lockOf(key.slice(mine.length)));
      for (const key of keys.filter(isAlive)) watch(key.slice(mine.length), onLeft);
      return keys
        .filter((key) => !isAlive(key))
        .flatMap((key) => {
          const held = readHeld(storage?.getItem(key) ?? null);
          return held ? [{ held, done: () => storage?.removeItem(key) }] : [];
        });
    },
    holdsOthers: () =>
      keysOf(storage).some((key) => key.startsWith(`${PREFIX}/`) && !key.startsWith(`${PREFIX}/${personId}/`)),
  };
}

function keysOf(storage: Storage | null): string[] {
  try {
    return storage ? Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '') : [];
  } catch {
    return [];
  }
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);

function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  const { saveId, slot, basedOn, after, settles, writtenAt } = value as Partial<Record<keyof Entry, unknown>>;
  return (
    isText(saveId) &&
    Number.isInteger(slot) &&
    Number.isInteger(basedOn) &&
    isTexts(after) &&
    isTexts(settles) &&
    typeof writtenAt === 'number'
  );
}

function readHeld(text: string | null): Held | null {
  try {
    const held = JSON.parse(text ?? 'null') as Partial<Held> | null;
    if (!held || !Array.isArray(held.entries)) return null;
    const since = held.handInSince;
    return { entries: held.entries.filter(isEntry), handInSince: typeof since === 'number' ? since : null };
  } catch {
    return null;
  }
}
