import { Button } from '#app/ui/button.tsx';
import { Field } from '#app/ui/field.tsx';
import type { Locale } from '#app/words/locale.ts';
import { verifyWords } from '#app/words/verify.ts';

type VerifyFormProps = { locale: Locale; typed?: string; error?: string | undefined };

/** One field and one button. A GET: the result has an address of its own. */
export function VerifyForm({ locale, typed, error }: VerifyFormProps) {
  const words = verifyWords(locale);
  return (
    <form method="get" action="/verify" className="find" noValidate>
      <Field
        id="serial"
        label={words.serial}
        hint={words.serialHint}
        error={error}
        defaultValue={typed}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
      />
      <Button>{words.submit}</Button>
    </form>
  );
}
