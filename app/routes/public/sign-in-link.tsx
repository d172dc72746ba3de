import { data, type LinksFunction, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { rememberDevice } from '#app/domain/accounts/known-devices.server.ts';
import { PASSWORD_MINIMUM, type PasswordFault } from '#app/domain/accounts/password-rule.ts';
import { consumeSignInLink, readSignInLink } from '#app/domain/accounts/sign-in-links.server.ts';
import { isFaulty, markFaulty } from '#app/http/faulty.server.ts';
import { NO_INDEX } from '#app/http/page-headers.ts';
import { serve } from '#app/http/serve.server.ts';
import { readDeviceToken, readSessionToken } from '#app/http/session-cookie.ts';
import { signedInCookies, wayIn } from '#app/http/signed-in-cookies.server.ts';
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx';
import { Facts } from '#app/ui/facts.tsx';
import { Faults } from '#app/ui/faults.tsx';
import { PasswordField } from '#app/ui/field.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import { PersonName } from '#app/ui/person-name.tsx';
import doorStyles from '#app/ui/styles/door.css?url';
import { pageTitle } from '#app/words/page-title.ts';
import { signInWords } from '#app/words/sign-in.ts';
import { DoorFrame } from './door-frame.tsx';

export { pageHeaders as headers } from '#app/http/page-headers.ts';

export const links: LinksFunction = () => [{ rel: 'stylesheet', href: doorStyles }];

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  const locale = data?.locale ?? 'vi';
  const words = signInWords(locale).link;
  return [
    {
      title: pageTitle(
        locale,
        data?.person ? words.title(data.person.fullName) : words[data?.why ?? 'gone'].title,
        data?.isFaulty,
      ),
    },
    { name: 'robots', content: 'noindex, nofollow' },
  ];
};

/** Shows whose link it is and uses nothing up: mail filters open links too. */
export const loader = serve(async ({ params, context, world, locale }) => {
  const found = await readSignInLink(world, params.token ?? '');
  if (found.outcome !== 'open') {
    return data({ locale, isFaulty: false, person: null, why: found.outcome }, { status: 410, headers: NO_INDEX });
  }
  const { fullName, email, hasPassword } = found;
  const person = { fullName, email, hasPassword };
  return data({ locale, isFaulty: isFaulty(context), person, why: null }, { headers: NO_INDEX });
});

type Answer = { fault: PasswordFault | null; why: 'refused' | 'gone' | null };

export const action = serve(async ({ request, params, context, world }) => {
  const newPassword = (await request.formData()).get('new-password');
  const cookies = request.headers.get('Cookie') ?? undefined;
  const result = await consumeSignInLink(world, {
    token: params.token ?? '',
    newPassword: typeof newPassword === 'string' && newPassword !== '' ? newPassword : null,
    previousToken: readSessionToken(cookies),
    address: context.address,
    requestId: context.requestId,
  });
  switch (result.outcome) {
    case 'signed-in': {
      const device = { personId: result.personId, token: readDeviceToken(cookies), address: context.address };
      const { deviceToken } = await rememberDevice(world, device);
      return redirect(wayIn(newPassword ? '/' : '/account', 'link', cookies), {
        status: 303,
        headers: signedInCookies({ token: result.token, deviceToken }, world.now()),
      });
    }
    case 'not-taken':
      markFaulty(context);
      return data({ fault: result.fault, why: null } as Answer, { status: 422 });
    case 'refused':
    case 'gone':
      // The page's loader finds nothing to open any more, and no longer knows why.
      return data({ fault: null, why: result.outcome } as Answer, { status: 410 });
    default:
      return result satisfies never;
  }
});

export default function SignInLink() {
  const { locale, person, why } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() as Answer | undefined;
  const words = signInWords(locale).link;
  if (!person) {
    const { title, text, way } = words[answer?.why ?? why];
    return (
      <DoorFrame>
        <Title lede={text}>{title}</Title>
        <Actions>
          <ButtonLink href="/sign-in">{way}</ButtonLink>
        </Actions>
      </DoorFrame>
    );
  }
  const message = answer?.fault ? signInWords(locale).passwordFaults[answer.fault] : undefined;
  return (
    <DoorFrame>
      <Title lede={words.lede}>{signInWords(locale).signIn.title}</Title>
      <div className="stack">
        {message ? <Faults locale={locale} title={words.failed} faults={[{ field: 'new-password', message }]} /> : null}
        <Facts
          items={[
            {
              term: words.person,
              value: (
                <b>
                  <PersonName>{person.fullName}</PersonName>
                </b>
              ),
            },
            { term: words.email, value: person.email },
          ]}
        />
        <form method="post" noValidate>
          <PasswordField
            locale={locale}
            id="new-password"
            label={words.newPassword}
            hint={
              person.hasPassword ? words.keepPasswordHint(PASSWORD_MINIMUM) : words.newPasswordHint(PASSWORD_MINIMUM)
            }
            error={message}
            autoComplete="new-password"
          />
          <Actions>
            <Button>{words.submit}</Button>
          </Actions>
        </form>
        <p className="muted small">{words.notYou}</p>
      </div>
    </DoorFrame>
  );
}
