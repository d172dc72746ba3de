import { data, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { acknowledgeNotice, isSessionOfLink, listNotices } from '#app/domain/accounts/account-notices.server.ts';
import { changePassword, setPassword } from '#app/domain/accounts/change-password.server.ts';
import { deviceEnd, rememberDevice } from '#app/domain/accounts/known-devices.server.ts';
import { PASSWORD_MINIMUM, type PasswordFault } from '#app/domain/accounts/password-rule.ts';
import { readAccount } from '#app/domain/accounts/read-account.server.ts';
import { parseId } from '#app/domain/ids.ts';
import { isFaulty, markFaulty } from '#app/http/faulty.server.ts';
import { serveActor } from '#app/http/serve.server.ts';
import { deviceCookie, readDeviceToken } from '#app/http/session-cookie.ts';
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx';
import { Facts } from '#app/ui/facts.tsx';
import { type Fault, Faults } from '#app/ui/faults.tsx';
import { Choice, FieldGroup, PasswordField } from '#app/ui/field.tsx';
import { Note } from '#app/ui/note.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import { PersonName } from '#app/ui/person-name.tsx';
import { accountWords } from '#app/words/account.ts';
import { type Locale, locales } from '#app/words/locale.ts';
import { pageTitle } from '#app/words/page-title.ts';
import { shellWords } from '#app/words/shell.ts';
import { signInWords } from '#app/words/sign-in.ts';
import { Site } from '../site.tsx';
import { AccountNotices } from './account-notices.tsx';

export { pageHeaders as headers } from '#app/http/page-headers.ts';

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  const locale = data?.locale ?? 'vi';
  return [{ title: pageTitle(locale, accountWords(locale).title, data?.isFaulty) }];
};

export const loader = serveActor(async ({ request, context, world, actor, locale }) => {
  const notices = await listNotices(world.db, actor.personId);
  return {
    locale,
    theme: actor.theme,
    isFaulty: isFaulty(context),
    isPasswordChanged: new URL(request.url).searchParams.get('done') === 'password',
    account: await readAccount(world.db, actor.personId),
    notices,
    canAcknowledge: notices.length > 0 && !(await isSessionOfLink(world.db, actor.sessionId)),
  };
});

type Answer = {
  current?: 'current' | 'wrong';
  next?: 'next' | PasswordFault;
  waitSeconds?: number;
};

/** Sets the first password, or changes it. What was typed as a password is never sent back. */
export const action = serveActor(async ({ request, context, world, actor }) => {
  const form = await request.formData();
  if (form.get('intent') === 'acknowledge') {
    await acknowledgeNotice(world, actor, parseId(String(form.get('noticeId') ?? '')));
    return redirect('/account', { status: 303 });
  }
  const [current, next] = [form.get('current-password'), form.get('new-password')];
  const answer = (status: number, faults: Answer, headers: Record<string, string> = {}) => {
    markFaulty(context);
    return data(faults, { status, headers });
  };
  const isFirst = form.get('first') === '1';
  const missing: Answer = {
    ...(isFirst || current ? {} : { current: 'current' as const }),
    ...(next ? {} : { next: 'next' as const }),
  };
  if (missing.current || missing.next) return answer(422, missing);
  const result = isFirst
    ? await setPassword(world, actor, { next: String(next), requestId: context.requestId, address: context.address })
    : await changePassword(world, actor, {
        current: String(current),
        next: String(next),
        requestId: context.requestId,
        address: context.address,
      });
  switch (result.outcome) {
    case 'changed': {
      // With the old password every device was forgotten, and she sits at one.
      const token = readDeviceToken(request.headers.get('Cookie') ?? undefined);
      const { deviceToken } = await rememberDevice(world, {
        personId: actor.personId,
        token,
        address: context.address,
      });
      return redirect('/account?done=password', {
        status: 303,
        headers: { 'Set-Cookie': deviceCookie(deviceToken, deviceEnd(world.now())) },
      });
    }
    case 'wrong-password':
      return answer(422, { current: 'wrong' });
    case 'not-taken':
      return answer(422, { next: result.fault });
    case 'wait':
      return answer(429, { waitSeconds: result.seconds }, { 'Retry-After': String(result.seconds) });
    default:
      return result satisfies never;
  }
});

function faultsOf(locale: Locale, answer: Answer | undefined): Fault[] {
  if (!answer) return [];
  const words = accountWords(locale).errors;
  const { current, next, waitSeconds } = answer;
  return [
    ...(waitSeconds ? [{ field: 'current-password', message: words.wait(waitSeconds) }] : []),
    ...(current ? [{ field: 'current-password', message: words[current] }] : []),
    ...(next
      ? [{ field: 'new-password', message: next === 'next' ? words.next : signInWords(locale).passwordFaults[next] }]
      : []),
  ];
}

