import { data, type LinksFunction, type MetaFunction, redirect } from '@remix-run/node';
import {
  type ShouldRevalidateFunctionArgs,
  useActionData,
  useLoaderData,
  useNavigate,
  useSearchParams,
} from '@remix-run/react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { answerFromForm, isAnswered } from '#app/domain/assessment/question.ts';
import { readAttempt } from '#app/domain/assessment/read-attempt.server.ts';
import { saveAnswers } from '#app/domain/assessment/save-answers.server.ts';
import { DomainError } from '#app/domain/errors.ts';
import { parseId } from '#app/domain/ids.ts';
import { serveActor } from '#app/http/serve.server.ts';
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx';
import { Choice } from '#app/ui/field.tsx';
import { Note } from '#app/ui/note.tsx';
import { Question } from '#app/ui/question.tsx';
import { QuestionMap } from '#app/ui/question-map.tsx';
import { QuizBar, TimerText } from '#app/ui/quiz-bar.tsx';
import quizStyles from '#app/ui/styles/quiz.css?url';
import { quizWords } from '#app/words/quiz.ts';
import { useLocale } from '../site.tsx';
import { AttemptFrame } from './attempt-frame.tsx';
import { useAutosave } from './use-autosave.ts';

export const links: LinksFunction = () => [{ rel: 'stylesheet', href: quizStyles }];
export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: loaded ? `${quizWords(loaded.locale).title(loaded.course.code)} – Trúc` : 'Trúc' },
];

export const loader = serveActor(async ({ world, actor, params, locale }) => {
  const attempt = await readAttempt(world.db, { attemptId: parseId(params.attemptId), personId: actor.personId });
  if (attempt.state === 'FINISHED') throw redirect(`/attempts/${attempt.attemptId}/result`);
  return {
    locale,
    attemptId: attempt.attemptId,
    number: attempt.number,
    deadlineAt: attempt.deadlineAt,
    now: world.now(),
    course: attempt.course,
    questions: attempt.paper.slots.map(({ question }) => question),
    answers: attempt.answers,
  };
});

/** Going from question to question needs no server: the whole paper is on the page. */
export const shouldRevalidate = ({
  currentUrl,
  nextUrl,
  formMethod,
  defaultShouldRevalidate,
}: ShouldRevalidateFunctionArgs) =>
  currentUrl.pathname === nextUrl.pathname && formMethod === undefined ? false : defaultShouldRevalidate;

/** Without script: one question's answer comes with the form that leads on. */
export const action = serveActor(async ({ world, actor, params, request }) => {
  const owner = { attemptId: parseId(params.attemptId), personId: actor.personId };
  const attempt = await readAttempt(world.db, owner);
  const form = await request.formData();
  const slot = Number(form.get('slot'));
  const question = attempt.paper.slots.find((each) => each.slot === slot)?.question;
  if (!question) throw new DomainError('not-found', { attemptId: owner.attemptId, slot: String(form.get('slot')) });
  const answer = answerFromForm(question, form);
  const before = attempt.answers.find((each) => each.slot === slot);
  const flagged = form.get('flag') === 'on';
  // The revision that the page was made with: a newer one in the row means that another page was quicker.
  const revision = Math.max(1, Math.trunc(Number(form.get('revision')) || 0) + 1);
  const unchanged =
    (before?.flagged ?? false) === flagged && JSON.stringify(before?.answer ?? null) === JSON.stringify(answer);
  if (!unchanged) {
    const saved = await saveAnswers(world, { ...owner, saves: [{ slot, answer, revision, flagged }] });
    if (saved.outcome === 'not-found') throw new DomainError('not-found', { attemptId: owner.attemptId });
    if (saved.outcome === 'over') throw redirect(`/attempts/${owner.attemptId}/result`);
    if (saved.outcome === 'not-on-paper') return data({ problem: 'not-on-paper' as const, slot }, { status: 422 });
    if (saved.slots.some((each) => each.outcome === 'stale'))
      return data({ problem: 'stale' as const, slot }, { status: 409 });
  }
  const go = String(form.get('go') ?? '');
  if (go === 'check') return redirect(`/attempts/${owner.attemptId}/check`);
  if (go === 'leave') return redirect(`/courses/${attempt.course.slug}`);
  const to = Number(go);
  return redirect(
    `/attempts/${owner.attemptId}?q=${Number.isInteger(to) && to >= 1 && to <= attempt.paper.slots.length ? to : slot}`,
  );
});

