import type { ListedBatch } from '#app/domain/training/list-batches.server.ts';
import { Tag } from '#app/ui/tag.tsx';
import type { Locale } from '#app/words/locale.ts';
import { manageWords } from '#app/words/manage.ts';
import { manageAssignmentsWords } from '#app/words/manage-assignments.ts';

const LOOKS = {
  assigning: { tone: 'info', icon: 'sync' },
  'moving-due': { tone: 'info', icon: 'sync' },
  assigned: { tone: 'ok', icon: 'check' },
  cancelling: { tone: 'info', icon: 'sync' },
  cancelled: { tone: 'quiet', icon: 'minus' },
  halted: { tone: 'warn', icon: 'alert' },
} as const;

type Phased = Pick<ListedBatch, 'phase' | 'processedPeople' | 'plannedPeople' | 'assignedPeople'>;

/** How far the worker is: of how many people it looked at, or took back. */
export const progressOf = ({ phase, processedPeople, plannedPeople, assignedPeople }: Phased) => {
  const all = Math.max(phase === 'cancelling' ? assignedPeople : plannedPeople, processedPeople);
  return { done: processedPeople, all };
};

export function BatchPhase({ locale, batch }: { locale: Locale; batch: Phased }) {
  const { done, all } = progressOf(batch);
  return <Tag {...LOOKS[batch.phase]}>{manageAssignmentsWords(locale).phases[batch.phase](done, all)}</Tag>;
}

type Addressed = Pick<
  ListedBatch,
  'agencyNameVi' | 'agencyNameEn' | 'chosenPeople' | 'includeSubunits' | 'plannedPeople'
>;

/** Whom a batch is for, in words. */
export function audienceOf(locale: Locale, batch: Addressed): string {
  const words = manageWords(locale).audience;
  const name = locale === 'vi' ? batch.agencyNameVi : batch.agencyNameEn;
  if (batch.chosenPeople) return words.chosen(batch.plannedPeople, name);
  return batch.includeSubunits ? words.unit(name) : words.own(name);
}