export default function AccountPage() {
  const { locale, theme, account, isPasswordChanged, notices, canAcknowledge } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() as Answer | undefined;
  const words = accountWords(locale);
  const faults = faultsOf(locale, answer);
  const units = account.appointments.map((each) => (
    <span key={each.id}>
      {(locale === 'vi' ? each.agencyVi : each.agencyEn).join(', ')}
      <br />
      <span className="muted small">{each.position}</span>
    </span>
  ));
  return (
    <Site width="narrow">
      {faults.length > 0 ? <Faults locale={locale} title={words.failed} faults={faults} /> : null}
      <Title>{words.title}</Title>
      <div className="stack-wide">
        <AccountNotices locale={locale} notices={notices} canAcknowledge={canAcknowledge} />
        {isPasswordChanged && faults.length === 0 ? (
          <Note tone="ok" title={words.changed.title}>
            {words.changed.text}
          </Note>
        ) : null}
        <section aria-labelledby="about">
          <h2 id="about">{words.about}</h2>
          <Facts
            wide
            className="spaced"
            items={[
              {
                term: words.name,
                value: (
                  <b>
                    <PersonName>{account.fullName}</PersonName>
                  </b>
                ),
              },
              { term: words.number, value: <span className="fig">{account.personnelNumber}</span> },
              { term: words.email, value: account.email },
              { term: words.unit, value: units.length > 0 ? units : words.noUnit },
            ]}
          />
          <p className="small muted">{words.aboutHint}</p>
          <Actions>
            <ButtonLink look="quiet" href="/certificates">
              {words.certificates}
            </ButtonLink>
          </Actions>
        </section>
        <Preferences locale={locale} theme={theme} />
        <Password locale={locale} email={account.email} hasPassword={account.hasPassword} faults={faults} />
        <section className="section" aria-labelledby="leaving">
          <h2 id="leaving">{words.signOut}</h2>
          <p>{words.signOutHint}</p>
          <form method="post" action="/sign-out">
            <Actions>
              <Button look="quiet">{words.signOut}</Button>
              <Button look="quiet" name="everywhere" value="1">
                {words.signOutEverywhere}
              </Button>
            </Actions>
          </form>
        </section>
      </div>
    </Site>
  );
}

function Preferences({ locale, theme }: { locale: Locale; theme: 'auto' | 'light' | 'dark' }) {
  const words = accountWords(locale);
  const themes = shellWords(locale).themes;
  return (
    <section className="section" aria-labelledby="preferences">
      <h2 id="preferences">{words.preferences}</h2>
      <p>{words.preferencesHint}</p>
      <form method="post" action="/preferences">
        <input type="hidden" name="returnTo" value="/account" />
        <FieldGroup id="language" legend={words.language}>
          {locales.map((each) => (
            <Choice
              key={each}
              name="locale"
              value={each}
              defaultChecked={each === locale}
              label={<span lang={each}>{words.languages[each]}</span>}
            />
          ))}
        </FieldGroup>
        <FieldGroup id="theme" legend={words.theme}>
          {(['auto', 'light', 'dark'] as const).map((each) => (
            <Choice key={each} name="theme" value={each} defaultChecked={each === theme} label={themes[each]} />
          ))}
        </FieldGroup>
        <Actions>
          <Button look="quiet">{words.save}</Button>
        </Actions>
      </form>
    </section>
  );
}

type PasswordProps = { locale: Locale; email: string; hasPassword: boolean; faults: readonly Fault[] };

function Password({ locale, email, hasPassword, faults }: PasswordProps) {
  const words = accountWords(locale);
  const messageOf = (field: string) => faults.find((fault) => fault.field === field)?.message;
  return (
    <section className="section" aria-labelledby="password">
      <h2 id="password">{words.password}</h2>
      <p>{hasPassword ? words.changeHint : words.setHint}</p>
      <form method="post" action="/account" noValidate>
        {/* For password managers: whose password it is. */}
        <input type="text" autoComplete="username" value={email} readOnly hidden />
        {hasPassword ? (
          <PasswordField
            locale={locale}
            id="current-password"
            label={words.current}
            error={messageOf('current-password')}
          />
        ) : (
          <input type="hidden" name="first" value="1" />
        )}
        <PasswordField
          locale={locale}
          id="new-password"
          label={words.next}
          hint={words.nextHint(PASSWORD_MINIMUM)}
          error={messageOf('new-password')}
          autoComplete="new-password"
        />
        <Actions>
          <Button>{hasPassword ? words.change : words.set}</Button>
        </Actions>
      </form>
    </section>
  );
}
