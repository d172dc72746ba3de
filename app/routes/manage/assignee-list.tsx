import { Form } from '@remix-run/react';
import type { Assignee, AssigneeHead } from '#app/domain/reporting/list-assignees.server.ts';
import { Empty } from '#app/ui/blocks.tsx';
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx';
import { Culm } from '#app/ui/culm.tsx';
import { Field, Select } from '#app/ui/field.tsx';
import { A } from '#app/ui/link.tsx';
import { Note } from '#app/ui/note.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import { PersonName } from '#app/ui/person-name.tsx';
import { Caption, ColumnHead, FoldingCell, FoldingRow, FoldingTable } from '#app/ui/table.tsx';
import { DueTag, StatusTag } from '#app/ui/tag.tsx';
import { Chips, Disclosure, Pager } from '#app/ui/wayfinding.tsx';
import { daysBetween, formatDate } from '#app/words/format.ts';
import type { Locale } from '#app/words/locale.ts';
import { manageWords } from '#app/words/manage.ts';
import { manageAssigneesWords } from '#app/words/manage-assignees.ts';
import { manageAssignmentsWords } from '#app/words/manage-assignments.ts';
import { uiWords } from '#app/words/ui.ts';
import { type AssigneeQuery, assigneePath } from './assignee-query.ts';

type AssigneeListProps = {
  locale: Locale;
  query: AssigneeQuery;
  now: Date;
  today: string;
  head: AssigneeHead;
  assignees: Assignee[];
  previousCursor: string | null;
  nextCursor: string | null;
  done: 'due' | 'undo' | null;
};

/** The people with an assignment in force: totals, search, filters, chips, page by page. */
export function AssigneeList({
  locale,
  query,
  today,
  head,
  assignees,
  previousCursor,
  nextCursor,
  done,
}: AssigneeListProps) {
  const words = manageAssigneesWords(locale);
  const unit = head.unit ? (locale === 'vi' ? head.unit.nameVi : head.unit.nameEn) : null;
  const filters = { ...query, page: '' };
  const chips = [
    ...(unit ? [{ href: assigneePath({ ...filters, unit: '' }), label: words.chips.unit(unit) }] : []),
    ...(query.course
      ? [{ href: assigneePath({ ...filters, course: '' }), label: words.chips.course(query.course) }]
      : []),
    ...(query.state
      ? [{ href: assigneePath({ ...filters, state: '' }), label: words.chips.state(words.states[query.state]) }]
      : []),
    ...(query.search
      ? [{ href: assigneePath({ ...filters, search: '' }), label: words.chips.search(query.search) }]
      : []),
  ];
  const page = (cursor: string | null) => (cursor ? assigneePath({ ...query, page: cursor }) : null);
  return (
    <>
      <Title lede={words.lede(head.totals, query.course || null, unit)}>{words.title}</Title>
      <div className="stack">
        {done ? <Note tone="ok" title={words.done[done]} live /> : null}
        <Filters locale={locale} query={query} head={head} unit={unit} />
        {chips.length > 0 ? <Chips locale={locale} items={chips} clear="/manage/assignees" /> : null}
        {assignees.length === 0 ? (
          chips.length > 0 ? (
            <Empty
              title={words.none}
              actions={
                <ButtonLink look="quiet" href="/manage/assignees">
                  {words.clear}
                </ButtonLink>
              }
            >
              {words.noneText}
            </Empty>
          ) : (
            <Empty
              title={words.noneAtAll}
              actions={<ButtonLink href="/manage/assignments/new">{manageAssignmentsWords(locale).make}</ButtonLink>}
            >
              {words.noneAtAllText}
            </Empty>
          )
        ) : (
          <div>
            <FoldingTable>
              <Caption unseen>{words.caption}</Caption>
              <thead>
                <tr>
                  <ColumnHead sorted="ascending">{words.name}</ColumnHead>
                  <ColumnHead>{words.unit}</ColumnHead>
                  {query.course ? null : <ColumnHead>{words.course}</ColumnHead>}
                  <ColumnHead>{words.read}</ColumnHead>
                  <ColumnHead>{words.state}</ColumnHead>
                  <ColumnHead>{words.due}</ColumnHead>
                  <ColumnHead>{words.last}</ColumnHead>
                  <ColumnHead>{words.act}</ColumnHead>
                </tr>
              </thead>
              <tbody>
                {assignees.map((assignee) => (
                  <AssigneeRow
                    key={assignee.assignmentId}
                    locale={locale}
                    query={query}
                    today={today}
                    assignee={assignee}
                  />
                ))}
              </tbody>
            </FoldingTable>
            {previousCursor || nextCursor ? (
              <Pager locale={locale} previous={page(previousCursor)} next={page(nextCursor)}>
                {words.perPage}
              </Pager>
            ) : null}
          </div>
        )}
      </div>
    </>
  );
}

