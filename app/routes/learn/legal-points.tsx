import { courseWords } from '#app/words/course.ts';
import type { Locale } from '#app/words/locale.ts';

type LegalPointsProps = { points: readonly { about: string; point: string }[]; locale: Locale };

/** What a lawyer has to answer about lessons of the course; nothing where nothing is open. */
export function LegalPoints({ points, locale }: LegalPointsProps) {
  if (points.length === 0) return null;
  const words = courseWords(locale);
  return (
    <section className="section" aria-labelledby="legal-points">
      <h2 id="legal-points">{words.legalPoints}</h2>
      <p className="muted">{words.legalPointsText}</p>
      <ul className="bullets">
        {points.map(({ about, point }) => (
          <li key={point}>
            <strong>{about}.</strong> {point}
          </li>
        ))}
      </ul>
    </section>
  );
}
