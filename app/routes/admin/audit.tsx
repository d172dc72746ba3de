import type { MetaFunction } from '@remix-run/node';
import { useLoaderData, useLocation } from '@remix-run/react';
import { Fragment } from 'react';
import { NO_ACCOUNT } from '#app/domain/ledger/audit-subjects.ts';
import { type ListedAuditEvent, listAudit } from '#app/domain/reporting/list-audit.server.ts';
import { serveActor } from '#app/http/serve.server.ts';
import { Empty } from '#app/ui/blocks.tsx';
import { A } from '#app/ui/link.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import { PersonName } from '#app/ui/person-name.tsx';
import { Caption, ColumnHead, FoldingCell, FoldingRow, FoldingTable } from '#app/ui/table.tsx';
import { Disclosure, Pager } from '#app/ui/wayfinding.tsx';
import { auditWords } from '#app/words/audit.ts';
import { formatDateTime } from '#app/words/format.ts';
import type { Locale } from '#app/words/locale.ts';
import { manageWords } from '#app/words/manage.ts';
import { pageTitle } from '#app/words/page-title.ts';
import { AdminFrame } from './admin-frame.tsx';
import { pageLinks } from './page-links.ts';
import { requireAdministrator } from './require-administrator.server.ts';

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  const locale = data?.locale ?? 'vi';
  return [{ title: pageTitle(locale, auditWords(locale).title) }];
};

export const loader = serveActor(async ({ request, world, actor, locale }) => {
  requireAdministrator(actor);
  const { events, nextCursor } = await listAudit({ db: world.heavy.page }, actor, {
    cursor: new URL(request.url).searchParams.get('cursor'),
  });
  return {
    locale,
    nextCursor,
    events: events.map((event) => ({
      id: event.id,
      at: event.at,
      action: event.action,
      actorName: event.actorName,
      subjectType: event.subjectType,
      subjectId: event.subjectId,
      subject: namesOf(locale, event.subject),
      unit: locale === 'vi' ? event.agencyNameVi : event.agencyNameEn,
      unitCode: event.agencyCode,
      // As text: what was recorded is shown as it was recorded.
      before: event.before === null ? null : JSON.stringify(event.before, null, 1),
      after: event.after === null ? null : JSON.stringify(event.after, null, 1),
    })),
  };
});

export default function Audit() {
  const { locale, events, nextCursor } = useLoaderData<typeof loader>();
  const location = useLocation();
  const words = auditWords(locale);
  const { next, previous } = pageLinks(location.pathname, location.search, nextCursor);
  return (
    <AdminFrame>
      <Title lede={words.lede}>{words.title}</Title>
      {events.length === 0 ? (
        <Empty title={words.none.title}>{words.none.text}</Empty>
      ) : (
        <div className="stack">
          <FoldingTable>
            <Caption unseen>{words.caption}</Caption>
            <thead>
              <tr>
                <ColumnHead sorted="descending">{words.at}</ColumnHead>
                <ColumnHead>{words.who}</ColumnHead>
                <ColumnHead>{words.what}</ColumnHead>
                <ColumnHead>{words.subject}</ColumnHead>
                <ColumnHead>{words.unit}</ColumnHead>
                <ColumnHead>{words.details}</ColumnHead>
              </tr>
            </thead>
            <tbody>
              {events.map((event) => (
                <FoldingRow key={event.id}>
                  <th scope="row">
                    <time dateTime={event.at.toISOString()}>{formatDateTime(locale, event.at, { seconds: true })}</time>
                  </th>
                  <FoldingCell label={words.who}>
                    {event.actorName ? <PersonName>{event.actorName}</PersonName> : words.system}
                  </FoldingCell>
                  <FoldingCell label={words.what}>{words.actions[event.action] ?? event.action}</FoldingCell>
                  <FoldingCell label={words.subject}>
                    <Subject words={words} event={event} />
                  </FoldingCell>
                  <FoldingCell label={words.unit}>{event.unit ? `${event.unit} (${event.unitCode})` : '–'}</FoldingCell>
                  {/* biome-ignore lint/a11y/noRedundantRoles: display: block on a phone takes the native role away */}
                  <td role="cell" data-label={words.details}>
                    {event.before || event.after ? (
                      <Disclosure summary={<span className="nowrap">{words.details}</span>}>
                        <Recorded label={words.before} text={event.before} />
                        <Recorded label={words.after} text={event.after} />
                      </Disclosure>
                    ) : (
                      <span>–</span>
                    )}
                  </td>
                </FoldingRow>
              ))}
            </tbody>
          </FoldingTable>
          <Pager locale={locale} next={next} previous={previous}>
            {words.order}
          </Pager>
        </div>
      )}
    </AdminFrame>
  );
}

/** The names of a subject in the language of the page. */
function namesOf(locale: Locale, subject: ListedAuditEvent['subject']) {
  if (!subject) return null;
  const { personId, personName, courseCode } = subject;
  const course = locale === 'vi' ? subject.courseVi : subject.courseEn;
  return {
    personId,
    personName,
    course: courseCode && course ? manageWords(locale).courseTitle(courseCode, course) : null,
    unit: locale === 'vi' ? subject.unitVi : subject.unitEn,
  };
}

type SubjectProps = {
  words: ReturnType<typeof auditWords>;
  event: { subjectType: string; subjectId: string; subject: ReturnType<typeof namesOf> };
};

/** Whom, which course and which unit the act was about; of what has no name, its kind and the end of its id. */
function Subject({ words, event: { subjectType, subjectId, subject } }: SubjectProps) {
  const parts = [
    subject?.personName && subject.personId ? (
      <A key="person" href={`/admin/people/${subject.personId}`}>
        <PersonName>{subject.personName}</PersonName>
      </A>
    ) : null,
    subject?.course ? <span key="course">{subject.course}</span> : null,
    subject?.unit ? <span key="unit">{subject.unit}</span> : null,
  ].filter((part) => part !== null);
  if (subjectId === NO_ACCOUNT) return <>{words.noAccount}</>;
  if (parts.length === 0) return <>{`${words.kinds[subjectType] ?? subjectType} ${subjectId.slice(-12)}`}</>;
  return (
    <>
      {parts.map((part, at) => (
        <Fragment key={part.key}>
          {at > 0 ? <br /> : null}
          {part}
        </Fragment>
      ))}
    </>
  );
}

function Recorded({ label, text }: { label: string; text: string | null }) {
  if (text === null) return null;
  return (
    <p className="small">
      <b>{label}</b> <code>{text}</code>
    </p>
  );
}
