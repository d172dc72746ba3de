import { parseWithZod } from '@conform-to/zod/v4';
import { data, type LinksFunction, type MetaFunction, redirect } from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { type Actor, scopeOf } from '#app/domain/accounts/policy.ts';
import type { Scope } from '#app/domain/agencies/scope.ts';
import { parseDay, vietnamDay } from '#app/domain/calendar.ts';
import { cleanLines } from '#app/domain/clean-text.ts';
import { DomainError } from '#app/domain/errors.ts';
import { type Audience, CHOSEN_LIMIT } from '#app/domain/training/audience.server.ts';
import { createBatch, NOTE_LIMIT } from '#app/domain/training/create-batch.server.ts';
import { checkDueDay, type DueDayFault } from '#app/domain/training/due-day.ts';
import { findStaff, listCoursesToAssign, readChosen } from '#app/domain/training/find-audience.server.ts';
import { findUnits } from '#app/domain/training/find-units.server.ts';
import { previewBatch } from '#app/domain/training/preview-batch.server.ts';
import { isFaulty, markFaulty } from '#app/http/faulty.server.ts';
import { serveActor } from '#app/http/serve.server.ts';
import type { World } from '#app/platform/world.ts';
import reportStyles from '#app/ui/styles/report.css?url';
import { Steps } from '#app/ui/wayfinding.tsx';
import { manageWords } from '#app/words/manage.ts';
import { manageAssignmentsWords } from '#app/words/manage-assignments.ts';
import { manageAudienceWords } from '#app/words/manage-audience.ts';
import { manageNewAssignmentWords } from '#app/words/manage-new-assignment.ts';
import { pageTitle } from '#app/words/page-title.ts';
import { type Draft, draftPath, readDraft, readParam } from './assignment-draft.ts';
import { AudienceStep } from './audience-step.tsx';
import { CourseStep } from './course-step.tsx';
import { ManageFrame } from './manage-frame.tsx';
import { PreviewStep } from './preview-step.tsx';
import { restoreId, shortenId } from './short-id.server.ts';
import { UNITS_FROM } from './unit-finder.tsx';

export { pageHeaders as headers } from '#app/http/page-headers.ts';

export const links: LinksFunction = () => [{ rel: 'stylesheet', href: reportStyles }];

export const meta: MetaFunction<typeof loader> = ({ data: page }) => {
  const locale = page?.locale ?? 'vi';
  const { course, preview } = manageNewAssignmentWords(locale);
  const titles = { course: course.title, audience: manageAudienceWords(locale).title, preview: preview.step };
  const { title } = manageAssignmentsWords(locale);
  return [{ title: pageTitle(locale, `${title}: ${titles[page?.step ?? 'course']}`, page?.isFaulty) }];
};

export type DraftFault = 'course' | 'unit' | 'people' | 'too-many' | 'due-missing' | 'due-unreal' | DueDayFault;

function faultsOf(draft: Draft, now: Date): DraftFault[] {
  const faults: DraftFault[] = [];
  if (draft.by === 'unit' && draft.unit === '') faults.push('unit');
  if (draft.by === 'people' && draft.people.length === 0) faults.push('people');
  if (draft.people.length > CHOSEN_LIMIT) faults.push('too-many');
  const day = parseDay(draft.year, draft.month, draft.day);
  if (draft.day === '' || draft.month === '' || draft.year === '') faults.push('due-missing');
  else if (!day) faults.push('due-unreal');
  else {
    const fault = checkDueDay(day, now);
    if (fault) faults.push(fault);
  }
  return faults;
}

const audienceOf = (draft: Draft): Audience =>
  draft.by === 'people'
    ? { kind: 'people', agencyCode: draft.within, personIds: draft.people.map(restoreId) }
    : { kind: 'unit', agencyCode: draft.unit, includeSubunits: draft.withSubunits };

function scopeFor(actor: Actor): Scope {
  const scope = scopeOf(actor, 'assign-courses');
  if (scope.isEmpty) throw new DomainError('forbidden', { deed: 'assign-courses' });
  return scope;
}

/** How many of the granted agencies people can be looked for in. */
const ROOTS = 200;

/** People to choose from, and those chosen. Where nothing is said, people are looked for in the first agency granted. */
async function readPeople({ heavy: { page: db } }: World, scope: Scope, draft: Draft, params: URLSearchParams) {
  const search = readParam(params, 'q');
  const roots = (await findUnits(db, { scope, take: ROOTS })).units.filter((unit) => unit.depth === 0);
  const within = roots.some((root) => root.code === draft.within) ? draft.within : (roots[0]?.code ?? '');
  const personIds = draft.people.slice(0, CHOSEN_LIMIT).map(restoreId);
  const [chosen, found] = await Promise.all([
    readChosen(db, { scope, agencyCode: within, personIds }),
    findStaff(db, {
      scope,
      agencyCode: within,
      search,
      without: personIds,
      cursor: params.getAll('page').at(-1) ?? null,
    }),
  ]);
  const line = ({ id, email: _, ...person }: (typeof chosen)[number]) => ({ ...person, id: shortenId(id) });
  return {
    by: 'people' as const,
    search,
    within,
    roots: roots.map(({ code, nameVi, nameEn }) => ({ code, nameVi, nameEn })),
    chosen: chosen.map(line),
    ...found,
    people: found.people.map(line),
  };
}

