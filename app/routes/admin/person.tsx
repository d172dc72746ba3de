import { data, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { addGrant, endGrant } from '#app/domain/accounts/grants.server.ts';
import { getPerson } from '#app/domain/accounts/list-people.server.ts';
import { type Role, scopeOf } from '#app/domain/accounts/policy.ts';
import { type HeldAppointment, listAppointments } from '#app/domain/accounts/read-account.server.ts';
import { createSignInLink } from '#app/domain/accounts/sign-in-links.server.ts';
import { signOutPerson } from '#app/domain/accounts/sign-out-person.server.ts';
import { Id, parseId } from '#app/domain/ids.ts';
import { findUnits } from '#app/domain/training/find-units.server.ts';
import { isFaulty, markFaulty } from '#app/http/faulty.server.ts';
import { serveActor } from '#app/http/serve.server.ts';
import { Row, Rows } from '#app/ui/blocks.tsx';
import { Actions, Button } from '#app/ui/button.tsx';
import { Facts } from '#app/ui/facts.tsx';
import { type Fault, Faults } from '#app/ui/faults.tsx';
import { Field, TextArea } from '#app/ui/field.tsx';
import { Note } from '#app/ui/note.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import { PersonName } from '#app/ui/person-name.tsx';
import { Crumbs } from '#app/ui/wayfinding.tsx';
import { adminWords } from '#app/words/admin.ts';
import { formatDate } from '#app/words/format.ts';
import type { Locale } from '#app/words/locale.ts';
import { pageTitle } from '#app/words/page-title.ts';
import { AccountState } from './account-state.tsx';
import { AdminFrame } from './admin-frame.tsx';
import { type Chosen, GrantForm, ROLES } from './grant-form.tsx';
import { requireAdministrator } from './require-administrator.server.ts';

const LINK_HOURS = 24;
const UNITS_A_PAGE = 12;
const DONE = ['granted', 'already-granted', 'ended', 'already-ended', 'signed-out'] as const;

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  const locale = data?.locale ?? 'vi';
  return [{ title: pageTitle(locale, data?.person.fullName ?? adminWords(locale).people.title, data?.isFaulty) }];
};

export const loader = serveActor(async ({ request, params, context, world, actor, locale }) => {
  requireAdministrator(actor);
  const personId = parseId(params.personId);
  const { searchParams } = new URL(request.url);
  const unitSearch = (searchParams.get('unit') ?? '').slice(0, 200).trim();
  const person = await getPerson(world, actor, personId);
  const from = searchParams.get('from');
  const scope = scopeOf(actor, 'administer');
  const [appointments, found] = await Promise.all([
    listAppointments(world.db, personId),
    unitSearch ? findUnits(world.heavy.page, { scope, search: unitSearch, cursor: from, take: UNITS_A_PAGE }) : null,
  ]);
  return {
    locale,
    isFaulty: isFaulty(context),
    done: DONE.find((each) => each === searchParams.get('done')) ?? null,
    unitSearch,
    units: found && {
      ...found,
      from,
      units: found.units.map(({ id, code, nameVi, nameEn, path }) => ({
        id,
        code,
        name: locale === 'vi' ? nameVi : nameEn,
        above: path.map((each) => (locale === 'vi' ? each.nameVi : each.nameEn)).reverse(),
      })),
    },
    appointments,
    person: {
      id: person.id,
      fullName: person.fullName,
      personnelNumber: person.personnelNumber,
      email: person.email,
      state: person.deactivatedAt
        ? ('deactivated' as const)
        : person.hasPassword
          ? ('ready' as const)
          : ('noPassword' as const),
      grants: person.grants.map((grant) => ({
        id: grant.id,
        role: grant.role,
        unit: `${locale === 'vi' ? grant.agencyNameVi : grant.agencyNameEn} (${grant.agencyCode})`,
        createdAt: grant.createdAt,
      })),
    },
  };
});

type Answer = {
  link?: string;
  errors?: { unit?: boolean; role?: boolean; ownGrant?: boolean };
  /** What was chosen stays chosen. */
  chosen?: Chosen;
};

/** One deed a form: give a grant, end one, make a sign-in link, sign out everywhere. */
export const action = serveActor(async ({ request, params, context, world, actor }) => {
  requireAdministrator(actor);
  const personId = parseId(params.personId);
  const form = await request.formData();
  const by = { requestId: context.requestId, address: context.address };
  const asked = { personId, ...by };
  const done = (what: (typeof DONE)[number]) => redirect(`/admin/people/${personId}?done=${what}`, { status: 303 });
  const refuse = (errors: NonNullable<Answer['errors']>, status = 422) => {
    markFaulty(context);
    const chosen = { agencyId: String(form.get('agencyId') ?? ''), role: String(form.get('role') ?? '') };
    return data({ errors, chosen } as Answer, { status });
  };
  switch (form.get('intent')) {
    case 'grant': {
      const role = ROLES.find((each) => each === form.get('role'));
      const agency = Id.safeParse(form.get('agencyId'));
      if (!role || !agency.success) {
        return refuse({ ...(role ? {} : { role: true }), ...(agency.success ? {} : { unit: true }) });
      }
      const { outcome } = await addGrant(world, actor, { ...asked, role, agencyId: agency.data });
      return done(outcome);
    }
    case 'end-grant': {
      const grantId = parseId(String(form.get('grantId') ?? ''));
      const { outcome } = await endGrant(world, actor, { grantId, ...by });
      return outcome === 'own-grant' ? refuse({ ownGrant: true }, 409) : done(outcome);
    }
    case 'link': {
      // The secret is in this one answer and nowhere else: no redirect, no address, no log.
      const token = await createSignInLink(world, { ...asked, createdById: actor.personId, validHours: LINK_HOURS });
      return data({ link: `${world.appUrl}/sign-in/link/${token}` } as Answer);
    }
    case 'sign-out':
      await signOutPerson(world, actor, asked);
      return done('signed-out');
    default:
      return redirect(`/admin/people/${personId}`, { status: 303 });
  }
});

