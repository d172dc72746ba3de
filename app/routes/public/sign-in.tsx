import { parseWithZod } from '@conform-to/zod/v4';
import { data, type LinksFunction, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { cleanIdentifier } from '#app/domain/accounts/parse-identifier.ts';
import { signIn } from '#app/domain/accounts/sign-in.server.ts';
import { isFaulty, markFaulty } from '#app/http/faulty.server.ts';
import { dropsSecureCookies } from '#app/http/local-host.ts';
import { pathAfterSignIn } from '#app/http/return-path.ts';
import { serve } from '#app/http/serve.server.ts';
import { readDeviceToken, readSessionToken } from '#app/http/session-cookie.ts';
import { readEntry, signedInCookies, wayIn } from '#app/http/signed-in-cookies.server.ts';
import { Actions, Button } from '#app/ui/button.tsx';
import { type Fault, Faults } from '#app/ui/faults.tsx';
import { Field, PasswordField } from '#app/ui/field.tsx';
import { A } from '#app/ui/link.tsx';
import { Note } from '#app/ui/note.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import doorStyles from '#app/ui/styles/door.css?url';
import type { Locale } from '#app/words/locale.ts';
import { pageTitle } from '#app/words/page-title.ts';
import { signInWords } from '#app/words/sign-in.ts';
import { DoorFrame } from './door-frame.tsx';

export { pageHeaders as headers } from '#app/http/page-headers.ts';

export const links: LinksFunction = () => [{ rel: 'stylesheet', href: doorStyles }];

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  const locale = data?.locale ?? 'vi';
  return [{ title: pageTitle(locale, signInWords(locale).signIn.title, data?.isFaulty) }];
};

/** Why somebody is at the door: her cookies did not come back, sent from a quiz at hand, or just signed out. */
function readReason(url: URL, to: string) {
  const entry = readEntry(url);
  if (entry) return entry === 'link' ? ('cookiesAfterLink' as const) : ('cookies' as const);
  const signedOut = url.searchParams.get('signed-out');
  if (signedOut === 'here') return 'signedOut' as const;
  if (signedOut === 'everywhere') return 'signedOutEverywhere' as const;
  return to.startsWith('/attempts/') ? ('again' as const) : null;
}

const TONES = {
  cookies: 'warn',
  cookiesAfterLink: 'warn',
  again: 'info',
  signedOut: 'ok',
  signedOutEverywhere: 'ok',
} as const satisfies Record<NonNullable<ReturnType<typeof readReason>>, string>;

export const loader = serve(async ({ request, context, world, locale }) => {
  const url = new URL(request.url);
  const to = pathAfterSignIn(url.searchParams.get('to'));
  if (await context.actor()) throw redirect(to);
  return {
    locale,
    isFaulty: isFaulty(context),
    reason: readReason(url, to),
    officialUrl: dropsSecureCookies(request.url, world.appUrl) ? world.appUrl : null,
  };
});

const Form = z.object({
  identifier: z
    .string('identifier')
    .max(1_000, 'identifier')
    .overwrite(cleanIdentifier)
    .max(320, 'identifier')
    .regex(/^(\d{10}|[^\s@]+@[^\s@]+)$/, 'identifier'),
  password: z.string('password').max(10_000, 'refused'),
});

type Answer = {
  identifier: string;
  errors: { identifier?: 'identifier' | 'refused'; password?: 'password' | 'refused' };
  wait?: { outcome: 'wait' | 'busy'; seconds: number };
};

export const action = serve(async ({ request, context, world }) => {
  const form = await request.formData();
  const typed = form.get('identifier');
  const identifier = typeof typed === 'string' ? typed.slice(0, 320) : '';
  const answer = (status: number, rest: Omit<Answer, 'identifier'>, headers: Record<string, string> = {}) => {
    markFaulty(context);
    return data({ identifier, ...rest } satisfies Answer as Answer, { status, headers });
  };
  const submission = parseWithZod(form, { schema: Form });
  if (submission.status !== 'success') {
    const faulty = submission.error ?? {};
    return answer(422, {
      errors: {
        ...(faulty.identifier ? { identifier: 'identifier' as const } : {}),
        ...(faulty.password ? { password: 'password' as const } : {}),
      },
    });
  }
  const cookies = request.headers.get('Cookie') ?? undefined;
  const result = await signIn(world, {
    ...submission.value,
    address: context.address,
    requestId: context.requestId,
    previousToken: readSessionToken(cookies),
    deviceToken: readDeviceToken(cookies),
  });
  switch (result.outcome) {
    case 'signed-in':
      return redirect(wayIn(pathAfterSignIn(new URL(request.url).searchParams.get('to')), 'password', cookies), {
        status: 303,
        headers: signedInCookies(result, world.now()),
      });
    case 'refused':
      return answer(422, { errors: { identifier: 'refused' } });
    case 'wait':
      return answer(429, { errors: {}, wait: result }, { 'Retry-After': String(result.seconds) });
    case 'busy':
      return answer(503, { errors: {}, wait: result }, { 'Retry-After': String(result.seconds) });
    default:
      return result satisfies never;
  }
});

function faultsOf(locale: Locale, answer: Answer | undefined): Fault[] {
  if (!answer) return [];
  const words = signInWords(locale).signIn.errors;
  const { identifier, password } = answer.errors;
  return [
    ...(answer.wait ? [{ field: 'identifier', message: words[answer.wait.outcome](answer.wait.seconds) }] : []),
    ...(identifier ? [{ field: 'identifier', message: words[identifier] }] : []),
    ...(password ? [{ field: 'password', message: words[password] }] : []),
  ];
}

export default function SignIn() {
  const { locale, reason, officialUrl } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() as Answer | undefined;
  const words = signInWords(locale).signIn;
  const faults = faultsOf(locale, answer);
  const messageOf = (field: string) => faults.find((fault) => fault.field === field)?.message;
  return (
    <DoorFrame>
      <Title lede={words.lede}>{words.title}</Title>
      {officialUrl ? (
        <Note tone="warn" icon="lock" title={words.https.title}>
          <p>{words.https.text}</p>
          <p>
            {words.https.way} <a href={officialUrl}>{officialUrl}</a>
          </p>
        </Note>
      ) : (
        <div className="stack">
          {faults.length > 0 ? <Faults locale={locale} title={words.failed} faults={faults} /> : null}
          {reason && faults.length === 0 ? (
            <Note tone={TONES[reason]} title={words[reason].title}>
              {words[reason].text}
            </Note>
          ) : null}
          <form method="post" noValidate>
            <Field
              id="identifier"
              label={words.identifier}
              hint={words.identifierHint}
              error={messageOf('identifier')}
              defaultValue={answer?.identifier}
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
            />
            <PasswordField locale={locale} id="password" label={words.password} error={messageOf('password')} />
            <Actions>
              <Button>{words.submit}</Button>
            </Actions>
          </form>
        </div>
      )}
      <hr />
      <div className="stack muted small">
        <p>{words.help}</p>
        <p>
          {words.verifyBefore} <A href="/verify">{words.verify}</A>
          {words.verifyAfter}
        </p>
      </div>
    </DoorFrame>
  );
}
