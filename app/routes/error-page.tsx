import { useLocation } from '@remix-run/react';
import { Actions, ButtonLink } from '#app/ui/button.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import { errorWords } from '#app/words/errors.ts';
import type { Locale } from '#app/words/locale.ts';
import { pageTitle } from '#app/words/page-title.ts';
import { Site, useLocale } from './site.tsx';

const KNOWN = [403, 404, 409, 410, 503] as const;

/** What went wrong: a status, and the code where it says more than the status. */
export type Fault = { status: number; code?: string | undefined };

const kindOf = ({ status, code }: Fault) =>
  code === 'busy' ? code : (KNOWN.find((each) => each === status) ?? (status < 500 ? 400 : 500));

/** What stands in the browser's tab above such a page. */
export const titleOfError = (locale: Locale, fault: Fault): string =>
  pageTitle(locale, errorWords(locale)[kindOf(fault)].title);

/** What a person sees instead of a page: by what went wrong, in her language, never a stack trace. */
export function ErrorPage({ fault }: { fault: Fault }) {
  const words = errorWords(useLocale());
  const { pathname, search } = useLocation();
  const known = kindOf(fault);
  return (
    <Site width="narrow">
      <Title lede={words[known].text}>{words[known].title}</Title>
      <Actions>
        {known === 'busy' ? <ButtonLink href={`${pathname}${search}`}>{words.again}</ButtonLink> : null}
        <ButtonLink look={known === 'busy' ? 'plain' : 'filled'} href="/">
          {words.home}
        </ButtonLink>
        <ButtonLink look="plain" href="/courses">
          {words.courses}
        </ButtonLink>
      </Actions>
    </Site>
  );
}
