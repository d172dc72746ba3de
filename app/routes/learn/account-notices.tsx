import type { AccountNotice } from '#app/domain/accounts/account-notices.server.ts';
import { Actions, Button } from '#app/ui/button.tsx';
import { Note } from '#app/ui/note.tsx';
import { accountWords } from '#app/words/account.ts';
import { formatDateTime } from '#app/words/format.ts';
import type { Locale } from '#app/words/locale.ts';

type Props = { locale: Locale; notices: readonly AccountNotice[]; canAcknowledge: boolean };

/** What happened to a person's account and she has not yet said that she knows. */
export function AccountNotices({ locale, notices, canAcknowledge }: Props) {
  const words = accountWords(locale).notices;
  return notices.map((notice) => (
    <Note key={notice.id} tone="warn" icon="lock" title={words.title}>
      <p>
        {words.used(formatDateTime(locale, notice.at), notice.madeByName, notice.address)}{' '}
        {notice.isPasswordSet ? words.passwordSet : null}
      </p>
      <p>{words.notYou}</p>
      {canAcknowledge ? (
        <form method="post" action="/account">
          <input type="hidden" name="noticeId" value={notice.id} />
          <Actions>
            <Button look="quiet" slim name="intent" value="acknowledge">
              {words.acknowledge}
            </Button>
          </Actions>
        </form>
      ) : (
        <p>{words.needsPassword}</p>
      )}
    </Note>
  ));
}
