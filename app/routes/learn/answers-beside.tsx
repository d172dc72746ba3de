import type { AnswerBeside } from '#app/domain/assessment/read-attempt.server.ts';
import type { ReviewedQuestion } from '#app/domain/assessment/review-paper.ts';
import { answerInWords } from '#app/ui/answer-in-words.ts';
import type { Locale } from '#app/words/locale.ts';
import { quizWords } from '#app/words/quiz.ts';
import { resultWords } from '#app/words/result.ts';

type Props = {
  locale: Locale;
  beside: readonly AnswerBeside[];
  questions: readonly Pick<ReviewedQuestion, 'slot' | 'question'>[];
};

/** Answers of a finished paper that did not count: what each says, where it was written, and why. */
export function AnswersBeside({ locale, beside, questions }: Props) {
  const { choice } = quizWords(locale);
  const result = resultWords(locale);
  if (beside.length === 0) return null;
  return (
    <section className="section" aria-labelledby="beside">
      <h2 id="beside">{result.beside}</h2>
      <p>{result.besideText}</p>
      <ul className="bullets">
        {beside.map(({ slot, answer, device, writtenAt, reason }) => {
          const question = questions.find((each) => each.slot === slot)?.question;
          const said = question ? answerInWords(question, answer, locale) : null;
          return (
            <li key={`${slot} ${reason} ${writtenAt} ${said}`}>
              <b>{result.besideOf(slot)}</b> {said ? <q>{said}</q> : choice.blank}{' '}
              <span className="muted">
                ({choice.from(device ? choice[device] : choice.unknown, writtenAt)}; {result.besideWhy[reason]})
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
