import { Stalk, StalkItem } from '#app/ui/culm.tsx';
import { A } from '#app/ui/link.tsx';
import { StatusTag, Tag } from '#app/ui/tag.tsx';
import { attemptRequestWords } from '#app/words/attempt-requests.ts';
import { courseWords } from '#app/words/course.ts';
import { useLocale } from '../site.tsx';
import type { Loaded } from './course.tsx';
import type { NextStepOfCourse } from './next-step.ts';

type CourseContentsProps = Pick<Loaded, 'course'> & { step: NextStepOfCourse };

/** Modules and lessons, the quiz and the certificate, with how far she has come. */
export function CourseContents({ course, step }: CourseContentsProps) {
  const locale = useLocale();
  const words = courseWords(locale);
  const { mine, slug } = course;
  const isEnrolled = Boolean(mine?.enrolment);
  const lessons = course.modules.flatMap((module) => module.lessons);
  const done = lessons.filter((lesson) => lesson.readAt).length;
  const firstUnread = lessons.find((lesson) => !lesson.readAt)?.code;
  return (
    <section aria-labelledby="content-of-course">
      <h2 id="content-of-course">{words.content}</h2>
      {isEnrolled ? (
        <p className="muted small">
          {words.progress(done, lessons.length)} <A href={`/courses/${slug}/aids`}>{words.aids}</A>
        </p>
      ) : (
        <p className="muted">{course.summary}</p>
      )}
      {course.modules.map((module, at) => (
        <div key={module.title.vi} className="stack">
          <h3>{words.module(at + 1, module.title[locale])}</h3>
          <Stalk>
            {module.lessons.map((lesson) => (
              <StalkItem
                key={lesson.code}
                state={lesson.readAt ? 'done' : isEnrolled && lesson.code === firstUnread ? 'now' : 'todo'}
                name={`${lesson.code}. ${lesson.title[locale]}`}
                href={isEnrolled ? `/courses/${slug}/lessons/${lesson.slug}` : undefined}
                meta={words.minutesMeta(lesson.minutes[locale], lesson.outcome[locale])}
                tag={
                  isEnrolled ? (
                    <StatusTag
                      locale={locale}
                      status={lesson.readAt ? 'learned' : lesson.openedAt ? 'learning' : 'notStarted'}
                    />
                  ) : undefined
                }
              />
            ))}
          </Stalk>
        </div>
      ))}
      <CourseEnd course={course} step={step} areAllRead={done === lessons.length} />
    </section>
  );
}

/** What stands at the end of a course: the quiz and the certificate. */
function CourseEnd({ course, step, areAllRead }: CourseContentsProps & { areAllRead: boolean }) {
  const locale = useLocale();
  const words = courseWords(locale);
  const asking = attemptRequestWords(locale).short;
  const { quiz, mine, slug } = course;
  const certificate = mine?.certificate ?? null;
  return (
    <Stalk>
      <StalkItem
        state={mine?.completion ? 'done' : step.kind === 'quiz' || step.kind === 'quiz-open' ? 'now' : 'todo'}
        name={words.quiz}
        href={mine?.enrolment && areAllRead ? `/courses/${slug}/quiz` : undefined}
        meta={words.quizMeta(quiz.questionCount, quiz.passPercent, quiz.attemptLimit)}
        tag={
          mine?.completion ? (
            <StatusTag locale={locale} status="passed" />
          ) : step.kind === 'none-left' ? (
            <Tag icon={step.standing === 'waiting' ? 'clock' : 'half'}>
              {step.standing === 'waiting' ? asking.tag : words.quizNoneLeft}
            </Tag>
          ) : areAllRead ? (
            <Tag icon="ring">{words.quizReady}</Tag>
          ) : (
            <StatusTag locale={locale} status="locked" />
          )
        }
      />
      <StalkItem
        state={certificate ? 'done' : 'todo'}
        name={words.certificate}
        href={certificate ? `/certificates/${certificate.id}` : undefined}
        meta={words.certificateMeta}
        tag={
          certificate?.status === 'ISSUED' ? (
            <Tag tone="ok" icon="check">
              {words.issued}
            </Tag>
          ) : (
            <Tag icon={certificate ? 'sync' : 'ring'}>{certificate ? words.preparing : words.notIssued}</Tag>
          )
        }
      />
    </Stalk>
  );
}