export default function Attempt() {
  const { attemptId, deadlineAt, now, course, questions, answers: saved } = useLoaderData<typeof loader>();
  const said = useActionData<typeof action>();
  const locale = useLocale();
  const words = quizWords(locale);
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const form = useRef<HTMLFormElement>(null);
  const heading = useRef<HTMLDivElement>(null);
  const { answers, saving, staleSlot, signedOut, over, change, flush } = useAutosave(attemptId, saved);
  const [leaving, setLeaving] = useState<string | null>(null);

  const asked = Number(search.get('q') ?? 1);
  const question = questions.find((each) => each.slot === asked) ?? questions[0];
  const previousSlot = useRef(question?.slot);
  useEffect(() => {
    if (over) navigate(`/attempts/${attemptId}/result`);
  }, [over, attemptId, navigate]);
  useEffect(() => {
    // After going to another question, reading starts there.
    if (previousSlot.current !== question?.slot) heading.current?.focus();
    previousSlot.current = question?.slot;
  }, [question?.slot]);
  if (!question) return null;

  const { slot } = question;
  const kept = answers.get(slot);
  const all = questions.length;
  const record = () => {
    if (!form.current) return;
    const typed = new FormData(form.current);
    change(slot, answerFromForm(question, typed), typed.get('flag') === 'on');
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    const button = (event.nativeEvent as SubmitEvent).submitter as HTMLButtonElement | null;
    const go = button?.value ?? String(slot);
    event.preventDefault();
    record();
    if (go === 'check' || go === 'leave') {
      setLeaving(go);
      const done = await flush();
      setLeaving(null);
      if (done) navigate(go === 'check' ? `/attempts/${attemptId}/check` : `/courses/${course.slug}`);
      return;
    }
    void flush();
    navigate(`/attempts/${attemptId}?q=${go}`, { preventScrollReset: false });
  };

  const [where, of] = words.where(slot, all);
  const isStale = staleSlot === slot || (said?.problem === 'stale' && said.slot === slot);
  return (
    <AttemptFrame
      code={course.code}
      leaveTo={`/courses/${course.slug}`}
      leave={
        <button type="submit" form="question" name="go" value="leave" className="aslink">
          {words.leave}
        </button>
      }
      bar={
        <QuizBar
          locale={locale}
          where={
            <>
              <b>{where}</b>
              {of}
            </>
          }
          timer={deadlineAt ? <TimerText locale={locale} deadline={deadlineAt} now={now} /> : undefined}
          saving={saving}
        />
      }
    >
      {signedOut ? (
        <Note tone="warn" title={words.signInAgain} live>
          <p>{words.signInAgainText}</p>
          <ButtonLink href={`/sign-in?${new URLSearchParams({ to: `/attempts/${attemptId}?q=${slot}` })}`}>
            {words.signIn}
          </ButtonLink>
        </Note>
      ) : null}
      {isStale ? (
        <Note tone="warn" title={words.stale} live>
          <p>
            {said?.problem === 'stale' ? words.staleTyped : null} {words.staleText}
          </p>
        </Note>
      ) : null}
      {said?.problem === 'not-on-paper' ? (
        <Note tone="alarm" title={words.notOnPaper}>
          {words.notOnPaperText}
        </Note>
      ) : null}
      <form
        ref={form}
        id="question"
        method="post"
        action={`/attempts/${attemptId}?q=${slot}`}
        className="split aside"
        onChange={record}
        onSubmit={submit}
      >
        <div className="stack" ref={heading} tabIndex={-1}>
          <input type="hidden" name="slot" value={slot} />
          <input type="hidden" name="revision" value={kept?.revision ?? 0} />
          <Question
            key={`${slot}-${isStale ? kept?.revision : ''}`}
            question={question}
            answer={kept?.answer ?? null}
            locale={locale}
          />
          <Choice
            key={`flag-${slot}`}
            type="checkbox"
            name="flag"
            label={words.flag}
            defaultChecked={kept?.flagged ?? false}
          />
          <Actions>
            {slot < all ? (
              <Button name="go" value={slot + 1}>
                {words.next(slot + 1)}
              </Button>
            ) : (
              <Button name="go" value="check" busy={leaving === 'check' ? words.saveAndCheck : false}>
                {words.saveAndCheck}
              </Button>
            )}
            {slot > 1 ? (
              <Button look="quiet" name="go" value={slot - 1}>
                {words.previous}
              </Button>
            ) : null}
            {slot < all ? (
              <Button look="plain" name="go" value="check">
                {words.check}
              </Button>
            ) : null}
          </Actions>
        </div>
        <QuestionMap
          locale={locale}
          items={questions.map((each) => ({
            slot: each.slot,
            href: `/attempts/${attemptId}?q=${each.slot}`,
            answered: isAnswered(answers.get(each.slot)?.answer),
            flagged: answers.get(each.slot)?.flagged ?? false,
            current: each.slot === slot,
          }))}
        />
      </form>
    </AttemptFrame>
  );
}
