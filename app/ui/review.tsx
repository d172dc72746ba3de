import type { ReactNode } from 'react';
import type { Locale } from '#app/words/locale.ts';
import { uiWords } from '#app/words/ui.ts';
import { Heading, type HeadingLevel } from './note.tsx';
import { Tag } from './tag.tsx';

type ReviewProps = {
  locale: Locale;
  slot: number;
  text: ReactNode;
  points: number;
  of: number;
  /** What was answered; nothing is said to be blank. */
  answer: ReactNode;
  /** Only where the review policy shows it. */
  rightAnswer?: ReactNode;
  /** The reason, and the way back to the lesson. */
  why?: ReactNode;
  level?: HeadingLevel;
};

/** One question after the attempt, in an `<ol className="review">`. Partly right is never called right. */
export function ReviewItem({ locale, slot, text, points, of, answer, rightAnswer, why, level = 3 }: ReviewProps) {
  const words = uiWords(locale);
  const score = words.review.points(points, of);
  return (
    <li>
      <Heading level={level}>
        {words.question.number(slot)}. {text}
      </Heading>
      {points >= of ? (
        <Tag tone="ok" icon="check">
          {words.review.right} · {score}
        </Tag>
      ) : points > 0 ? (
        <Tag tone="warn" icon="half">
          {words.review.partly} · {score}
        </Tag>
      ) : (
        <Tag tone="alarm" icon="x">
          {words.review.wrong} · {score}
        </Tag>
      )}
      <dl>
        <dt>{words.review.yourAnswer}</dt>
        <dd>{answer ?? words.review.blank}</dd>
        {rightAnswer ? (
          <>
            <dt>{words.review.rightAnswer}</dt>
            <dd>{rightAnswer}</dd>
          </>
        ) : null}
      </dl>
      {why ? <p className="why">{why}</p> : null}
    </li>
  );
}
