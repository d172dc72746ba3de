/** A request for one more attempt, and what came of it. */
export type MyAttemptRequest = {
  state: 'OPEN' | 'GRANTED' | 'DECLINED' | 'WITHDRAWN' | 'CLOSED';
  reason: string;
  askedAt: Date;
  endedAt: Date | null;
  /** The sentence with which it was granted or declined, and by whom. */
  answer: string | null;
  decidedBy: string | null;
  /** The number of her last attempt when she asked, and which request it was after that one. */
  afterAttempt: number;
  ordinal: number;
};

/** Attempts of her latest enrolment: `allowed` is the limit of its quiz and one for each that was granted. */
export type MyAttempts = {
  used: number;
  allowed: number;
  inProgressId: string | null;
  isPassed: boolean;
  /** Her newest request. */
  request: MyAttemptRequest | null;
};

/** So often may she ask for one more attempt after each that she failed, while none is left. */
export const REQUESTS_AFTER_AN_ATTEMPT = 3;

/** What a person who has not passed can do about attempts. */
export type Asking<Request = MyAttemptRequest> =
  /** She has an attempt; with the grant that gave it, while she has not used it. */
  | { kind: 'attempts-left'; left: number; granted: Request | null }
  | { kind: 'waiting'; request: Request }
  /** She may ask so many times more; with the answer that declined her last request. */
  | { kind: 'may-ask'; times: number; declined: Request | null }
  | { kind: 'asked-enough'; declined: Request | null };

type Asked = Pick<MyAttemptRequest, 'state' | 'afterAttempt' | 'ordinal'>;

/** The one place that says whether she can begin, waits, may ask, or has asked as often as she may. */
export function askingOf<Request extends Asked>(
  attempts: Pick<MyAttempts, 'used' | 'allowed' | 'inProgressId'> & { request: Request | null },
): Asking<Request> {
  const left = attempts.allowed - attempts.used;
  const request = attempts.request?.afterAttempt === attempts.used ? attempts.request : null;
  if (left > 0 || attempts.inProgressId)
    return { kind: 'attempts-left', left, granted: request?.state === 'GRANTED' ? request : null };
  if (request?.state === 'OPEN') return { kind: 'waiting', request };
  const declined = request?.state === 'DECLINED' ? request : null;
  const times = REQUESTS_AFTER_AN_ATTEMPT - (request?.ordinal ?? 0);
  return times > 0 ? { kind: 'may-ask', times, declined } : { kind: 'asked-enough', declined };
}
