import { json, redirect } from '@remix-run/node';
import { z } from 'zod';
import { markLessonRead } from '#app/domain/progress/read-lesson.server.ts';
import { NO_STORE } from '#app/http/headers.ts';
import { serveJson } from '#app/http/serve.server.ts';

const Body = z.object({ personId: z.uuid(), in: z.enum(['vi', 'en']), measured: z.boolean() });
const STATUS = { read: 200, 'already-read': 200, 'too-soon': 409, 'not-opened': 409, 'not-enrolled': 404 } as const;

/** Nothing to see here: who opens the address by hand goes to the lesson. */
export const loader = serveJson(async ({ params }) => {
  throw redirect(
    `/courses/${encodeURIComponent(params.slug ?? '')}/lessons/${encodeURIComponent(params.lesson ?? '')}`,
  );
});

/**
 * A lesson that was finished while there was no line, sent by the device that kept it. It is recorded for the person who
 * finished it and for nobody else who is signed in meanwhile, by the same rule as one that is sent by its page.
 */
export const action = serveJson(async ({ world, context, params, request }) => {
  const actor = await context.actor();
  if (!actor) return json({ outcome: 'sign-in' }, { status: 401, headers: NO_STORE });
  const body = Body.safeParse(await request.json().catch(() => null));
  if (!body.success) return json({ outcome: 'malformed' }, { status: 400, headers: NO_STORE });
  const { personId, in: locale, measured } = body.data;
  if (personId !== actor.personId) return json({ outcome: 'another-person' }, { status: 403, headers: NO_STORE });
  const read = await markLessonRead(world.db, {
    personId,
    slug: params.slug ?? '',
    lessonSlug: params.lesson ?? '',
    locale,
    measured,
    now: world.now(),
  });
  return json(read, { status: STATUS[read.outcome], headers: NO_STORE });
});
