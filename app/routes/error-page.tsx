import { Actions, ButtonLink } from '#app/ui/button.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import { errorWords } from '#app/words/errors.ts';
import type { Locale } from '#app/words/locale.ts';
import { pageTitle } from '#app/words/page-title.ts';
import { Site, useLocale } from './site.tsx';

const KNOWN = [403, 404, 409, 410, 503] as const;

const kindOf = (status: number) => KNOWN.find((each) => each === status) ?? (status < 500 ? 400 : 500);

/** What stands in the browser's tab above such a page. */
export const titleOfError = (locale: Locale, status: number): string =>
  pageTitle(locale, errorWords(locale)[kindOf(status)].title);

/** What a person sees instead of a page: by status, in her language, never a stack trace. */
export function ErrorPage({ status }: { status: number }) {
  const words = errorWords(useLocale());
  const known = kindOf(status);
  return (
    <Site width="narrow">
      <Title lede={words[known].text}>{words[known].title}</Title>
      <Actions>
        <ButtonLink href="/">{words.home}</ButtonLink>
        <ButtonLink look="plain" href="/courses">
          {words.courses}
        </ButtonLink>
      </Actions>
    </Site>
  );
}
