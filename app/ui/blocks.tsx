import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { Icon, type IconName } from './icon.tsx';
import { Heading, type HeadingLevel } from './note.tsx';

type VerdictProps = {
  tone?: 'ok' | 'warn' | 'alarm' | 'plain';
  icon?: IconName;
  title: ReactNode;
  children?: ReactNode;
  level?: HeadingLevel;
};

const VERDICT_ICONS = { ok: 'check', warn: 'sync', alarm: 'ban', plain: 'search' } as const;

/**
 * The answer of the page, and its h1 unless told. Not passed is `warn`, never `alarm`: failing a quiz is not an error. A valid
 * certificate is ok, a replaced or expired one warn, a revoked one alarm, an unknown one plain.
 */
export function Verdict({ tone = 'ok', icon, title, children, level = 1 }: VerdictProps) {
  return (
    <div className={classes('verdict', tone !== 'ok' && tone)}>
      <Icon name={icon ?? VERDICT_ICONS[tone]} />
      <div>
        <Heading level={level}>{title}</Heading>
        {typeof children === 'string' ? <p>{children}</p> : children}
      </div>
    </div>
  );
}

export type Check = { ok: boolean; label: ReactNode };

/** What was checked, each with its sign; the words themselves say whether it holds. */
export function Checks({ items }: { items: readonly Check[] }) {
  return (
    <ul className="checks">
      {items.map((item, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list is written, never sorted
        <li key={at}>
          <span className={item.ok ? 'ok' : 'no'}>
            <Icon name={item.ok ? 'check' : 'x'} />
          </span>
          <span>{item.label}</span>
        </li>
      ))}
    </ul>
  );
}

type NextStepProps = {
  over?: ReactNode;
  title: ReactNode;
  children?: ReactNode;
  action: ReactNode;
  level?: HeadingLevel;
};

/** The one next thing, on a filled ground; `action` is the one filled button of the region. */
export function NextStep({ over, title, children, action, level = 2 }: NextStepProps) {
  return (
    <div className="next">
      <div>
        {over ? <p className="over">{over}</p> : null}
        <Heading level={level}>{title}</Heading>
        {typeof children === 'string' ? <p>{children}</p> : children}
      </div>
      {action}
    </div>
  );
}

type EmptyProps = {
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  source?: ReactNode;
  level?: HeadingLevel;
};

/** What is not here, why, and one way on. Also the body of an error page, whose h1 it then is. */
export function Empty({ title, children, actions, source, level = 2 }: EmptyProps) {
  return (
    <div className="empty">
      <Heading level={level}>{title}</Heading>
      {typeof children === 'string' ? <p>{children}</p> : children}
      {actions ? <div className="acts">{actions}</div> : null}
      {source ? <p className="src">{source}</p> : null}
    </div>
  );
}

/** A place held for what is streamed later than a second: the same size as what comes, unseen by readers. */
export function Skeleton({ status }: { status: string }) {
  return (
    <div aria-busy="true">
      <p className="unseen" role="status">
        {status}
      </p>
      <div className="skels" aria-hidden="true">
        <span className="skel tall w6" />
        <span className="skel w9" />
        <span className="skel" />
        <span className="skel w3" />
      </div>
    </div>
  );
}

type RowProps = {
  title: ReactNode;
  meta?: readonly ReactNode[];
  code?: string;
  other?: ReactNode;
  end?: ReactNode;
  children?: ReactNode;
  level?: HeadingLevel;
};

/** Lists are rows between hairlines: `coded` rows begin with the code of a course, `ended` rows close with a state. */
export function Rows({ kind = 'ended', children }: { kind?: 'ended' | 'coded'; children: ReactNode }) {
  return <ul className={classes('rows', kind)}>{children}</ul>;
}

export function Row({ title, meta, code, other, end, children, level = 3 }: RowProps) {
  return (
    <li>
      {code ? (
        <span className="code" aria-hidden="true">
          {code}
        </span>
      ) : null}
      <div>
        <Heading level={level}>{title}</Heading>
        {other}
        {meta ? (
          <p className="meta">
            {meta.filter(Boolean).map((each, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the list is written, never sorted
              <span key={at}>{each}</span>
            ))}
          </p>
        ) : null}
        {children}
      </div>
      <div className={code ? 'stack' : undefined}>{end}</div>
    </li>
  );
}
