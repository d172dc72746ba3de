import type { ReactNode } from 'react';
import type { Locale } from '#app/words/locale.ts';
import { uiWords } from '#app/words/ui.ts';
import { Heading, type HeadingLevel } from './note.tsx';
import { ColumnHead, FoldingCell, FoldingRow, FoldingTable } from './table.tsx';
import { Tag } from './tag.tsx';

/** One line of a matching or an ordering: what it is about, what was put there, and what belongs there where that is shown. */
export type ComparedRow = { label: string; yours: string | null; right?: string | undefined };

type ReviewProps = {
  locale: Locale;
  slot: number;
  text: ReactNode;
  points: number;
  of: number;
  /** What was answered; nothing is said to be blank. */
  answer?: ReactNode;
  /** Instead of both answers: line by line, hers beside the right one. */
  rows?: readonly ComparedRow[] | undefined;
  /** Only where the review policy shows it. */
  rightAnswer?: ReactNode;
  /** The reason, and the way back to the lesson. */
  why?: ReactNode;
  level?: HeadingLevel;
};

/** One question after the attempt, in an `<ol className="review">`. Partly right is never called right. */
export function ReviewItem({ locale, slot, text, points, of, answer, rows, rightAnswer, why, level = 3 }: ReviewProps) {
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
      {rows ? (
        <Compared locale={locale} rows={rows} />
      ) : (
        <dl>
          <dt>{words.review.yourAnswer}</dt>
          <dd>{answer ?? words.review.blank}</dd>
          {rightAnswer && points < of ? (
            <>
              <dt>{words.review.rightAnswer}</dt>
              <dd>{rightAnswer}</dd>
            </>
          ) : null}
        </dl>
      )}
      {why ? <p className="why">{why}</p> : null}
    </li>
  );
}

/** What an answer consists of: one part in the line, several in a list. */
export function AnswerParts({ parts }: { parts: readonly string[] }) {
  if (parts.length < 2) return parts[0];
  return (
    <ul className="bullets">
      {parts.map((part) => (
        <li key={part}>{part}</li>
      ))}
    </ul>
  );
}

/** On a phone each line becomes a block of its own; where hers is right, it is said once. */
function Compared({ locale, rows }: { locale: Locale; rows: readonly ComparedRow[] }) {
  const { review } = uiWords(locale);
  const isShown = rows.some((row) => row.right !== undefined);
  return (
    <FoldingTable className="compared">
      <thead>
        <tr>
          <ColumnHead>
            <span className="unseen">{review.line}</span>
          </ColumnHead>
          <ColumnHead>{review.yourAnswer}</ColumnHead>
          {isShown ? <ColumnHead>{review.rightAnswer}</ColumnHead> : null}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <FoldingRow key={row.label}>
            {/* biome-ignore lint/a11y/noRedundantRoles: display: block on a phone takes the native role away */}
            <th scope="row" role="rowheader">
              {row.label}
            </th>
            <FoldingCell label={review.yourAnswer}>{row.yours ?? review.blank}</FoldingCell>
            {isShown ? (
              <FoldingCell label={review.rightAnswer}>
                {row.yours === row.right ? (
                  <Tag tone="ok" icon="check">
                    {review.right}
                  </Tag>
                ) : (
                  <b>{row.right}</b>
                )}
              </FoldingCell>
            ) : null}
          </FoldingRow>
        ))}
      </tbody>
    </FoldingTable>
  );
}
