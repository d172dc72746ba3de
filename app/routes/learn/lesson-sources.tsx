import type { LessonSource } from '#app/domain/learning/get-lesson.server.ts';
import type { Locale } from '#app/words/locale.ts';
import { describeSource, sourceWords } from '#app/words/sources.ts';

/**
 * The documents that a lesson rests on, each with its number, day and state, and a plain link that opens it outside of the
 * product where its page is known. In print the address stands beside it.
 */
export function LessonSources({ sources, locale }: { sources: readonly LessonSource[]; locale: Locale }) {
  if (sources.length === 0) return null;
  const words = sourceWords(locale);
  return (
    <section className="documents" aria-labelledby="documents">
      <h2 id="documents">{words.heading}</h2>
      {sources.some(({ url }) => url) ? <p className="small muted no-print">{words.notice}</p> : null}
      <ul className="plainlist">
        {sources.map((source) => {
          const said = describeSource(locale, source);
          return (
            <li key={source.id}>
              <p>
                {source.url ? (
                  <a href={source.url} target="_blank" rel="noopener noreferrer">
                    {said.name} ({said.host})
                  </a>
                ) : (
                  <b>{said.name}</b>
                )}{' '}
                <span className="muted">{said.when}</span>
              </p>
              {said.about ? <p className="about">{said.about}</p> : null}
              {said.warning ? <p className="ended">{said.warning}</p> : null}
              <p className="small muted">{said.remarks.join(' ')}</p>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
