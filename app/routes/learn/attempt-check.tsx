import { data, type LinksFunction, type MetaFunction, redirect } from '@remix-run/node';
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react';
import { useEffect, useState } from 'react';
import { isAnswered, isUnreadable } from '#app/domain/assessment/question.ts';
import { readAttempt } from '#app/domain/assessment/read-attempt.server.ts';
import { Saves } from '#app/domain/assessment/save-answers.server.ts';
import { submitAttempt } from '#app/domain/assessment/submit-attempt.server.ts';
import { DomainError } from '#app/domain/errors.ts';
import { parseId } from '#app/domain/ids.ts';
import { serveActor } from '#app/http/serve.server.ts';
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx';
import { Facts } from '#app/ui/facts.tsx';
import { A } from '#app/ui/link.tsx';
import { Note } from '#app/ui/note.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import quizStyles from '#app/ui/styles/quiz.css?url';
import { Tag } from '#app/ui/tag.tsx';
import { quizWords } from '#app/words/quiz.ts';
import { uiWords } from '#app/words/ui.ts';
import { useLocale } from '../site.tsx';
import { AttemptFrame } from './attempt-frame.tsx';
import { unsavedOf } from './use-autosave.ts';

export const links: LinksFunction = () => [{ rel: 'stylesheet', href: quizStyles }];
export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: loaded ? `${quizWords(loaded.locale).checkTitle} – Trúc` : 'Trúc' },
];

export const loader = serveActor(async ({ world, actor, params, locale }) => {
  const attempt = await readAttempt(world.db, { attemptId: parseId(params.attemptId), personId: actor.personId });
  if (attempt.state === 'FINISHED') throw redirect(`/attempts/${attempt.attemptId}/result`);
  return {
    locale,
    attemptId: attempt.attemptId,
    number: attempt.number,
    attemptLimit: attempt.attemptLimit,
    course: attempt.course,
    slots: attempt.paper.slots.map(({ slot, question }) => {
      const kept = attempt.answers.find((each) => each.slot === slot);
      return {
        slot,
        text: question.text,
        answered: isAnswered(kept?.answer),
        unreadable: isUnreadable(question, kept?.answer),
        flagged: kept?.flagged ?? false,
      };
    }),
  };
});

/** Hands in. Answers that this device still held come along; a second press finds the result. */
export const action = serveActor(async ({ world, actor, params, request }) => {
  const attemptId = parseId(params.attemptId);
  const form = await request.formData();
  let carried: unknown = [];
  try {
    carried = JSON.parse(String(form.get('saves') || '[]'));
  } catch {
    carried = null;
  }
  const saves = Saves.safeParse(carried);
  if (!saves.success) return data({ problem: 'not-on-paper' as const }, { status: 422 });
  const result = await submitAttempt(world, { attemptId, personId: actor.personId, saves: saves.data });
  switch (result.outcome) {
    case 'not-found':
      throw new DomainError('not-found', { attemptId });
    case 'not-on-paper':
      return data({ problem: 'not-on-paper' as const }, { status: 422 });
    case 'graded':
    case 'already-graded':
      return redirect(`/attempts/${attemptId}/result`);
    default:
      return result satisfies never;
  }
});

export default function AttemptCheck() {
  const { attemptId, number, attemptLimit, course, slots } = useLoaderData<typeof loader>();
  const said = useActionData<typeof action>();
  const locale = useLocale();
  const words = quizWords(locale);
  const navigation = useNavigation();
  const [carried, setCarried] = useState('[]');
  useEffect(() => {
    setCarried(
      JSON.stringify(Object.entries(unsavedOf(attemptId)).map(([slot, kept]) => ({ slot: Number(slot), ...kept }))),
    );
  }, [attemptId]);
  const open = slots.filter((each) => !each.answered).map((each) => each.slot);
  const first = open[0];
  const unreadable = slots.filter((each) => each.unreadable).map((each) => each.slot);
  const firstUnreadable = unreadable[0];
  return (
    <AttemptFrame code={course.code} leaveTo={`/courses/${course.slug}`}>
      <Title lede={words.checkLede(slots.length - open.length, slots.length)}>{words.checkTitle}</Title>
      <div className="stack-wide">
        {said?.problem ? (
          <Note tone="alarm" title={words.notOnPaper}>
            {words.notOnPaperText}
          </Note>
        ) : null}
        {first !== undefined ? (
          <Note tone="warn" icon="alert" title={words.unanswered(open)}>
            <p>
              {words.unansweredText} <A href={`/attempts/${attemptId}?q=${first}`}>{words.answerSlot(first)}</A>
            </p>
          </Note>
        ) : null}
        {firstUnreadable !== undefined ? (
          <Note tone="warn" icon="alert" title={words.unreadable(unreadable)}>
            <p>
              {words.unreadableText}{' '}
              <A href={`/attempts/${attemptId}?q=${firstUnreadable}`}>{words.answerSlot(firstUnreadable)}</A>
            </p>
          </Note>
        ) : null}
        <Form method="post" className="stack-wide">
          <input type="hidden" name="saves" value={carried} />
          <Facts
            wide
            items={slots.map((each) => ({
              key: String(each.slot),
              term: uiWords(locale).question.number(each.slot),
              value: (
                <>
                  {each.text[locale]}
                  <br />
                  {!each.answered ? (
                    <Tag tone="warn" icon="alert">
                      {words.notAnswered}
                    </Tag>
                  ) : each.unreadable ? (
                    <Tag tone="warn" icon="alert">
                      {words.notRead}
                    </Tag>
                  ) : each.flagged ? (
                    <Tag tone="info" icon="flag">
                      {words.answeredFlagged}
                    </Tag>
                  ) : (
                    <Tag tone="ok" icon="check">
                      {words.answered}
                    </Tag>
                  )}
                </>
              ),
              action: (
                <A href={`/attempts/${attemptId}?q=${each.slot}`}>
                  {words.edit}
                  <span className="unseen"> {words.editSlot(each.slot)}</span>
                </A>
              ),
            }))}
          />
          <div className="stack">
            <Actions>
              <Button busy={navigation.state !== 'idle' && navigation.formMethod === 'POST' ? words.submitting : false}>
                {words.submit}
              </Button>
              <ButtonLink look="quiet" href={`/attempts/${attemptId}?q=${first ?? slots.length}`}>
                {words.goOn}
              </ButtonLink>
            </Actions>
            <p className="hint">{words.final(number, attemptLimit)}</p>
          </div>
        </Form>
      </div>
    </AttemptFrame>
  );
}
