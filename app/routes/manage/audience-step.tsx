import type { CourseToAssign, StaffLine } from '#app/domain/training/find-audience.server.ts';
import type { UnitPage } from '#app/domain/training/find-units.server.ts';
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx';
import { type Fault, Faults } from '#app/ui/faults.tsx';
import { Choice, DateFields, FieldGroup, Select } from '#app/ui/field.tsx';
import { Icon } from '#app/ui/icon.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import { PersonName } from '#app/ui/person-name.tsx';
import { Segments } from '#app/ui/wayfinding.tsx';
import type { Locale } from '#app/words/locale.ts';
import { manageWords } from '#app/words/manage.ts';
import { manageAudienceWords } from '#app/words/manage-audience.ts';
import { manageNewAssignmentWords } from '#app/words/manage-new-assignment.ts';
import { type Draft, draftPath } from './assignment-draft.ts';
import { DraftInputs } from './draft-inputs.tsx';
import type { DraftFault } from './new-assignment.tsx';
import { UnitFinder } from './unit-finder.tsx';

type Person = Omit<StaffLine, 'email'>;
type Name = { code: string; nameVi: string; nameEn: string };

export type UnitChoice = { by: 'unit'; search: string; at: string; page: UnitPage };
export type PeopleChoice = {
  by: 'people';
  search: string;
  within: string;
  roots: Name[];
  chosen: Person[];
  people: Person[];
  previousCursor: string | null;
  nextCursor: string | null;
};

type AudienceStepProps = {
  locale: Locale;
  today: string;
  draft: Draft;
  course: CourseToAssign;
  choice: UnitChoice | PeopleChoice;
  faults: DraftFault[];
};

const CHOSEN_LIMIT = 200;
const FIELD = { unit: 'unit', people: 'people', 'too-many': 'chosen', course: 'course' } as const;

/** The due day of four weeks on, for an example that could be typed. */
const example = (today: string) => {
  const [year, month, day] = new Date(Date.parse(today) + 28 * 86_400_000).toISOString().slice(0, 10).split('-');
  return `${day} ${month} ${year}`;
};

/** Step 2, inside one GET form: who, and by when. */
export function AudienceStep({ locale, today, draft, course, choice, faults }: AudienceStepProps) {
  const words = manageAudienceWords(locale);
  const courseWords = manageNewAssignmentWords(locale).course;
  const text = (fault: DraftFault): string => {
    if (fault === 'too-many') return words.faults['too-many'](CHOSEN_LIMIT);
    if (fault === 'due-not-after-today') return words.faults['due-not-after-today'](today);
    return fault === 'course' ? courseWords.missing : words.faults[fault];
  };
  const listed: Fault[] = faults.map((fault) => ({
    field: fault in FIELD ? FIELD[fault as keyof typeof FIELD] : 'due-day',
    message: text(fault),
  }));
  const errorOf = (field: string) => listed.find((fault) => fault.field === field)?.message ?? null;
  const title = manageWords(locale).courseTitle(course.code, locale === 'vi' ? course.titleVi : course.titleEn);
  const other = (by: Draft['by']) => draftPath({ ...draft, by });
  return (
    <>
      {listed.length > 0 ? <Faults locale={locale} title={words.failed} faults={listed} /> : null}
      <Title
        lede={`${title}. ${courseWords.meta(course.lessonCount, locale === 'vi' ? course.minutesVi : course.minutesEn)}.`}
      >
        {words.title}
      </Title>
      <div className="stack">
        <Segments
          label={words.by}
          items={[
            { href: other('unit'), label: words.byUnit, current: choice.by === 'unit' },
            { href: other('people'), label: words.byPerson, current: choice.by === 'people' },
          ]}
        />
        <div className="split halves">
          {choice.by === 'unit' ? (
            <FieldGroup id="unit" legend={words.unit} hint={words.unitHint} error={errorOf('unit')} tabIndex={-1}>
              <DraftInputs draft={draft} without={['unit', 'sub', 'due', 'by']} />
              <UnitFinder
                locale={locale}
                at={choice.at}
                search={choice.search}
                page={choice.page}
                chosen={draft.unit}
              />
            </FieldGroup>
          ) : (
            <PeopleFinder locale={locale} draft={draft} choice={choice} error={errorOf('people')} />
          )}
          <div>
            {choice.by === 'unit' ? (
              <FieldGroup id="sub" legend={words.subunits}>
                <Choice name="sub" value="1" defaultChecked={draft.withSubunits} label={words.withSubunits} />
                <Choice name="sub" value="0" defaultChecked={!draft.withSubunits} label={words.withoutSubunits} />
              </FieldGroup>
            ) : (
              <Chosen locale={locale} choice={choice} error={errorOf('chosen')} />
            )}
            <DateFields
              locale={locale}
              id="due"
              legend={words.due}
              hint={words.dueHint(example(today))}
              error={errorOf('due-day')}
              value={{ day: draft.day, month: draft.month, year: draft.year }}
            />
          </div>
        </div>
        <Actions className="section">
          <Button name="go" value="preview">
            {words.preview}
          </Button>
          <ButtonLink look="quiet" href={draftPath({ ...draft, course: '' })}>
            {words.back}
          </ButtonLink>
          <p className="muted small">{words.nothingYet}</p>
        </Actions>
      </div>
    </>
  );
}

