import type { Outbox } from '#app/domain/assessment/outbox.ts';
import type { AskAnswers, AskStanding } from './ask-answers.ts';
import type { DeviceBox } from './device-box.ts';

export type Trouble = 'offline' | 'unheard' | 'signed-out' | 'other-account';

export type KeeperState = {
  outbox: Outbox;
  /** The server's word for when it last stored something. */
  savedAt: string | null;
  sending: boolean;
  /** Why the last request came to nothing; null while there is none. */
  trouble: Trouble | null;
  /** The browser refuses to keep anything, or has no room. */
  deviceRefuses: boolean;
  /** Something lies on the device that another page left, and is not looked at yet. */
  leftWaits: boolean;
  /** Answers of another person wait on this device. */
  holdsOthers: boolean;
  /** Since when she has wanted to hand in. */
  handInSince: number | null;
  /** The wish to hand in that she took back last, until she goes on: since when it was, and whether the server may have heard it. */
  takenBack: { since: number; mayBeThere: boolean } | null;
  handedIn: boolean;
  /** By slot: how often the answer became another without her writing it here. */
  versions: ReadonlyMap<number, number>;
};

export type KeeperWorld = {
  ask: AskAnswers;
  askStanding: AskStanding;
  box: DeviceBox;
  now: () => number;
  newId: () => string;
  /** Between 0 and 1. */
  chance: () => number;
  isOnline: () => boolean;
  setTimer: (act: () => void, ms: number) => () => void;
};
