import type { Answer, PublicQuestion } from '#app/domain/assessment/question.ts';
import { partsInWords } from '#app/ui/answer-in-words.ts';
import { A } from '#app/ui/link.tsx';
import { AnswerParts, type ComparedRow, ReviewItem } from '#app/ui/review.tsx';
import type { Bilingual, Locale } from '#app/words/locale.ts';
import { resultWords } from '#app/words/result.ts';
import { useLocale } from '../site.tsx';
import type { AttemptResult } from './attempt-result.tsx';

/** A mark as a number of points. */
export const pointsOf = (mark: { n: number; d: number }) => mark.n / mark.d;

/** A matching or an ordering line by line, so that hers and the right one stand beside each other. */
function comparedRows(
  question: PublicQuestion,
  answer: Answer | null,
  right: readonly Bilingual[] | undefined,
  locale: Locale,
): ComparedRow[] | undefined {
  if (question.type === 'matching') {
    const pairs = answer && 'pairs' in answer ? answer.pairs : {};
    return question.left?.map((left, at) => ({
      label: left[locale],
      yours: question.right?.find((each) => each.id === pairs[left.id])?.[locale] ?? null,
      right: right?.[at]?.[locale],
    }));
  }
  if (question.type !== 'ordering') return undefined;
  const positions = answer && 'positions' in answer ? answer.positions : {};
  return question.steps?.map((_, at) => ({
    label: String(at + 1),
    yours:
      question.steps
        ?.filter((step) => positions[step.id] === at + 1)
        .map((step) => step[locale])
        .join('; ') || null,
    right: right?.[at]?.[locale],
  }));
}

/** Question by question: what she answered, what it earned, and, once that may be told, what is right. */
export function ResultReview({ result }: { result: AttemptResult }) {
  const locale = useLocale();
  const words = resultWords(locale);
  const { course } = result;
  return (
    <section className="section" aria-labelledby="review">
      <h2 id="review">{words.review}</h2>
      {result.revealed ? null : <p className="muted">{words.hidden}</p>}
      <ol className="review">
        {result.questions.map((each) => {
          const lesson = result.lessons.find((one) => one.code === each.lessonCode);
          const said = partsInWords(each.question, each.answer, locale);
          return (
            <ReviewItem
              key={each.slot}
              locale={locale}
              slot={each.slot}
              text={each.question.text[locale]}
              points={pointsOf(each.mark)}
              of={1}
              rows={comparedRows(each.question, each.answer, each.right, locale)}
              answer={said ? <AnswerParts parts={said} /> : null}
              rightAnswer={each.right ? <AnswerParts parts={each.right.map((part) => part[locale])} /> : null}
              why={
                <>
                  {each.feedback ? `${each.feedback[locale]} ` : null}
                  {each.explanation ? `${each.explanation[locale]} ` : null}
                  {lesson && each.verdict !== 'right' ? (
                    <A href={`/courses/${course.slug}/lessons/${lesson.slug}`}>{words.reread(lesson.code)}</A>
                  ) : null}
                </>
              }
            />
          );
        })}
      </ol>
    </section>
  );
}
