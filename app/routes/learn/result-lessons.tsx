import { TargetBar } from '#app/ui/chart.tsx';
import { A } from '#app/ui/link.tsx';
import { resultWords } from '#app/words/result.ts';
import { useLocale } from '../site.tsx';
import type { AttemptResult } from './attempt-result.tsx';

type ByLesson = AttemptResult['lessons'][number] & { of: number; points: number };
type ResultLessonsProps = { result: AttemptResult; byLesson: readonly ByLesson[] };

/** How far the points are along their way to the pass mark, and which lesson they come from. */
export function ResultLessons({ result, byLesson }: ResultLessonsProps) {
  const locale = useLocale();
  const words = resultWords(locale);
  const { course, earned, possible, passPercent } = result;
  const percent = words.percent(earned.n, earned.d * possible);
  return (
    <section className="section split halves" aria-label={words.byLesson}>
      <TargetBar
        title={words.yours}
        deck={words.deck}
        label={words.chart(percent, passPercent)}
        percent={(earned.n * 100) / (earned.d * possible)}
        mark={words.you(percent)}
        target={passPercent}
        targetMark={words.passMark(passPercent)}
      />
      <table>
        <caption>{words.byLesson}</caption>
        <thead>
          <tr>
            <th scope="col">{words.lesson}</th>
            <th scope="col" className="num">
              {words.points}
            </th>
          </tr>
        </thead>
        <tbody>
          {byLesson.map((lesson) => (
            <tr key={lesson.code}>
              <th scope="row">
                <A href={`/courses/${course.slug}/lessons/${lesson.slug}`}>
                  {lesson.code}. {locale === 'vi' ? lesson.titleVi : lesson.titleEn}
                </A>
              </th>
              <td className="num nowrap">{words.of(lesson.points, lesson.of)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
