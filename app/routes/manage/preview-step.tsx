import type { UnitNames } from '#app/domain/training/audience.server.ts';
import type { BatchPreview, PreviewCounts, PreviewPerson } from '#app/domain/training/preview-batch.server.ts';
import { Empty } from '#app/ui/blocks.tsx';
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx';
import { Faults } from '#app/ui/faults.tsx';
import { TextArea } from '#app/ui/field.tsx';
import { A } from '#app/ui/link.tsx';
import { Note } from '#app/ui/note.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import { PersonName } from '#app/ui/person-name.tsx';
import { Caption, ColumnHead, FoldingCell, FoldingRow, FoldingTable } from '#app/ui/table.tsx';
import { Tag } from '#app/ui/tag.tsx';
import { Disclosure } from '#app/ui/wayfinding.tsx';
import { daysBetween, formatNumber } from '#app/words/format.ts';
import type { Locale } from '#app/words/locale.ts';
import { manageWords } from '#app/words/manage.ts';
import { manageNewAssignmentWords } from '#app/words/manage-new-assignment.ts';
import { type Draft, draftPath } from './assignment-draft.ts';
import type { PreviewAnswer } from './new-assignment.tsx';
import { useSent } from './use-sent.ts';

type Preview = Omit<BatchPreview, 'personIds' | 'courseId' | 'agencyId'>;

type PreviewStepProps = {
  locale: Locale;
  now: Date;
  today: string;
  draft: Draft;
  day: string;
  preview: Preview;
  batchId: string;
  answer: PreviewAnswer | undefined;
};

const SHORT_DAYS = 3;
const MANY_UNITS = 15;
const LOOKS = {
  adds: { tone: 'ok', icon: 'plus' },
  held: { tone: 'quiet', icon: 'check' },
  completed: { tone: 'quiet', icon: 'check' },
} as const;

const unitIn = (locale: Locale, { unitVi, unitEn, aboveVi, aboveEn }: UnitNames) =>
  (locale === 'vi' ? [unitVi, aboveVi] : [unitEn, aboveEn]).filter(Boolean).join(', ');

/** Step 3: who will be touched and how, before anybody is. The button repeats the number. */
export function PreviewStep({ locale, now, today, draft, day, preview, batchId, answer }: PreviewStepProps) {
  const all = manageWords(locale);
  const words = manageNewAssignmentWords(locale).preview;
  const [isSent, onSubmit] = useSent();
  const { adds, held, completed, total } = preview;
  const learn = adds - completed;
  const unit = unitIn(locale, preview);
  const units = preview.rows.length + (preview.others?.units ?? 0);
  const audience =
    draft.by === 'people'
      ? all.audience.chosen(total, unit)
      : draft.withSubunits
        ? all.audience.unit(unit)
        : all.audience.own(unit);
  const course = all.courseTitle(preview.courseCode, locale === 'vi' ? preview.titleVi : preview.titleEn);
  const days = daysBetween(today, day);
  const edit = draftPath(draft);
  const tooLong = answer?.problem === 'long' ? words.noteLong(answer.length) : null;
  return (
    <>
      {tooLong ? <Faults locale={locale} title={words.failed} faults={[{ field: 'note', message: tooLong }]} /> : null}
      <Title lede={words.lede(course, day, audience, total)}>{words.title(adds, held, completed)}</Title>
      <div className="stack-wide">
        {answer?.problem === 'changed' ? (
          <Note tone="warn" icon="sync" title={words.changed}>
            {words.changedText}
          </Note>
        ) : null}
        <Deltas locale={locale} preview={preview} learn={learn} />
        {units > MANY_UNITS ? (
          <Disclosure summary={words.byUnits(units)}>
            <ByUnit locale={locale} preview={preview} />
          </Disclosure>
        ) : units > 0 ? (
          <ByUnit locale={locale} preview={preview} />
        ) : null}
        {preview.firstPeople.length > 0 ? (
          <Disclosure summary={words.first(preview.firstPeople.length, total)} open={draft.by === 'people'}>
            <FirstPeople
              locale={locale}
              people={preview.firstPeople}
              caption={words.first(preview.firstPeople.length, total)}
            />
          </Disclosure>
        ) : null}
        {adds === 0 ? (
          <Empty title={words.nobody} actions={<ButtonLink href={edit}>{words.edit}</ButtonLink>}>
            {words.nobodyText}
          </Empty>
        ) : (
          <>
            {days <= SHORT_DAYS && learn > 0 ? (
              <Note tone="warn" icon="alert" title={words.soon(days)}>
                <p>
                  {words.soonText(learn, days, locale === 'vi' ? preview.minutesVi : preview.minutesEn)}{' '}
                  <A href={`${edit}#due`}>{words.changeDue}</A>
                </p>
              </Note>
            ) : null}
            <form method="post" action={draftPath(draft, { go: 'preview' })} onSubmit={onSubmit}>
              <input type="hidden" name="batchId" value={batchId} />
              <input type="hidden" name="expected" value={adds} />
              <TextArea
                id="note"
                label={words.note}
                hint={words.noteHint}
                error={tooLong}
                defaultValue={answer?.note ?? ''}
                rows={3}
                maxLength={2000}
              />
              <Actions>
                <Button busy={isSent && words.assigning}>{words.assign(adds)}</Button>
                <ButtonLink look="quiet" href={edit}>
                  {words.edit}
                </ButtonLink>
              </Actions>
              <p className="hint spaced">{words.countedAt(now)}</p>
            </form>
          </>
        )}
      </div>
    </>
  );
}

