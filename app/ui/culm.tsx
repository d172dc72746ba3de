import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { A } from './link.tsx';

/**
 * Progress that grows by whole segments, one a lesson; a lesson begun shows half. Its words (`uiWords.lessons`) always
 * stand beside it, so that readers pass it over, and it never shows a percentage.
 */
export function Culm({ done, all, begun = false }: { done: number; all: number; begun?: boolean }) {
  return (
    <span className="culm" aria-hidden="true">
      {Array.from({ length: all }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a segment is its place
        <i key={at} className={at < done ? 'on' : begun && at === done ? 'half' : undefined} />
      ))}
    </span>
  );
}

/** The list of lessons is the bamboo: `slim` beside a lesson, full on the course page. */
export function Stalk({ slim = false, children }: { slim?: boolean; children: ReactNode }) {
  return <ol className={classes('stalk', slim && 'slim')}>{children}</ol>;
}

type StalkItemProps = {
  state?: 'done' | 'now' | 'todo';
  name: ReactNode;
  href?: string | undefined;
  current?: boolean;
  meta?: ReactNode;
  tag?: ReactNode;
};

export function StalkItem({ state = 'todo', name, href, current = false, meta, tag }: StalkItemProps) {
  return (
    <li className={state === 'todo' ? undefined : state}>
      <p className="name">
        {href ? (
          <A href={href} aria-current={current ? 'page' : undefined}>
            {name}
          </A>
        ) : (
          name
        )}
      </p>
      {meta ? <p className="meta">{meta}</p> : null}
      {tag}
    </li>
  );
}

/** For jobs that count: letters sent, rows read. Lessons have their culm. */
export function Progress({ id, label, value, max }: { id: string; label: ReactNode; value: number; max: number }) {
  return (
    <div>
      <label className="small" htmlFor={id}>
        {label}
      </label>
      <progress id={id} className="bar" value={value} max={max} />
    </div>
  );
}
