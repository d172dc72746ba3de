import { data, type LinksFunction, type MetaFunction, redirect } from '@remix-run/node';
import {
  type ShouldRevalidateFunctionArgs,
  useActionData,
  useLoaderData,
  useLocation,
  useNavigate,
  useParams,
} from '@remix-run/react';
import { useEffect, useRef } from 'react';
import { nameSave } from '#app/domain/assessment/name-save.server.ts';
import { Answer, answerFromForm, sameAnswer } from '#app/domain/assessment/question.ts';
import { type AttemptView, readAttempt } from '#app/domain/assessment/read-attempt.server.ts';
import { saveAnswers } from '#app/domain/assessment/save-answers.server.ts';
import { submitAttempt } from '#app/domain/assessment/submit-attempt.server.ts';
import type { Save } from '#app/domain/assessment/weigh-saves.ts';
import { DomainError } from '#app/domain/errors.ts';
import { parseId } from '#app/domain/ids.ts';
import { deviceOf } from '#app/http/device.ts';
import { onLineBack } from '#app/http/line.ts';
import { type ServedToActor, serveActor } from '#app/http/serve.server.ts';
import quizStyles from '#app/ui/styles/quiz.css?url';
import { quizWords } from '#app/words/quiz.ts';
import type { Keeper } from './answers/keep-answers.ts';
import { seeAttempt } from './answers/open-keepers.ts';
import { useAnswers } from './answers/use-answers.ts';
import { CheckView } from './check-view.tsx';
import { HandedIn } from './hand-in-note.tsx';
import { OtherAccount } from './line-notes.tsx';
import { QuestionView } from './question-view.tsx';

export const links: LinksFunction = () => [{ rel: 'stylesheet', href: quizStyles }];
export const meta: MetaFunction<typeof loader> = ({ data: loaded, params }) => {
  if (!loaded) return [{ title: 'Trúc' }];
  const words = quizWords(loaded.locale);
  return [{ title: `${params.view ? words.checkTitle : words.title(loaded.course.code)} – Trúc` }];
};

/** A question after another, and the list of them before handing in: one page, so that going between them needs no server. */
const isCheck = (view: string | undefined): boolean => {
  if (view !== undefined && view !== 'check') throw new DomainError('not-found', { view });
  return view === 'check';
};

export const loader = serveActor(async ({ world, actor, context, params, locale }) => {
  isCheck(params.view);
  const attempt = await readAttempt(world.db, { attemptId: parseId(params.attemptId), personId: actor.personId });
  if (attempt.state === 'FINISHED') throw redirect(`/attempts/${attempt.attemptId}/result`);
  return {
    locale,
    personId: actor.personId,
    attemptId: attempt.attemptId,
    number: attempt.number,
    attemptLimit: attempt.attemptLimit,
    deadlineAt: attempt.deadlineAt,
    now: world.now(),
    course: attempt.course,
    questions: attempt.paper.slots.map(({ question }) => question),
    answers: attempt.answers,
    conflicts: attempt.conflicts,
    /** Names this page's forms: one of them sent twice is the same. */
    formId: context.requestId,
  };
});
export type Loaded = ReturnType<typeof useLoaderData<typeof loader>>;
export type Said = ReturnType<typeof useActionData<typeof action>>;

const attemptOf = (pathname: string) => /^\/attempts\/([^/]+)(?:\/check)?\/?$/.exec(pathname)?.[1];

/** Going about within a paper needs no server: all of it is on the page. */
export const shouldRevalidate = ({
  currentUrl,
  nextUrl,
  formMethod,
  defaultShouldRevalidate,
}: ShouldRevalidateFunctionArgs) => {
  const here = attemptOf(currentUrl.pathname);
  return here !== undefined && here === attemptOf(nextUrl.pathname) && formMethod === undefined
    ? false
    : defaultShouldRevalidate;
};

/** Without script: a question's answer or her choice comes with the form that leads on; the last form hands in. */
export const action = serveActor(async (served) => {
  const { world, actor, params, request } = served;
  const owner = { attemptId: parseId(params.attemptId), personId: actor.personId };
  if (isCheck(params.view)) return handIn(served, owner);
  const attempt = await readAttempt(world.db, owner);
  const form = await request.formData();
  const slot = Number(form.get('slot'));
  if (!attempt.paper.slots.some((each) => each.slot === slot))
    throw new DomainError('not-found', { attemptId: owner.attemptId, slot: String(form.get('slot')) });
  const isChoice = form.get('do') === 'choose';
  const said = isChoice ? readChoice(attempt, slot, form) : readAnswer(attempt, slot, form);
  if (isChoice && !said && attempt.conflicts.some((each) => each.slot === slot))
    return redirect(`/attempts/${owner.attemptId}?q=${slot}`);
  if (said) {
    const save: Save = { ...said, saveId: nameSave(String(form.get('form')), said), agoMs: 0 };
    const saved = await saveAnswers(world, { ...owner, saves: [save], device: deviceOf(request.headers) });
    if (saved.outcome === 'not-found') throw new DomainError('not-found', { attemptId: owner.attemptId });
    if (!saved.open) return handIn(served, owner);
    const outcome = saved.slots[0]?.outcome;
    if (outcome === 'refused') return data({ problem: 'not-on-paper' as const, slot }, { status: 422 });
    if (outcome === 'conflict') return redirect(`/attempts/${owner.attemptId}?q=${slot}`);
  }
  const go = String(form.get('go') ?? '');
  if (go === 'check') return redirect(`/attempts/${owner.attemptId}/check`);
  if (go === 'leave') return redirect(`/courses/${attempt.course.slug}`);
  const to = Number(go);
  return redirect(
    `/attempts/${owner.attemptId}?q=${Number.isInteger(to) && to >= 1 && to <= attempt.paper.slots.length ? to : slot}`,
  );
});