function Deltas({ locale, preview, learn }: { locale: Locale; preview: Preview; learn: number }) {
  const words = manageNewAssignmentWords(locale).preview;
  const { adds, held, completed } = preview;
  const items = [
    {
      tag: LOOKS.adds,
      term: words.adds,
      people: adds,
      text: adds > 0 ? words.addsText(learn, completed) : words.addsNone,
    },
    { tag: LOOKS.held, term: words.held, people: held, text: held > 0 ? words.heldText : words.heldNone },
    {
      tag: { tone: 'ok', icon: 'check' } as const,
      term: words.completed,
      people: completed,
      text: completed > 0 ? words.completedText : words.completedNone,
    },
  ];
  return (
    <dl className="delta">
      {items.map((item) => (
        <div key={item.term}>
          <dt>
            <Tag {...item.tag}>{item.term}</Tag>
          </dt>
          <dd className="big">{formatNumber(locale, item.people)}</dd>
          <dd className="muted small">{item.text}</dd>
        </div>
      ))}
    </dl>
  );
}

function ByUnit({ locale, preview }: { locale: Locale; preview: Preview }) {
  const { rows, others } = preview;
  const words = manageNewAssignmentWords(locale).preview;
  const figures = (row: PreviewCounts) => (
    <>
      <FoldingCell label={words.all} numeric>
        {formatNumber(locale, row.total)}
      </FoldingCell>
      <FoldingCell label={words.adds} numeric>
        {formatNumber(locale, row.total - row.held)}
      </FoldingCell>
      <FoldingCell label={words.held} numeric>
        {formatNumber(locale, row.held)}
      </FoldingCell>
      <FoldingCell label={words.completed} numeric>
        {formatNumber(locale, row.completed)}
      </FoldingCell>
    </>
  );
  return (
    <FoldingTable>
      <Caption>{words.byUnit}</Caption>
      <thead>
        <tr>
          <ColumnHead>{words.unit}</ColumnHead>
          <ColumnHead numeric>{words.all}</ColumnHead>
          <ColumnHead numeric>{words.adds}</ColumnHead>
          <ColumnHead numeric>{words.held}</ColumnHead>
          <ColumnHead numeric>{words.completed}</ColumnHead>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <FoldingRow key={row.code}>
            {/* biome-ignore lint/a11y/noRedundantRoles: display: block on a phone takes the native role away */}
            <th scope="row" role="rowheader">
              {row.isOwn && rows.length > 1 ? words.own(unitIn(locale, row)) : unitIn(locale, row)}
            </th>
            {figures(row)}
          </FoldingRow>
        ))}
        {others ? (
          <FoldingRow>
            {/* biome-ignore lint/a11y/noRedundantRoles: display: block on a phone takes the native role away */}
            <th scope="row" role="rowheader">
              {words.others(others.units)}
            </th>
            {figures(others)}
          </FoldingRow>
        ) : null}
      </tbody>
      <tfoot>
        <FoldingRow>
          {/* biome-ignore lint/a11y/noRedundantRoles: display: block on a phone takes the native role away */}
          <th scope="row" role="rowheader">
            {words.sum}
          </th>
          {figures(preview)}
        </FoldingRow>
      </tfoot>
    </FoldingTable>
  );
}

function FirstPeople({
  locale,
  people,
  caption,
}: {
  locale: Locale;
  people: readonly PreviewPerson[];
  caption: string;
}) {
  const words = manageNewAssignmentWords(locale).preview;
  return (
    <FoldingTable>
      <Caption unseen>{caption}</Caption>
      <thead>
        <tr>
          <ColumnHead>{words.name}</ColumnHead>
          <ColumnHead>{words.unit}</ColumnHead>
          <ColumnHead>{words.afterwards}</ColumnHead>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <FoldingRow key={person.id}>
            {/* biome-ignore lint/a11y/noRedundantRoles: display: block on a phone takes the native role away */}
            <th scope="row" role="rowheader">
              <PersonName>{person.fullName}</PersonName>
            </th>
            <FoldingCell label={words.unit}>{unitIn(locale, person)}</FoldingCell>
            <FoldingCell label={words.afterwards}>
              <Tag {...LOOKS[person.state]}>{words.states[person.state]}</Tag>
            </FoldingCell>
          </FoldingRow>
        ))}
      </tbody>
    </FoldingTable>
  );
}
