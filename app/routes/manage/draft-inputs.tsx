import type { Draft } from './assignment-draft.ts';

type Part = 'course' | 'by' | 'unit' | 'sub' | 'within' | 'people' | 'due';

/** What the form at hand does not ask for, so that no step forgets another. */
export function DraftInputs({ draft, without }: { draft: Draft; without: readonly Part[] }) {
  const keeps = (part: Part) => !without.includes(part);
  const one = (name: string, value: string) =>
    value === '' ? null : <input key={name} type="hidden" name={name} value={value} />;
  return (
    <>
      {keeps('course') ? one('course', draft.course) : null}
      {keeps('by') ? one('by', draft.by === 'people' ? 'people' : '') : null}
      {keeps('unit') ? one('unit', draft.unit) : null}
      {keeps('sub') ? one('sub', draft.withSubunits ? '' : '0') : null}
      {keeps('within') ? one('within', draft.within) : null}
      {keeps('people') ? draft.people.map((id) => <input key={id} type="hidden" name="p" value={id} />) : null}
      {keeps('due') ? [one('due-day', draft.day), one('due-month', draft.month), one('due-year', draft.year)] : null}
    </>
  );
}
