import { parseWithZod } from '@conform-to/zod/v4';
import { data, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { reportProblem } from '#app/domain/accounts/report-problem.server.ts';
import { cleanLines, cleanSentence } from '#app/domain/clean-text.ts';
import { isFaulty, markFaulty } from '#app/http/faulty.server.ts';
import { returnPath } from '#app/http/return-path.ts';
import { serve } from '#app/http/serve.server.ts';
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx';
import { type Fault, Faults } from '#app/ui/faults.tsx';
import { Field, TextArea } from '#app/ui/field.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import type { Locale } from '#app/words/locale.ts';
import { pageTitle } from '#app/words/page-title.ts';
import { publicWords } from '#app/words/public.ts';
import { Site } from '../site.tsx';

export { pageHeaders as headers } from '#app/http/page-headers.ts';

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  const locale = data?.locale ?? 'vi';
  const words = publicWords(locale).report;
  return [{ title: pageTitle(locale, data?.isSent ? words.thanks.title : words.title, data?.isFaulty) }];
};

export const loader = serve(async ({ request, context, locale }) => {
  const { searchParams } = new URL(request.url);
  const page = (searchParams.get('page') ?? '').slice(0, 1000);
  return {
    locale,
    isFaulty: isFaulty(context),
    isSent: searchParams.get('sent') === '1',
    page,
    back: returnPath(page, '') || null,
  };
});

const KEYS = ['empty', 'message-too-long', 'page-too-long', 'contact-too-long'] as const;
type Key = (typeof KEYS)[number];
const upTo = (length: number, key: Key) =>
  z
    .string()
    .transform(cleanSentence)
    .refine((text) => text.length <= length, key)
    .default('');
const Form = z.object({
  page: upTo(1000, 'page-too-long'),
  message: z
    .string('empty')
    .transform(cleanLines)
    .refine((text) => text.length >= 5, 'empty')
    .refine((text) => text.length <= 4000, 'message-too-long'),
  contact: upTo(200, 'contact-too-long'),
});

type Answer = {
  typed: { page: string; message: string; contact: string };
  errors: { page?: Key; message?: Key; contact?: Key };
  waitSeconds?: number;
};

export const action = serve(async ({ request, context, world }) => {
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? '').slice(0, 20_000);
  const typed = { page: text('page'), message: text('message'), contact: text('contact') };
  const answer = (status: number, rest: Omit<Answer, 'typed'>, headers: Record<string, string> = {}) => {
    markFaulty(context);
    return data({ typed, ...rest } satisfies Answer as Answer, { status, headers });
  };
  const submission = parseWithZod(form, { schema: Form });
  if (submission.status !== 'success') {
    const key = (field: string) => KEYS.find((each) => submission.error?.[field]?.includes(each));
    const [page, message, contact] = [key('page'), key('message'), key('contact')];
    return answer(422, {
      errors: { ...(page ? { page } : {}), ...(message ? { message } : {}), ...(contact ? { contact } : {}) },
    });
  }
  const { page, message, contact } = submission.value;
  const actor = await context.actor();
  const result = await reportProblem(world, {
    personId: actor?.personId ?? null,
    address: context.address,
    pageUrl: page,
    message,
    contact: contact || null,
  });
  if (result.outcome === 'wait') {
    return answer(429, { errors: {}, waitSeconds: result.seconds }, { 'Retry-After': String(result.seconds) });
  }
  return redirect(`/report-a-problem?${new URLSearchParams({ sent: '1', page })}`, { status: 303 });
});

function faultsOf(locale: Locale, answer: Answer | undefined): Fault[] {
  if (!answer) return [];
  const words = publicWords(locale).report.errors;
  const wrong = (['page', 'message', 'contact'] as const).flatMap((field) => {
    const key = answer.errors[field];
    return key ? [{ field, message: words[key] }] : [];
  });
  return answer.waitSeconds ? [{ field: 'message', message: words.wait(answer.waitSeconds) }, ...wrong] : wrong;
}

export default function ReportAProblem() {
  const { locale, isSent, page, back } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() as Answer | undefined;
  const words = publicWords(locale).report;
  if (isSent && !answer) {
    return (
      <Site width="narrow">
        <Title lede={words.thanks.text}>{words.thanks.title}</Title>
        <Actions>
          <ButtonLink href={back ?? '/'}>{back ? words.thanks.back : words.thanks.way}</ButtonLink>
          <ButtonLink look="plain" href="/report-a-problem">
            {words.thanks.more}
          </ButtonLink>
        </Actions>
      </Site>
    );
  }
  const faults = faultsOf(locale, answer);
  const messageOf = (field: string) => faults.find((fault) => fault.field === field)?.message;
  return (
    <Site width="narrow">
      {faults.length > 0 ? <Faults locale={locale} title={words.failed} faults={faults} /> : null}
      <Title lede={words.lede}>{words.title}</Title>
      <form method="post" action="/report-a-problem" noValidate>
        <Field
          id="page"
          label={words.page}
          hint={words.pageHint}
          error={messageOf('page')}
          defaultValue={answer?.typed.page ?? page}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
        <TextArea
          id="message"
          label={words.message}
          hint={words.messageHint}
          error={messageOf('message')}
          defaultValue={answer?.typed.message}
          rows={6}
        />
        <Field
          id="contact"
          label={words.contact}
          hint={words.contactHint}
          error={messageOf('contact')}
          defaultValue={answer?.typed.contact}
          autoComplete="email"
          autoCapitalize="none"
        />
        <Actions>
          <Button>{words.submit}</Button>
        </Actions>
      </form>
    </Site>
  );
}
