import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { Icon, type IconName } from './icon.tsx';

type Tone = 'info' | 'ok' | 'warn' | 'alarm' | 'plain';

const ICONS: Record<Tone, IconName> = { info: 'info', ok: 'check', warn: 'clock', alarm: 'alert', plain: 'info' };

export type HeadingLevel = 1 | 2 | 3 | 4;

export function Heading({
  level,
  children,
  ...rest
}: {
  level: HeadingLevel;
  children: ReactNode;
  id?: string;
  className?: string;
}) {
  const Element = `h${level}` as const;
  return <Element {...rest}>{children}</Element>;
}

type NoteProps = {
  tone?: Tone;
  title: ReactNode;
  children?: ReactNode;
  icon?: IconName;
  level?: HeadingLevel;
  /** Only for a notice that appears after the page has loaded: it is then read out. */
  live?: boolean;
  className?: string;
};

/** A notice in the flow: ground, bar, icon, heading. It never covers content and never times out. */
export function Note({ tone = 'info', title, children, icon, level = 2, live = false, className }: NoteProps) {
  return (
    <div className={classes('note', tone !== 'info' && tone, className)} role={live ? 'status' : undefined}>
      <Icon name={icon ?? ICONS[tone]} />
      <div>
        <Heading level={level}>{title}</Heading>
        {typeof children === 'string' ? <p>{children}</p> : children}
      </div>
    </div>
  );
}

/** A passing echo of what the page already shows; never an error. */
export function Toast({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <p className={classes('toast', className)} role="status">
      <Icon name="check" />
      {children}
    </p>
  );
}
