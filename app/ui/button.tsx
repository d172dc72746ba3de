import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { classes } from './classes.ts';
import { Icon, type IconName } from './icon.tsx';
import { A, type AProps } from './link.tsx';

/** One filled button a page region; `quiet` another way, `plain` the way out, `alarm` only for what cannot be undone. */
export type ButtonLook = {
  look?: 'filled' | 'quiet' | 'plain' | 'alarm' | undefined;
  slim?: boolean | undefined;
  icon?: IconName | undefined;
};

function buttonClass({ look = 'filled', slim = false }: ButtonLook = {}, more?: string) {
  return classes('btn', look !== 'filled' && look, slim && 'slim', more);
}

export type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & { 'data-harmless'?: boolean } & ButtonLook & {
    busy?: string | false | undefined;
  };

/** `busy` is the sentence shown while the press is under way: it says what happens and refuses a second press. */
export function Button({
  look,
  slim,
  icon,
  busy,
  className,
  children,
  onClick,
  type = 'submit',
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={buttonClass({ look, slim }, className)}
      aria-disabled={busy ? true : rest['aria-disabled']}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {icon ? <Icon name={icon} /> : null}
      {busy || children}
    </button>
  );
}

export function ButtonLink({ look, slim, icon, className, children, ...rest }: AProps & ButtonLook) {
  return (
    <A {...rest} className={buttonClass({ look, slim }, className)}>
      {icon ? <Icon name={icon} /> : null}
      {children}
    </A>
  );
}

export function Actions({ children, className }: { children: ReactNode; className?: string }) {
  return <div className={classes('acts', className)}>{children}</div>;
}
