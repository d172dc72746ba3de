import type { Role } from '#app/domain/accounts/policy.ts';
import type { UnitPage } from '#app/domain/training/find-units.server.ts';
import { Actions, Button } from '#app/ui/button.tsx';
import type { Fault } from '#app/ui/faults.tsx';
import { Choice, FieldGroup } from '#app/ui/field.tsx';
import { Pager } from '#app/ui/wayfinding.tsx';
import { adminWords } from '#app/words/admin.ts';
import type { Locale } from '#app/words/locale.ts';

export const ROLES = ['TRAINING_MANAGER', 'REPORT_VIEWER', 'ADMINISTRATOR'] as const satisfies readonly Role[];

/** What was chosen before the form came back. */
export type Chosen = { agencyId: string; role: string };

type ShownUnit = { id: string; code: string; name: string; above: string[] };
type ShownUnits = Omit<UnitPage, 'units'> & { units: ShownUnit[]; from: string | null };
type GrantFormProps = {
  locale: Locale;
  /** The address of the page. */
  here: string;
  page: ShownUnits;
  faults: readonly Fault[];
  query: string;
  chosen: Chosen | undefined;
};

/** Posts to the page with the search still in its address, so that a fault keeps the list that was chosen from. */
export function GrantForm({ locale, here, page, faults, query, chosen }: GrantFormProps) {
  const { units, count, first, last } = page;
  const pageFrom = (cursor: string | null) =>
    `${here}?${new URLSearchParams({ unit: query, ...(cursor ? { from: cursor } : {}) })}`;
  const { person: words, roles, roleHints } = adminWords(locale);
  const messageOf = (field: string) => faults.find((fault) => fault.field === field)?.message;
  return (
    <form method="post" action={pageFrom(page.from)} className="stack">
      <FieldGroup id="agency" tabIndex={-1} legend={words.chooseUnit} error={messageOf('agency')}>
        {units.map((unit) => (
          <Choice
            key={unit.id}
            name="agencyId"
            value={unit.id}
            defaultChecked={chosen ? unit.id === chosen.agencyId : count === 1 || unit.code === query.toUpperCase()}
            label={`${unit.name} (${unit.code})`}
            hint={unit.above.join(', ')}
          />
        ))}
      </FieldGroup>
      {page.previousCursor || page.nextCursor ? (
        <Pager
          locale={locale}
          previous={page.previousCursor && `${pageFrom(page.previousCursor)}#add`}
          next={page.nextCursor && `${pageFrom(page.nextCursor)}#add`}
        >
          {words.units(first, last, count)}
        </Pager>
      ) : null}
      <FieldGroup id="role" tabIndex={-1} legend={words.chooseRole} error={messageOf('role')}>
        {ROLES.map((role) => (
          <Choice
            key={role}
            name="role"
            value={role}
            defaultChecked={role === chosen?.role}
            label={roles[role]}
            hint={roleHints[role]}
          />
        ))}
      </FieldGroup>
      <Actions>
        <Button name="intent" value="grant">
          {words.grant}
        </Button>
      </Actions>
    </form>
  );
}
