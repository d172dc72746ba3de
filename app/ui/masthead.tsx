import type { ReactNode } from 'react';
import type { Locale } from '#app/words/locale.ts';
import { shellWords } from '#app/words/shell.ts';
import { otherLocale } from '#app/words/ui.ts';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';
import { A } from './link.tsx';
import { Mark } from './mark.tsx';
import { PersonName } from './person-name.tsx';

export type NavItem = { href: string; label: ReactNode; current?: boolean };

export function Brand({ locale, href, under }: { locale: Locale; href?: string | undefined; under?: ReactNode }) {
  const words = shellWords(locale);
  const inside = (
    <>
      <Mark />
      <span>
        <b>{words.name}</b>
        <span>{under ?? words.descriptor}</span>
      </span>
    </>
  );
  return href ? (
    <A className="brand" href={href}>
      {inside}
    </A>
  ) : (
    <span className="brand">{inside}</span>
  );
}

type MastheadProps = {
  locale: Locale;
  home: string;
  items?: readonly NavItem[];
  person?: { name: string; href: string } | undefined;
  /** The language switch and whatever else stands at the end: sign in, save and leave. */
  tools?: ReactNode;
  /** Under the name, instead of the descriptor: the quiz at hand. */
  under?: ReactNode;
  wide?: boolean;
};

/** Mark and links, always visible, also at 360 px: no burger. Quiz pages give no items but a way to save and leave. */
export function Masthead({ locale, home, items = [], person, tools, under, wide = false }: MastheadProps) {
  const words = shellWords(locale);
  return (
    <header className="masthead">
      <div className={classes('page', wide && 'wide')}>
        <Brand locale={locale} href={home} under={under} />
        {items.length > 0 ? (
          <nav className="nav" aria-label={words.mainNavigation}>
            <ul>
              {items.map((item) => (
                <li key={item.href}>
                  <A href={item.href} aria-current={item.current ? 'page' : undefined}>
                    {item.label}
                  </A>
                </li>
              ))}
            </ul>
          </nav>
        ) : null}
        <div className="tools">
          {tools}
          {person ? (
            <A href={person.href}>
              <Icon name="user" />
              <span className="who">
                <PersonName>{person.name}</PersonName>
              </span>
            </A>
          ) : null}
        </div>
      </div>
    </header>
  );
}

type SwitchProps = { locale: Locale; action: string; returnTo: string };

/** Posts `locale` and `returnTo`; a form, because the choice is remembered. */
export function LanguageSwitch({ locale, action, returnTo }: SwitchProps) {
  const other = otherLocale(locale);
  return (
    <form method="post" action={action}>
      <input type="hidden" name="returnTo" value={returnTo} />
      <button type="submit" className="aslink" name="locale" value={other} lang={other}>
        {shellWords(locale).otherLanguage}
      </button>
    </form>
  );
}

export type Theme = 'auto' | 'light' | 'dark';

/** Posts `theme` and `returnTo`: as the device, light, or dark. */
export function ThemeSwitch({ locale, action, returnTo, theme }: SwitchProps & { theme: Theme }) {
  const words = shellWords(locale);
  return (
    <form method="post" action={action} className="themes">
      <input type="hidden" name="returnTo" value={returnTo} />
      <fieldset className="seg">
        <legend className="unseen">{words.theme}</legend>
        {(['auto', 'light', 'dark'] as const).map((each) => (
          <button key={each} type="submit" name="theme" value={each} aria-pressed={each === theme}>
            {words.themes[each]}
          </button>
        ))}
      </fieldset>
    </form>
  );
}

export function Footer({
  items,
  children,
  wide = false,
}: {
  items: readonly NavItem[];
  children?: ReactNode;
  wide?: boolean;
}) {
  return (
    <footer className="foot">
      <div className={classes('page', wide && 'wide')}>
        {items.map((item) => (
          <A key={item.href} href={item.href}>
            {item.label}
          </A>
        ))}
        {children}
      </div>
    </footer>
  );
}
