import type { ReactNode } from 'react';
import { daysBetween, type Moment } from '#app/words/format.ts';
import type { Locale } from '#app/words/locale.ts';
import { uiWords } from '#app/words/ui.ts';
import { classes } from './classes.ts';
import { Icon, type IconName } from './icon.tsx';

type TagTone = 'quiet' | 'ok' | 'warn' | 'alarm' | 'info';

type TagProps = { tone?: TagTone; icon: IconName; boxed?: boolean; children: ReactNode };

/** A state: a shape, a word, then a colour. `boxed` only where it stands alone. */
export function Tag({ tone = 'quiet', icon, boxed = false, children }: TagProps) {
  return (
    <span className={classes('tag', tone !== 'quiet' && tone, boxed && 'boxed')}>
      <Icon name={icon} />
      <span>{children}</span>
    </span>
  );
}

export type Status =
  | 'passed'
  | 'learning'
  | 'notStarted'
  | 'learned'
  | 'locked'
  | 'valid'
  | 'replaced'
  | 'revoked'
  | 'expired'
  | 'waived';

const LOOKS: Record<Status, { tone: TagTone; icon: IconName }> = {
  passed: { tone: 'ok', icon: 'check' },
  learning: { tone: 'quiet', icon: 'half' },
  notStarted: { tone: 'quiet', icon: 'ring' },
  learned: { tone: 'ok', icon: 'check' },
  locked: { tone: 'quiet', icon: 'lock' },
  valid: { tone: 'ok', icon: 'check' },
  replaced: { tone: 'warn', icon: 'sync' },
  revoked: { tone: 'alarm', icon: 'ban' },
  expired: { tone: 'warn', icon: 'clock' },
  waived: { tone: 'quiet', icon: 'minus' },
};

/** The states the product knows, each always with the same shape and word; `children` says more than the word. */
export function StatusTag({
  locale,
  status,
  boxed = false,
  children,
}: {
  locale: Locale;
  status: Status;
  boxed?: boolean;
  children?: ReactNode;
}) {
  return (
    <Tag {...LOOKS[status]} boxed={boxed}>
      {children ?? uiWords(locale).status[status]}
    </Tag>
  );
}

/** How near a due date is: more than a week away is no colour, past is alarm. */
export function DueTag({ locale, dueAt, now }: { locale: Locale; dueAt: Moment; now: Moment }) {
  const days = daysBetween(now, dueAt);
  const words = uiWords(locale).status;
  if (days < 0) {
    return (
      <Tag tone="alarm" icon="alert">
        {words.overdue(-days)}
      </Tag>
    );
  }
  return (
    <Tag tone={days <= 7 ? 'warn' : 'quiet'} icon="clock">
      {words.due(days)}
    </Tag>
  );
}
