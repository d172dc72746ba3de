import { Tag } from '#app/ui/tag.tsx';
import { adminWords } from '#app/words/admin.ts';
import type { Locale } from '#app/words/locale.ts';

export type AccountStateName = 'ready' | 'noPassword' | 'deactivated';

const LOOKS = {
  ready: { tone: 'ok', icon: 'check' },
  noPassword: { tone: 'quiet', icon: 'ring' },
  deactivated: { tone: 'alarm', icon: 'lock' },
} as const;

/** Whether somebody can sign in. */
export function AccountState({ locale, state }: { locale: Locale; state: AccountStateName }) {
  return <Tag {...LOOKS[state]}>{adminWords(locale).states[state]}</Tag>;
}