function Filters({
  locale,
  query,
  head,
  unit,
}: {
  locale: Locale;
  query: AssigneeQuery;
  head: AssigneeHead;
  unit: string | null;
}) {
  const words = manageAssigneesWords(locale);
  const titled = (course: { code: string; titleVi: string; titleEn: string }) =>
    manageWords(locale).courseTitle(course.code, locale === 'vi' ? course.titleVi : course.titleEn);
  return (
    <Form method="get" action="/manage/assignees" role="search" className="stack">
      {query.unit ? <input type="hidden" name="unit" value={query.unit} /> : null}
      <div className="find">
        <Field
          id="q"
          type="search"
          label={words.search}
          defaultValue={query.search}
          autoComplete="off"
          maxLength={100}
        />
        <Button look="quiet" icon="search">
          {words.find}
        </Button>
      </div>
      <Disclosure summary={words.filters}>
        <div className="filters">
          <div className="field">
            <p className="label">{words.unit}</p>
            <p>{unit ?? words.allUnits}</p>
            <A className="more" href={assigneePath({ ...query, page: '' }, { do: 'unit' })}>
              {unit ? words.otherUnit : words.pickUnit}
            </A>
          </div>
          <Select
            key={`course-${query.course}`}
            id="course"
            label={words.course}
            defaultValue={query.course}
            options={[
              { value: '', label: words.allCourses },
              ...head.courses.map((course) => ({ value: course.code, label: titled(course) })),
            ]}
          />
          <Select
            key={`state-${query.state}`}
            id="state"
            label={words.state}
            defaultValue={query.state}
            options={[
              { value: '', label: words.allStates },
              ...(['not-started', 'in-progress', 'overdue', 'completed'] as const).map((state) => ({
                value: state,
                label: words.states[state],
              })),
            ]}
          />
        </div>
        <Actions>
          <Button slim>{words.filter}</Button>
        </Actions>
      </Disclosure>
    </Form>
  );
}

function AssigneeRow({
  locale,
  query,
  today,
  assignee,
}: {
  locale: Locale;
  query: AssigneeQuery;
  today: string;
  assignee: Assignee;
}) {
  const words = manageAssigneesWords(locale);
  const isOpen = assignee.state !== 'completed' && assignee.state !== 'waived';
  const about = words.of(assignee.fullName, assignee.courseCode);
  const ask = (what: 'due' | 'undo') => assigneePath(query, { do: what, assignment: assignee.assignmentId });
  const unit = locale === 'vi' ? assignee.unitVi : assignee.unitEn;
  const above = locale === 'vi' ? assignee.aboveVi : assignee.aboveEn;
  return (
    <FoldingRow>
      {/* biome-ignore lint/a11y/noRedundantRoles: display: block on a phone takes the native role away */}
      <th scope="row" role="rowheader">
        <PersonName>{assignee.fullName}</PersonName>
        <br />
        <span className="muted small nowrap">{assignee.personnelNumber}</span>
      </th>
      <FoldingCell label={words.unit}>
        {unit}
        {above ? `, ${above}` : ''}
      </FoldingCell>
      {query.course ? null : (
        <FoldingCell label={words.course}>
          <abbr title={locale === 'vi' ? assignee.titleVi : assignee.titleEn}>{assignee.courseCode}</abbr>
        </FoldingCell>
      )}
      <FoldingCell label={words.read}>
        <span className="small">{uiWords(locale).lessons(assignee.lessonsRead, assignee.lessons)}</span>
        <Culm done={assignee.lessonsRead} all={assignee.lessons} />
      </FoldingCell>
      <FoldingCell label={words.state} className="nowrap">
        <State locale={locale} today={today} assignee={assignee} />
      </FoldingCell>
      <FoldingCell label={words.due} className="nowrap">
        {formatDate(locale, assignee.due)}
      </FoldingCell>
      <FoldingCell label={words.last} className="nowrap">
        {lastSeen(locale, assignee.lastActivityAt, today)}
      </FoldingCell>
      <FoldingCell label={words.act}>
        {isOpen ? (
          <span className="ways">
            <A href={ask('due')}>
              {words.changeDue}
              <span className="unseen"> {about}</span>
            </A>
            <A href={ask('undo')}>
              {words.undo}
              <span className="unseen"> {about}</span>
            </A>
          </span>
        ) : (
          '–'
        )}
      </FoldingCell>
    </FoldingRow>
  );
}

/** Passed and since when; overdue and by how many days; soon due; else whether it was begun. */
function State({ locale, today, assignee }: { locale: Locale; today: string; assignee: Assignee }) {
  const words = manageAssigneesWords(locale);
  if (assignee.state === 'completed') {
    return (
      <StatusTag locale={locale} status="passed">
        {assignee.completedAt ? words.passedOn(assignee.completedAt) : words.states.completed}
      </StatusTag>
    );
  }
  if (assignee.state === 'waived') return <StatusTag locale={locale} status="waived" />;
  const days = daysBetween(today, assignee.due);
  if (days <= SOON_DAYS) return <DueTag locale={locale} dueAt={assignee.due} now={today} />;
  return <StatusTag locale={locale} status={assignee.state === 'in-progress' ? 'learning' : 'notStarted'} />;
}

const SOON_DAYS = 7;

function lastSeen(locale: Locale, at: Date | null, today: string): string {
  const words = manageAssigneesWords(locale);
  if (!at) return words.never;
  const days = daysBetween(at, today);
  return days <= 0 ? words.today : days === 1 ? words.yesterday : formatDate(locale, at);
}
