import { Form, useNavigation } from '@remix-run/react';
import type { TrainingManager } from '#app/domain/accounts/training-managers.server.ts';
import type { Asking } from '#app/domain/assessment/asking.ts';
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx';
import { TextArea } from '#app/ui/field.tsx';
import { Note } from '#app/ui/note.tsx';
import { attemptRequestWords } from '#app/words/attempt-requests.ts';
import type { Locale } from '#app/words/locale.ts';

export type AskFault = { reason: string; fault: 'sentence-missing' | 'sentence-too-long' };

/** The sentence of a decision as it crosses the wire. */
export type AnswerOfRequest = { answer: string | null; decidedBy: string | null; endedAt: Date | string | null };

/** What was answered to a request, by whom and when. */
export function Answered({ locale, request }: { locale: Locale; request: AnswerOfRequest }) {
  if (request.answer === null || request.endedAt === null) return null;
  return <p>{attemptRequestWords(locale).ask.answer(request.answer, request.decidedBy ?? '', request.endedAt)}</p>;
}

type AttemptRequestProps = {
  locale: Locale;
  asking: Exclude<Asking, { kind: 'attempts-left' }>;
  used: number;
  lastAttemptId: string | null;
  slug: string;
  managers: readonly TrainingManager[];
  fault: AskFault | undefined;
};

/** No attempt is left: how her request stands, or the form that asks for one more. */
export function AttemptRequest({ locale, asking, used, lastAttemptId, slug, managers, fault }: AttemptRequestProps) {
  const words = attemptRequestWords(locale).ask;
  const to = whomItReaches(locale, managers);
  const ways = (
    <Actions>
      {lastAttemptId ? (
        <ButtonLink look="quiet" href={`/attempts/${lastAttemptId}/result`}>
          {words.result(used)}
        </ButtonLink>
      ) : null}
      <ButtonLink look="quiet" href={`/courses/${slug}`}>
        {words.reread}
      </ButtonLink>
    </Actions>
  );
  if (asking.kind === 'waiting') {
    return (
      <>
        <Note tone="info" icon="clock" title={words.waiting}>
          <p>{words.waitingText(asking.request.askedAt)}</p>
          <p>{words.yourReason(asking.request.reason)}</p>
          <p>{to}</p>
          <p>{words.after}</p>
          <Form method="post">
            <Button name="do" value="withdraw" look="quiet" slim>
              {words.withdraw}
            </Button>
          </Form>
        </Note>
        {ways}
      </>
    );
  }
  if (asking.kind === 'asked-enough') {
    return (
      <>
        <Note tone="warn" icon="info" title={words.enough}>
          {asking.declined ? <Answered locale={locale} request={asking.declined} /> : null}
          <p>{to}</p>
          <p>{words.enoughText}</p>
        </Note>
        {ways}
      </>
    );
  }
  return (
    <>
      <Note tone="warn" icon="info" title={asking.declined ? words.declined : words.noneLeft(used)}>
        {asking.declined ? (
          <>
            <Answered locale={locale} request={asking.declined} />
            <p>{words.again(asking.times)}</p>
          </>
        ) : (
          <p>{words.noneLeftText}</p>
        )}
      </Note>
      <AskForm locale={locale} to={to} fault={fault} />
      {ways}
    </>
  );
}

/** Who is in charge of her unit's training, as far as there is anybody. */
function whomItReaches(locale: Locale, managers: readonly TrainingManager[]): string {
  const words = attemptRequestWords(locale).ask;
  const [first] = managers;
  if (!first) return words.toNobody;
  const agency = locale === 'vi' ? first.agencyVi : first.agencyEn;
  return words.to(managers.map((each) => each.fullName).join(', '), agency);
}

function AskForm({ locale, to, fault }: { locale: Locale; to: string; fault: AskFault | undefined }) {
  const words = attemptRequestWords(locale).ask;
  const navigation = useNavigation();
  const isSent = navigation.formData?.get('do') === 'ask';
  return (
    <section aria-labelledby="ask" className="stack">
      <h2 id="ask">{words.title}</h2>
      <p>{to}</p>
      <p>{words.after}</p>
      <Form method="post" className="stack">
        <input type="hidden" name="do" value="ask" />
        <TextArea
          id="reason"
          label={words.reason}
          hint={words.reasonHint}
          error={fault ? words.faults[fault.fault] : null}
          defaultValue={fault?.reason}
          rows={4}
          maxLength={1_000}
        />
        <Actions>
          <Button busy={isSent && words.sending}>{words.send}</Button>
        </Actions>
      </Form>
    </section>
  );
}
