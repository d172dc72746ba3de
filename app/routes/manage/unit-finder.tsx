import type { ReactNode } from 'react';
import type { UnitLine, UnitPage } from '#app/domain/training/find-units.server.ts';
import { Button } from '#app/ui/button.tsx';
import { Field } from '#app/ui/field.tsx';
import { Icon } from '#app/ui/icon.tsx';
import { formatPeople } from '#app/words/format.ts';
import type { Locale } from '#app/words/locale.ts';
import { manageAudienceWords } from '#app/words/manage-audience.ts';
import { uiWords } from '#app/words/ui.ts';

/** What the way to another page of units is called in the address. */
export const UNITS_FROM = 'from';

type UnitFinderProps = {
  locale: Locale;
  /** The code of the unit looked at. */
  at: string;
  /** The words searched for, as typed; they win over the unit looked at. */
  search: string;
  page: UnitPage;
  /** The code of the unit chosen. */
  chosen: string;
  /** What the words searched for are called in the address. */
  searchName?: string;
};

const nameOf = (locale: Locale, unit: { nameVi: string; nameEn: string }) =>
  locale === 'vi' ? unit.nameVi : unit.nameEn;

/**
 * Search and tree inside a GET form: each unit is a choice named `unit`; "see the units below" posts `at`, "find" posts
 * `q`. Whatever else stands in the form comes back with the answer.
 */
export function UnitFinder({ locale, at, search, searchName = 'q', page, chosen }: UnitFinderProps) {
  const words = manageAudienceWords(locale);
  const { units, count } = page;
  const kept = units.filter((unit) => unit.depth === -1);
  const here = units.filter((unit) => unit.depth === 0);
  const below = units.filter((unit) => unit.depth === 1);
  const line = (unit: UnitLine, withWay = true) => (
    <UnitChoice key={unit.code} locale={locale} unit={unit} chosen={chosen} withWay={withWay} />
  );
  const [parent] = here;
  return (
    <>
      {at ? <input type="hidden" name="at" value={at} /> : null}
      <div className="find">
        <Field
          id={searchName}
          type="search"
          label={words.findUnit}
          hint={words.findUnitHint}
          defaultValue={search}
          autoComplete="off"
          maxLength={100}
        />
        <Button look="quiet" icon="search" name="at" value="">
          {words.find}
        </Button>
      </div>
      {search ? <p className="small muted">{count > 0 ? words.found(count) : words.foundNone}</p> : null}
      <ul className="treelist top">
        {kept.map((unit) => line(unit))}
        {below.length > 0 && parent ? (
          <UnitChoice locale={locale} unit={parent} chosen={chosen} withWay={false}>
            <ul className="treelist">{below.map((unit) => line(unit))}</ul>
          </UnitChoice>
        ) : (
          here.map((unit) => line(unit))
        )}
      </ul>
      {page.previousCursor || page.nextCursor ? <UnitPages locale={locale} page={page} /> : null}
    </>
  );
}

/** The ways to the other pages post the form, so that what is chosen goes with them. */
function UnitPages({ locale, page }: { locale: Locale; page: UnitPage }) {
  const words = uiWords(locale);
  const { first, last, count, previousCursor, nextCursor } = page;
  return (
    <div className="pager">
      <p className="small muted">{manageAudienceWords(locale).shown(first, last, count)}</p>
      <div className="acts">
        {previousCursor ? (
          <Button look="quiet" name={UNITS_FROM} value={previousCursor}>
            <Icon name="left" /> {words.previousPage}
          </Button>
        ) : null}
        {nextCursor ? (
          <Button look="quiet" name={UNITS_FROM} value={nextCursor}>
            {words.nextPage} <Icon name="right" />
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function UnitChoice({
  locale,
  unit,
  chosen,
  withWay,
  children,
}: {
  locale: Locale;
  unit: UnitLine;
  chosen: string;
  withWay: boolean;
  children?: ReactNode;
}) {
  const words = manageAudienceWords(locale);
  const name = nameOf(locale, unit);
  const path = unit.path.map((above) => nameOf(locale, above)).join(' › ');
  return (
    <li>
      <label className="choice">
        <input type="radio" name="unit" value={unit.code} defaultChecked={unit.code === chosen} />
        <span>
          {name} <span className="muted small nowrap">· {formatPeople(locale, unit.people)}</span>
          {unit.depth !== 1 && path ? <span className="hint">{path}</span> : null}
        </span>
      </label>
      {withWay && unit.units > 0 ? (
        <p className="treeway">
          <button type="submit" className="aslink small" name="at" value={unit.code}>
            {words.below(unit.units)}
            <span className="unseen"> {words.belowOf(name)}</span>
          </button>
        </p>
      ) : null}
      {children}
    </li>
  );
}
