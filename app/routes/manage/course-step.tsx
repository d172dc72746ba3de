import { Form } from '@remix-run/react';
import type { CourseToAssign } from '#app/domain/training/find-audience.server.ts';
import { Empty } from '#app/ui/blocks.tsx';
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx';
import { Faults } from '#app/ui/faults.tsx';
import { Choice, FieldGroup } from '#app/ui/field.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import type { Locale } from '#app/words/locale.ts';
import { manageWords } from '#app/words/manage.ts';
import { manageNewAssignmentWords } from '#app/words/manage-new-assignment.ts';
import type { Draft } from './assignment-draft.ts';
import { DraftInputs } from './draft-inputs.tsx';

type CourseStepProps = { locale: Locale; draft: Draft; courses: CourseToAssign[]; isFaulty: boolean };

/** Step 1: one course. What was chosen further on stays in the form. */
export function CourseStep({ locale, draft, courses, isFaulty }: CourseStepProps) {
  const words = manageNewAssignmentWords(locale).course;
  const programmes = [...new Map(courses.map((course) => [course.programmeCode, course])).values()];
  const back = (
    <ButtonLink look="plain" href="/manage/assignments">
      {words.back}
    </ButtonLink>
  );
  if (courses.length === 0) {
    return (
      <Empty level={1} title={words.empty} actions={back}>
        {words.emptyText}
      </Empty>
    );
  }
  return (
    <>
      {isFaulty ? (
        <Faults locale={locale} title={words.failed} faults={[{ field: 'course', message: words.missing }]} />
      ) : null}
      <Title>{words.title}</Title>
      <Form method="get" action="/manage/assignments/new" className="stack">
        <DraftInputs draft={draft} without={['course']} />
        <div id="course" tabIndex={-1}>
          {programmes.map((programme, at) => (
            <FieldGroup
              key={programme.programmeCode}
              id={`programme-${programme.programmeCode}`}
              legend={locale === 'vi' ? programme.programmeVi : programme.programmeEn}
              error={isFaulty && at === 0 ? words.missing : null}
            >
              {courses
                .filter((course) => course.programmeCode === programme.programmeCode)
                .map((course) => (
                  <Choice
                    key={course.code}
                    name="course"
                    value={course.code}
                    defaultChecked={course.code === draft.course}
                    label={manageWords(locale).courseTitle(
                      course.code,
                      locale === 'vi' ? course.titleVi : course.titleEn,
                    )}
                    hint={words.meta(course.lessonCount, locale === 'vi' ? course.minutesVi : course.minutesEn)}
                  />
                ))}
            </FieldGroup>
          ))}
        </div>
        <Actions className="section">
          <Button name="go" value="choose">
            {words.next}
          </Button>
          {back}
        </Actions>
      </Form>
    </>
  );
}
