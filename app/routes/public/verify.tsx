import { data, type MetaFunction, redirect } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { readSerial } from '#app/domain/certificates/serial.ts';
import { cleanLine } from '#app/domain/clean-text.ts';
import { NO_INDEX } from '#app/http/page-headers.ts';
import { serve } from '#app/http/serve.server.ts';
import { Faults } from '#app/ui/faults.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import { pageTitle } from '#app/words/page-title.ts';
import { verifyWords } from '#app/words/verify.ts';
import { Site } from '../site.tsx';
import { VerifyForm } from './verify-form.tsx';

export { pageHeaders as headers } from '#app/http/page-headers.ts';

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  const locale = data?.locale ?? 'vi';
  return [
    { title: pageTitle(locale, verifyWords(locale).title, Boolean(data?.fault)) },
    { name: 'robots', content: 'noindex, nofollow' },
  ];
};

export const loader = serve(async ({ request, locale }) => {
  const typed = new URL(request.url).searchParams.get('serial');
  if (typed === null) return data({ locale, typed: '', fault: null }, { headers: NO_INDEX });
  const read = readSerial(typed);
  if (read.outcome === 'serial') throw redirect(`/verify/${read.serial}`);
  const fault = cleanLine(typed) === '' ? ('empty' as const) : read.reason;
  return data({ locale, typed: typed.slice(0, 100), fault }, { status: 422, headers: NO_INDEX });
});

export default function Verify() {
  const { locale, typed, fault } = useLoaderData<typeof loader>();
  const words = verifyWords(locale);
  const message = fault ? words.errors[fault] : undefined;
  return (
    <Site isPublic>
      {message ? <Faults locale={locale} title={words.failed} faults={[{ field: 'serial', message }]} /> : null}
      <Title lede={words.lede}>{words.title}</Title>
      <div className="stack-wide">
        <VerifyForm locale={locale} typed={typed} error={message} />
        <section className="section" aria-labelledby="how">
          <h2 id="how">{words.how.title}</h2>
          <ul className="bullets">
            {words.how.items.map((item) => (
              <li key={item}>{item}</li>
            ))}
          </ul>
        </section>
      </div>
    </Site>
  );
}
