import { REASON_LIMIT } from '#app/domain/training/reason.ts';
import { Faults } from '#app/ui/faults.tsx';
import { TextArea } from '#app/ui/field.tsx';
import type { Locale } from '#app/words/locale.ts';
import { manageAssignmentWords } from '#app/words/manage-assignment.ts';

/** Why an assignment is withdrawn. */
export function ReasonField({ locale, isRefused }: { locale: Locale; isRefused: boolean }) {
  const words = manageAssignmentWords(locale);
  return (
    <TextArea
      id="reason"
      label={words.reason}
      hint={words.reasonHint}
      error={isRefused ? words.reasonMissing : undefined}
      maxLength={REASON_LIMIT}
      rows={3}
    />
  );
}

export function ReasonFaults({ locale }: { locale: Locale }) {
  const words = manageAssignmentWords(locale);
  return (
    <Faults locale={locale} title={words.undoFailed} faults={[{ field: 'reason', message: words.reasonMissing }]} />
  );
}
