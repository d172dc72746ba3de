import type { MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { serve } from '#app/http/serve.server.ts';
import { Actions, ButtonLink } from '#app/ui/button.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import { formatDate } from '#app/words/format.ts';
import { pageTitle } from '#app/words/page-title.ts';
import { publicWords } from '#app/words/public.ts';
import { Site } from '../site.tsx';

/** The day on which the statement was last compared with what the product does. */
const REVIEWED_ON = '2026-11-22';

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  const locale = data?.locale ?? 'vi';
  return [{ title: pageTitle(locale, publicWords(locale).accessibility.title) }];
};

export const loader = serve(async ({ locale }) => ({ locale }));

export default function Accessibility() {
  const { locale } = useLoaderData<typeof loader>();
  const words = publicWords(locale).accessibility;
  return (
    <Site width="narrow">
      <Title lede={words.lede}>{words.title}</Title>
      <div className="stack-wide">
        {words.sections.map((section) => (
          <section key={section.title}>
            <h2>{section.title}</h2>
            <ul className="bullets">
              {section.items.map((item) => (
                <li key={item}>{item}</li>
              ))}
            </ul>
          </section>
        ))}
        <section>
          <h2>{words.reportTitle}</h2>
          <p>{words.reportText}</p>
          <Actions>
            <ButtonLink href="/report-a-problem">{words.report}</ButtonLink>
          </Actions>
          <p className="small muted">{words.reviewed(formatDate(locale, REVIEWED_ON))}</p>
        </section>
      </div>
    </Site>
  );
}
