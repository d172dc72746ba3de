/** Under this many people a share says more about one of them than about the unit: only the counts are printed. */
export const SMALLEST_BASE = 10;

/** A rate never leaves without what it was made of. `value` is null where nobody is assigned. */
export type Rate = { completed: number; assigned: number; value: number | null };

/** People assigned (waived ones are not) with a valid completion ÷ people assigned. Never above 1. */
export const rate = ({ completed, assigned }: { completed: number; assigned: number }): Rate => ({
  completed,
  assigned,
  value: assigned > 0 ? Math.min(completed, assigned) / assigned : null,
});
