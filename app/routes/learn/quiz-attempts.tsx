import { A } from '#app/ui/link.tsx';
import { Tag } from '#app/ui/tag.tsx';
import { quizWords } from '#app/words/quiz.ts';
import { resultWords } from '#app/words/result.ts';
import { useLocale } from '../site.tsx';
import type { Loaded } from './quiz.tsx';

/** Her attempts so far, each with what came of it; nothing before the first. */
export function QuizAttempts({ attempts, allowed }: Pick<Loaded, 'attempts' | 'allowed'>) {
  const locale = useLocale();
  const words = quizWords(locale).door;
  if (attempts.length === 0) return null;
  return (
    <section aria-labelledby="attempts" className="section">
      <h2 id="attempts">{words.attempts}</h2>
      <ul className="rows ended">
        {attempts.map((attempt) => (
          <li key={attempt.id}>
            <div>
              <h3>
                <A href={attempt.state === 'FINISHED' ? `/attempts/${attempt.id}/result` : `/attempts/${attempt.id}`}>
                  {words.attempt(attempt.number, allowed)}
                </A>
              </h3>
            </div>
            <div>
              {attempt.state === 'IN_PROGRESS' ? (
                <Tag icon="half">{words.inProgress}</Tag>
              ) : attempt.isPassed ? (
                <Tag tone="ok" icon="check">
                  {resultWords(locale).passed}
                </Tag>
              ) : (
                <Tag tone="warn" icon="half">
                  {words.notPassed}
                </Tag>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
