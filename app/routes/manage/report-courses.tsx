import { Empty } from '#app/ui/blocks.tsx';
import { A } from '#app/ui/link.tsx';
import { Caption, FoldingRow, FoldingTable } from '#app/ui/table.tsx';
import { reportWords } from '#app/words/report.ts';
import { CountCells, CountHead, countsOf } from './report-counts.tsx';
import { type ReportPart, reportPath } from './report-view.ts';

/** The counters of each course, and their sum. */
export function ReportCourses({ view, locale }: ReportPart) {
  const words = reportWords(locale);
  const { chosen, courses, options } = view;
  if (courses.length === 0) return <Empty title={words.courses.none}>{words.courses.noneText}</Empty>;
  const here = reportPath(null)(view.agency.code);
  return (
    <section className="section" aria-labelledby="courses">
      <h2 id="courses">{words.courses.title}</h2>
      <p className="muted small">{chosen ? words.courses.note : words.courses.noteAll}</p>
      <FoldingTable className="counts">
        <Caption unseen>{words.courses.title}</Caption>
        <CountHead counts={countsOf(view.total)} locale={locale} first={words.columns.course} />
        <tbody>
          {courses.map((course) => (
            <FoldingRow key={course.code}>
              <th scope="row">
                {chosen || options.length < 2 ? (
                  `${course.code} · ${course.title}`
                ) : (
                  <A href={`${here}?${new URLSearchParams({ course: course.code })}`}>
                    {course.code} · {course.title}
                  </A>
                )}
              </th>
              <CountCells
                counts={countsOf(view.total)}
                locale={locale}
                registered={view.registered}
                figures={course.figures}
              />
            </FoldingRow>
          ))}
        </tbody>
        {courses.length > 1 ? (
          <tfoot>
            <FoldingRow>
              <th scope="row">{words.columns.sum}</th>
              <CountCells
                counts={countsOf(view.total)}
                locale={locale}
                registered={view.registered}
                figures={view.total}
              />
            </FoldingRow>
          </tfoot>
        ) : null}
      </FoldingTable>
    </section>
  );
}
