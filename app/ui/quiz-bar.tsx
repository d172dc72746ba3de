import { type ReactNode, useEffect, useState } from 'react';
import { formatTime, isoMoment, type Moment } from '#app/words/format.ts';
import type { Locale } from '#app/words/locale.ts';
import { uiWords } from '#app/words/ui.ts';
import { Icon, type IconName } from './icon.tsx';
import { Tag } from './tag.tsx';

export type Saving =
  | { state: 'saved'; savedAt: Moment }
  | { state: 'handedIn' }
  | { state: 'saving' | 'retrying' | 'offline' | 'choose' | 'signedOut' | 'otherAccount' | 'refused' | 'handInWaits' };

const ICON = {
  saving: 'sync',
  retrying: 'sync',
  offline: 'off',
  choose: 'alert',
  signedOut: 'lock',
  otherAccount: 'lock',
  refused: 'alert',
  handInWaits: 'off',
} satisfies Record<Exclude<Saving['state'], 'saved' | 'handedIn'>, IconName>;

/** Whether what was answered is kept, and since when: the time is the server's acknowledgement. Speaks on change only. */
export function SavedStatus({ locale, saving }: { locale: Locale; saving: Saving | null }) {
  const words = uiWords(locale).saved;
  return (
    <span className="saved" role="status">
      {saving?.state === 'saved' ? (
        <Tag tone="ok" icon="check">
          {words.saved(formatTime(locale, saving.savedAt))}
        </Tag>
      ) : saving?.state === 'handedIn' ? (
        <Tag tone="ok" icon="check">
          {words.handedIn}
        </Tag>
      ) : saving?.state === 'saving' ? (
        <Tag icon="sync">{words.saving}</Tag>
      ) : saving ? (
        <Tag tone="warn" icon={ICON[saving.state]}>
          {words[saving.state]}
        </Tag>
      ) : null}
    </span>
  );
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const ANNOUNCED_AT_MINUTES = [10, 5, 1];

/**
 * How long is left, and until what hour: the hour is right without script. With script the minutes follow the
 * server's clock, the last two minutes show seconds, and only 10, 5 and 1 minutes are read out.
 */
export function TimerText({ locale, deadline, now }: { locale: Locale; deadline: Moment; now: Moment }) {
  const words = uiWords(locale).timer;
  const end = new Date(deadline).getTime();
  const start = new Date(now).getTime();
  const [left, setLeft] = useState(end - start);
  useEffect(() => {
    const ahead = start - Date.now();
    const tick = () => setLeft(end - (Date.now() + ahead));
    tick();
    const timer = setInterval(tick, SECOND);
    return () => clearInterval(timer);
  }, [end, start]);

  const hour = <time dateTime={isoMoment(deadline)}>{formatTime(locale, deadline, { seconds: false })}</time>;
  const minutes = Math.ceil(left / MINUTE);
  const near = left <= 2 * MINUTE;
  const announced = ANNOUNCED_AT_MINUTES.find((each) => left <= each * MINUTE && left > each * MINUTE - 15 * SECOND);
  return (
    <span className={near ? 'left near' : 'left'}>
      <Icon name="clock" />
      {left > 0 ? (
        <span>
          {words.left.before}
          <b>{near ? words.seconds(Math.ceil(left / SECOND)) : words.minutes(minutes)}</b>
          {words.left.after}, {words.submitBefore} <b>{hour}</b>
        </span>
      ) : (
        <span>
          {words.over} <b>{hour}</b>
        </span>
      )}
      <span className="unseen" role="status">
        {announced === undefined ? '' : `${words.left.before}${words.minutes(announced)}${words.left.after}`}
      </span>
    </span>
  );
}

/** Stays on top while someone answers: where, until when, and that it is saved. */
export function QuizBar({
  locale,
  where,
  timer,
  saving,
}: {
  locale: Locale;
  where: ReactNode;
  timer?: ReactNode;
  saving: Saving | null;
}) {
  return (
    <section className="quizbar" aria-label={uiWords(locale).timer.label}>
      <div className="page">
        <span>{where}</span>
        {timer}
        <SavedStatus locale={locale} saving={saving} />
      </div>
    </section>
  );
}