type Owner = { attemptId: string; personId: string };

/** Hands in; a second press finds the result. Where the time is up, what was saved in time counts. */
async function handIn({ world, request }: ServedToActor, owner: Owner): Promise<Response> {
  const result = await submitAttempt(world, { ...owner, saves: [], device: deviceOf(request.headers) });
  if (result.outcome === 'not-found') throw new DomainError('not-found', { attemptId: owner.attemptId });
  return redirect(`/attempts/${owner.attemptId}/result`);
}

type Written = Omit<Save, 'saveId' | 'agoMs'>;
const wholeOf = (value: unknown): number => Math.min(1_000_000, Math.max(0, Math.trunc(Number(value)) || 0));

/** What the form says of its question, made from the revision that the page was made with; null where nothing was changed on it. */
function readAnswer(attempt: AttemptView, slot: number, form: FormData): Written | null {
  const question = attempt.paper.slots.find((each) => each.slot === slot)?.question;
  if (!question) return null;
  const answer = answerFromForm(question, form);
  const flagged = form.get('flag') === 'on';
  const isSame = sameAnswer(answer, shownOn(form));
  if (isSame && flagged === (form.get('was-flagged') === 'on')) return null;
  const save: Written = { slot, basedOn: wholeOf(form.get('revision')), after: [], settles: [], flagged };
  return isSame ? save : { ...save, answer };
}

/** The answer that the page was made with. Written by us, read only to see whether it was changed. */
function shownOn(form: FormData): (Save['answer'] & object) | null {
  try {
    return Answer.safeParse(JSON.parse(String(form.get('was') ?? 'null'))).data ?? null;
  } catch {
    return null;
  }
}

/** Her choice between what stands and what was written elsewhere; null where that is no longer what there is to choose. */
function readChoice(attempt: AttemptView, slot: number, form: FormData): Written | null {
  const conflict = attempt.conflicts.find((each) => each.slot === slot);
  const keep = String(form.get('keep') ?? '');
  const basedOn = wholeOf(form.get('revision'));
  const stands = keep === 'standing' && conflict?.standing.revision === basedOn ? conflict.standing : undefined;
  const chosen = conflict?.rivals.find((each) => each.saveId === keep) ?? stands;
  if (!conflict || !chosen) return null;
  const settles = form.getAll('settles').map(String);
  return {
    slot,
    basedOn,
    after: [],
    settles: conflict.rivals.map((each) => each.saveId).filter((saveId) => settles.includes(saveId)),
    answer: chosen.answer,
  };
}

export default function Attempt() {
  const loaded = useLoaderData<typeof loader>();
  const said = useActionData<typeof action>();
  const { view } = useParams();
  const { state, keeper } = useAnswers(loaded);
  const { personId, attemptId } = loaded;
  const { handedIn, trouble } = state;
  useEffect(() => seeAttempt({ personId, attemptId }), [personId, attemptId]);
  useArrivals(keeper, { toWrite: view === undefined });
  useResult(loaded, handedIn);
  if (handedIn) return <HandedIn loaded={loaded} state={state} />;
  if (trouble === 'other-account') return <OtherAccount loaded={loaded} state={state} />;
  const shared = { loaded, state, keeper };
  return view ? <CheckView {...shared} /> : <QuestionView {...shared} said={said} />;
}

/** Tells the keeper when she goes to another page of the paper; opening the paper is none. */
function useArrivals(keeper: Keeper | null, { toWrite }: { toWrite: boolean }): void {
  const { key } = useLocation();
  const before = useRef(key);
  useEffect(() => {
    if (before.current === key) return;
    before.current = key;
    keeper?.arrive({ toWrite });
  }, [key, keeper, toWrite]);
}

/** Once the paper is taken its result opens: at once, or as soon as the line is back. */
function useResult({ personId, attemptId }: Loaded, handedIn: boolean): void {
  const { key } = useLocation();
  const navigate = useNavigate();
  // Each page of the paper leads there, also one that she comes back to.
  useEffect(() => {
    if (!handedIn || !key) return;
    seeAttempt({ personId, attemptId });
    const open = () => navigate(`/attempts/${attemptId}/result`);
    open();
    return onLineBack(open);
  }, [handedIn, personId, attemptId, navigate, key]);
}