async function readUnits({ heavy: { page: db } }: World, scope: Scope, draft: Draft, params: URLSearchParams) {
  const at = readParam(params, 'at', 80);
  const search = at === '' ? readParam(params, 'q') : '';
  const page = await findUnits(db, {
    scope,
    search,
    at: at || null,
    also: draft.unit || null,
    cursor: readParam(params, UNITS_FROM, 600) || null,
  });
  return { by: 'unit' as const, search, at, page };
}

export const loader = serveActor(async ({ world, actor, locale, request, context }) => {
  const scope = scopeFor(actor);
  const now = world.now();
  const params = new URL(request.url).searchParams;
  const draft = readDraft(params);
  const page = { locale, now, today: vietnamDay(now), isFaulty: isFaulty(context) };
  // Which button of the form was pressed: `choose` a course, or see the `preview`. A choice that is missing is in no address.
  const go = readParam(params, 'go');
  const asksForPreview = go === 'preview';
  const faults = faultsOf(draft, now);

  if (draft.course && asksForPreview && faults.length === 0) {
    const {
      personIds: _,
      courseId: _course,
      agencyId: _agency,
      ...preview
    } = await previewBatch(world.heavy.page, {
      scope,
      courseCode: draft.course,
      audience: audienceOf(draft),
    });
    const day = parseDay(draft.year, draft.month, draft.day) ?? '';
    return { ...page, step: 'preview' as const, draft, preview, day, batchId: world.random.uuid(now) };
  }

  const courses = await listCoursesToAssign(world.db);
  const course = courses.find((each) => each.code === draft.course);
  if (!course) {
    const failed = params.has('course') || go !== '';
    const answer = { ...page, isFaulty: failed, step: 'course' as const, draft, courses };
    return failed ? data(answer, { status: 422 }) : answer;
  }
  const choice =
    draft.by === 'people'
      ? await readPeople(world, scope, draft, params)
      : await readUnits(world, scope, draft, params);
  const shown = asksForPreview
    ? faults
    : draft.people.length > CHOSEN_LIMIT
      ? (['too-many'] satisfies DraftFault[])
      : [];
  const answer = {
    ...page,
    isFaulty: shown.length > 0,
    step: 'audience' as const,
    draft,
    course,
    choice,
    faults: shown,
  };
  return shown.length > 0 ? data(answer, { status: 422 }) : answer;
});

const NewBatch = z.object({
  batchId: z.uuid(),
  expected: z.coerce.number().int().min(0),
  note: z
    .string()
    .optional()
    .transform((note = '') => cleanLines(note))
    .refine((note) => [...note].length <= NOTE_LIMIT, 'long'),
});

export type PreviewAnswer = { problem: 'long' | 'changed' | 'nobody'; note: string; length: number };

export const action = serveActor(async ({ world, actor, request, context }) => {
  scopeFor(actor);
  const draft = readDraft(new URL(request.url).searchParams);
  const form = await request.formData();
  const typed = form.get('note');
  const note = typeof typed === 'string' ? typed.slice(0, 5_000) : '';
  const answer = (status: number, problem: PreviewAnswer['problem']) => {
    markFaulty(context);
    return data({ problem, note, length: [...cleanLines(note)].length } satisfies PreviewAnswer, {
      status,
    });
  };
  // The address is what the preview was of: if it says nothing that can be assigned any more, its own page says why.
  const day = parseDay(draft.year, draft.month, draft.day);
  if (!day || faultsOf(draft, world.now()).length > 0) return redirect(draftPath(draft, { go: 'preview' }), 303);
  const submission = parseWithZod(form, { schema: NewBatch });
  if (submission.status !== 'success') {
    if (!submission.error?.note) throw new DomainError('conflict', { form: 'new-assignment' });
    return answer(422, 'long');
  }
  const result = await createBatch(world, actor, {
    ...submission.value,
    courseCode: draft.course,
    audience: audienceOf(draft),
    day,
    requestId: context.requestId,
    address: context.address,
  });
  switch (result.outcome) {
    case 'created':
    case 'already-created':
      return redirect(`/manage/assignments/${result.batchId}?new=1`, 303);
    case 'changed':
      return answer(409, 'changed');
    case 'nobody':
      return answer(409, 'nobody');
    case 'due-not-after-today':
    case 'due-too-far':
      return redirect(draftPath(draft, { go: 'preview' }), 303);
    default:
      return result satisfies never;
  }
});

const STEP = { course: 0, audience: 1, preview: 2 } as const;

export default function NewAssignment() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() as PreviewAnswer | undefined;
  const words = manageWords(page.locale);
  const ways = [draftPath({ ...page.draft, course: '' }), draftPath(page.draft), undefined, undefined];
  return (
    <ManageFrame>
      <Steps
        locale={page.locale}
        label={words.steps.label}
        current={STEP[page.step]}
        items={words.steps.names.map((label, at) => ({ label, ...(ways[at] ? { href: ways[at] } : {}) }))}
      />
      {page.step === 'course' ? <CourseStep {...page} /> : null}
      {page.step === 'audience' ? (
        <Form method="get" action="/manage/assignments/new" preventScrollReset>
          <AudienceStep {...page} />
        </Form>
      ) : null}
      {page.step === 'preview' ? <PreviewStep {...page} answer={answer} /> : null}
    </ManageFrame>
  );
}
