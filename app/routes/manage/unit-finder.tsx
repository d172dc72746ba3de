import type { ReactNode } from 'react';
import type { UnitLine } from '#app/domain/training/find-audience.server.ts';
import { Button } from '#app/ui/button.tsx';
import { Field } from '#app/ui/field.tsx';
import { Disclosure } from '#app/ui/wayfinding.tsx';
import { formatPeople } from '#app/words/format.ts';
import type { Locale } from '#app/words/locale.ts';
import { manageAudienceWords } from '#app/words/manage-audience.ts';

const SHOWN = 10;

type UnitFinderProps = {
  locale: Locale;
  /** The code of the unit looked at. */
  at: string;
  /** The words searched for, as typed; they win over the unit looked at. */
  search: string;
  units: readonly UnitLine[];
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
export function UnitFinder({ locale, at, search, searchName = 'q', units, chosen }: UnitFinderProps) {
  const words = manageAudienceWords(locale);
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
      {search ? <p className="small muted">{here.length > 0 ? words.found(here.length) : words.foundNone}</p> : null}
      <ul className="treelist top">
        {kept.map((unit) => line(unit))}
        {below.length > 0 && parent ? (
          <UnitChoice locale={locale} unit={parent} chosen={chosen} withWay={false}>
            <ul className="treelist">
              {below.slice(0, SHOWN).map((unit) => line(unit))}
              {below.length > SHOWN ? (
                <li>
                  <Disclosure
                    summary={words.more(below.length - SHOWN, nameOf(locale, parent))}
                    open={below.slice(SHOWN).some((unit) => unit.code === chosen)}
                  >
                    <ul className="treelist">{below.slice(SHOWN).map((unit) => line(unit))}</ul>
                  </Disclosure>
                </li>
              ) : null}
            </ul>
          </UnitChoice>
        ) : (
          here.map((unit) => line(unit))
        )}
      </ul>
    </>
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
          {name} <span className="muted small nowrap">{formatPeople(locale, unit.people)}</span>
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