function faultsOf(locale: Locale, errors: Answer['errors']): Fault[] {
  const words = adminWords(locale).person.errors;
  return [
    ...(errors?.unit ? [{ field: 'agency', message: words.unit }] : []),
    ...(errors?.role ? [{ field: 'role', message: words.role }] : []),
    ...(errors?.ownGrant ? [{ field: 'grants', message: words.ownGrant }] : []),
  ];
}

export default function Person() {
  const { locale, person, appointments, done, units, unitSearch } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() as Answer | undefined;
  const all = adminWords(locale);
  const words = all.person;
  const faults = faultsOf(locale, answer?.errors);
  return (
    <AdminFrame>
      {faults.length > 0 ? <Faults locale={locale} title={words.failed} faults={faults} /> : null}
      <Crumbs
        locale={locale}
        items={[{ href: '/admin/people', label: all.people.title }]}
        here={<PersonName>{person.fullName}</PersonName>}
      />
      <Title>
        <PersonName>{person.fullName}</PersonName>
      </Title>
      <div className="stack-wide">
        {answer?.link ? (
          <Note tone="ok" title={words.link.title}>
            <p>{words.link.text}</p>
            <TextArea
              id="link"
              label={words.link.label}
              defaultValue={answer.link}
              readOnly
              rows={3}
              spellCheck={false}
            />
          </Note>
        ) : null}
        {done && !answer ? (
          <Note tone="ok" title={words.done[done].title}>
            {words.done[done].text}
          </Note>
        ) : null}
        <section aria-labelledby="about">
          <h2 id="about">{words.about}</h2>
          <Facts
            wide
            className="spaced"
            items={[
              { term: words.number, value: <span className="fig">{person.personnelNumber}</span> },
              { term: words.email, value: person.email },
              { term: words.state, value: <AccountState locale={locale} state={person.state} /> },
            ]}
          />
        </section>
        <Appointments locale={locale} appointments={appointments} />
        <Grants locale={locale} grants={person.grants} />
        <section className="section" aria-labelledby="add">
          <h2 id="add">{words.add}</h2>
          <form method="get" action={`/admin/people/${person.id}#add`} className="find">
            <Field
              id="unit"
              type="search"
              label={words.unitSearch}
              hint={words.unitSearchHint}
              defaultValue={unitSearch}
              autoComplete="off"
            />
            <Button look="quiet">{words.findUnit}</Button>
          </form>
          {units && units.count === 0 ? <p>{words.noUnits(unitSearch)}</p> : null}
          {units && units.count > 0 ? (
            <GrantForm
              locale={locale}
              here={`/admin/people/${person.id}`}
              page={units}
              faults={faults}
              query={unitSearch}
              chosen={answer?.chosen}
            />
          ) : null}
        </section>
        <section className="section" aria-labelledby="access">
          <h2 id="access">{words.access}</h2>
          {person.state === 'deactivated' ? null : (
            <form method="post" action={`/admin/people/${person.id}`} className="stack">
              <p>{words.linkHint}</p>
              <Actions>
                <Button look="quiet" name="intent" value="link">
                  {words.makeLink}
                </Button>
              </Actions>
            </form>
          )}
          <form method="post" action={`/admin/people/${person.id}`} className="stack">
            <p>{words.signOutHint}</p>
            <Actions>
              <Button look="quiet" name="intent" value="sign-out">
                {words.signOut}
              </Button>
            </Actions>
          </form>
        </section>
      </div>
    </AdminFrame>
  );
}

function Appointments({ locale, appointments }: { locale: Locale; appointments: readonly HeldAppointment[] }) {
  const words = adminWords(locale).person;
  return (
    <section className="section" aria-labelledby="appointments">
      <h2 id="appointments">{words.appointments}</h2>
      {appointments.length === 0 ? <p>{words.noAppointments}</p> : null}
      <Rows>
        {appointments.map((each) => (
          <Row
            key={each.id}
            title={(locale === 'vi' ? each.agencyVi : each.agencyEn).join(', ')}
            meta={[
              each.isPrimary ? each.position : `${each.position} (${words.secondary})`,
              words.period(formatDate(locale, each.validFrom), each.validTo ? formatDate(locale, each.validTo) : null),
              each.agencyCode,
            ]}
            end={<span className="small">{words.appointmentStates[each.state]}</span>}
          />
        ))}
      </Rows>
    </section>
  );
}

type ShownGrant = { id: string; role: Role; unit: string; createdAt: string };

function Grants({ locale, grants }: { locale: Locale; grants: readonly ShownGrant[] }) {
  const { person: words, roles } = adminWords(locale);
  return (
    <section className="section" aria-labelledby="grants">
      <h2 id="grants">{words.grants}</h2>
      {grants.length === 0 ? <p>{words.noGrants}</p> : null}
      <Rows>
        {grants.map((grant) => (
          <Row
            key={grant.id}
            title={roles[grant.role]}
            meta={[grant.unit, words.since(formatDate(locale, grant.createdAt))]}
            end={
              <form method="post">
                <input type="hidden" name="grantId" value={grant.id} />
                <Button look="quiet" slim name="intent" value="end-grant">
                  {words.endGrant}
                  <span className="unseen">: {words.endGrantOf(roles[grant.role], grant.unit)}</span>
                </Button>
              </form>
            }
          />
        ))}
      </Rows>
    </section>
  );
}
