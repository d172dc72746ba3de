import { describe, expect, test } from 'vitest';
import { askingOf, REQUESTS_AFTER_AN_ATTEMPT } from './asking.ts';

const none = { used: 3, allowed: 3, inProgressId: null, request: null };
const asked = (state: 'OPEN' | 'GRANTED' | 'DECLINED' | 'WITHDRAWN' | 'CLOSED', ordinal = 1, afterAttempt = 3) => ({
  state,
  ordinal,
  afterAttempt,
});

describe('what can be done about attempts', () => {
  test('one that is left or in progress is taken', () => {
    expect(askingOf({ ...none, used: 2 })).toEqual({ kind: 'attempts-left', left: 1, granted: null });
    expect(askingOf({ ...none, inProgressId: 'a' })).toMatchObject({ kind: 'attempts-left', left: 0 });
    expect(askingOf({ ...none, inProgressId: 'a', request: asked('OPEN') })).toMatchObject({ granted: null });
  });

  test('a grant is told until it is used', () => {
    const granted = asked('GRANTED');
    expect(askingOf({ ...none, allowed: 4, request: granted })).toMatchObject({ kind: 'attempts-left', granted });
    expect(askingOf({ ...none, used: 4, allowed: 4, request: granted })).toMatchObject({ kind: 'may-ask', times: 3 });
  });

  test('with none left she asks, waits, and may ask again as often as is allowed', () => {
    expect(askingOf(none)).toEqual({ kind: 'may-ask', times: REQUESTS_AFTER_AN_ATTEMPT, declined: null });
    expect(askingOf({ ...none, request: asked('OPEN') })).toMatchObject({ kind: 'waiting' });
    expect(askingOf({ ...none, request: asked('DECLINED', 2) })).toMatchObject({
      kind: 'may-ask',
      times: 1,
      declined: asked('DECLINED', 2),
    });
    expect(askingOf({ ...none, request: asked('WITHDRAWN', 2) })).toMatchObject({
      kind: 'may-ask',
      times: 1,
      declined: null,
    });
    expect(askingOf({ ...none, request: asked('DECLINED', 3) })).toMatchObject({ kind: 'asked-enough' });
  });
});
