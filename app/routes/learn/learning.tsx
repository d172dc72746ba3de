import { type MetaFunction, redirect } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { listCourses } from '#app/domain/learning/list-courses.server.ts';
import { markCorrectionsSeen, unseenCorrections } from '#app/domain/progress/unseen-corrections.server.ts';
import { markAssignmentsSeen } from '#app/domain/training/read-assignments.server.ts';
import { serveActor } from '#app/http/serve.server.ts';
import { Empty } from '#app/ui/blocks.tsx';
import { ButtonLink } from '#app/ui/button.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import { learnWords } from '#app/words/learn.ts';
import { Site, useLocale } from '../site.tsx';
import { LearningNext } from './learning-next.tsx';
import { NewAssignments, NewCorrections } from './learning-notices.tsx';
import { AssignedCourses, DoneCourses, OwnCourses } from './learning-rows.tsx';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${learnWords(data.locale).learning.title} – Trúc` : 'Trúc' },
];

export const loader = serveActor(async ({ world, actor, locale }) => {
  const [listed, corrected] = await Promise.all([
    listCourses(world.db, { personId: actor.personId }),
    unseenCorrections(world.db, actor.personId),
  ]);
  const courses = listed.filter(
    (course) =>
      course.mine && (course.mine.enrolment || (course.mine.assignment && course.mine.assignment.status !== 'WAIVED')),
  );
  return { locale, courses, corrected, now: world.now() };
});

/** The notice of new assignments was seen, or that of corrections in courses completed before them. */
export const action = serveActor(async ({ world, actor, request }) => {
  const form = await request.formData();
  if (form.get('do') === 'corrections') {
    const seen = form.getAll('correction').flatMap((value) => {
      const [, code, number] = /^([A-Z]\d{1,2}):(\d{1,4})$/.exec(String(value)) ?? [];
      return code && number ? [{ code, changeNumber: Number(number) }] : [];
    });
    await markCorrectionsSeen(world.db, { personId: actor.personId, seen, now: world.now() });
  } else await markAssignmentsSeen(world.db, actor.personId, world.now());
  return redirect('/learning');
});

export default function Learning() {
  const { courses, corrected, now } = useLoaderData<typeof loader>();
  const locale = useLocale();
  const words = learnWords(locale).learning;
  const open = courses.filter((course) => !course.mine?.completedAt);
  const done = courses.filter((course) => course.mine?.completedAt);
  const assigned = open
    .filter((course) => course.mine?.assignment)
    .sort(
      (a, b) => Number(new Date(a.mine?.assignment?.dueAt ?? 0)) - Number(new Date(b.mine?.assignment?.dueAt ?? 0)),
    );
  const own = open.filter((course) => !course.mine?.assignment);
  const unseen = assigned.filter((course) => !course.mine?.assignment?.seenAt);
  const first = assigned[0] ?? own[0];
  return (
    <Site>
      <Title>{words.title}</Title>
      <div className="stack-wide">
        <NewAssignments unseen={unseen} />
        <NewCorrections corrected={corrected} />
        {first ? <LearningNext first={first} now={now} /> : null}
        {courses.length === 0 ? (
          <Empty title={words.empty} actions={<ButtonLink href="/courses">{words.choose}</ButtonLink>}>
            {words.emptyText}
          </Empty>
        ) : null}
        <AssignedCourses courses={assigned} now={now} />
        <OwnCourses courses={own} />
        <DoneCourses courses={done} />
      </div>
    </Site>
  );
}