function PersonChoice({ locale, person, isChosen }: { locale: Locale; person: Person; isChosen: boolean }) {
  const words = manageAudienceWords(locale);
  const unit = locale === 'vi' ? [person.unitVi, person.aboveVi] : [person.unitEn, person.aboveEn];
  return (
    <li>
      <Choice
        type="checkbox"
        name="p"
        value={person.id}
        defaultChecked={isChosen}
        label={<PersonName>{person.fullName}</PersonName>}
        hint={[...unit, words.numbered(person.personnelNumber)].filter(Boolean).join(', ')}
      />
    </li>
  );
}

function PeopleFinder({
  locale,
  draft,
  choice,
  error,
}: {
  locale: Locale;
  draft: Draft;
  choice: PeopleChoice;
  error: string | null;
}) {
  const words = manageAudienceWords(locale);
  const { previousCursor, nextCursor } = choice;
  return (
    <FieldGroup id="people" legend={words.findPerson} hint={words.findPersonHint} error={error} tabIndex={-1}>
      <DraftInputs
        draft={{ ...draft, within: choice.roots.length > 1 ? '' : choice.within }}
        without={['people', 'due']}
      />
      {choice.roots.length > 1 ? (
        <Select
          id="within"
          label={words.within}
          defaultValue={choice.within}
          options={choice.roots.map((root) => ({
            value: root.code,
            label: locale === 'vi' ? root.nameVi : root.nameEn,
          }))}
        />
      ) : null}
      <div className="find">
        <div className="field">
          <label htmlFor="q" className="unseen">
            {words.findPerson}
          </label>
          <input
            id="q"
            name="q"
            type="search"
            defaultValue={choice.search}
            autoComplete="off"
            maxLength={100}
            aria-describedby="people-hint"
          />
        </div>
        <Button look="quiet" icon="search" name="page" value="">
          {words.find}
        </Button>
      </div>
      {choice.people.length === 0 ? (
        <p className="muted">{words.nobody}</p>
      ) : (
        <>
          <ul className="treelist top" aria-label={words.people}>
            {choice.people.map((person) => (
              <PersonChoice key={person.id} locale={locale} person={person} isChosen={false} />
            ))}
          </ul>
          <div className="acts">
            <Button look="quiet" slim icon="plus" name="page" value="">
              {words.add}
            </Button>
            {previousCursor ? (
              <Button look="quiet" slim icon="left" name="page" value={previousCursor}>
                {words.previous}
              </Button>
            ) : null}
            {nextCursor ? (
              <Button look="quiet" slim name="page" value={nextCursor}>
                {words.next}
                <Icon name="right" />
              </Button>
            ) : null}
          </div>
        </>
      )}
    </FieldGroup>
  );
}

function Chosen({ locale, choice, error }: { locale: Locale; choice: PeopleChoice; error: string | null }) {
  const words = manageAudienceWords(locale);
  return (
    <FieldGroup
      id="chosen"
      legend={words.chosen(choice.chosen.length)}
      hint={choice.chosen.length > 0 ? words.chosenHint : null}
      error={error}
      tabIndex={-1}
    >
      {choice.chosen.length > 0 ? (
        <ul className="treelist top">
          {choice.chosen.map((person) => (
            <PersonChoice key={person.id} locale={locale} person={person} isChosen />
          ))}
        </ul>
      ) : null}
    </FieldGroup>
  );
}
