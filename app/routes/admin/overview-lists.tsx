import { nameCharacters } from '#app/domain/clean-text.ts';
import { Empty } from '#app/ui/blocks.tsx';
import { PersonName } from '#app/ui/person-name.tsx';
import { adminWords } from '#app/words/admin.ts';
import { formatDateTime } from '#app/words/format.ts';
import type { Loaded } from './overview.tsx';
import { HealthTag } from './system-state.tsx';

/** Certificates that wait because the font lacks a letter of the name; nothing without any. */
export function Unprintable({ locale, unprintable }: Pick<Loaded, 'locale' | 'unprintable'>) {
  const words = adminWords(locale).overview;
  if (unprintable.length === 0) return null;
  return (
    <section className="section" aria-labelledby="unprintable">
      <h2 id="unprintable">{words.unprintable}</h2>
      <p>{words.unprintableText}</p>
      <ul className="rows ended">
        {unprintable.map((each) => (
          <li key={each.id}>
            <div>
              <p>
                <PersonName>{each.holderName}</PersonName> · {each.courseCode} · {each.serial}
              </p>
              <p className="meta">
                <span>{words.missing(nameCharacters(each.characters))}</span>
                <span>{words.reservedAt(formatDateTime(locale, each.reservedAt))}</span>
              </p>
            </div>
            <HealthTag locale={locale} health="broken" />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What people reported, the newest first. */
export function Problems({ locale, problems }: Pick<Loaded, 'locale'> & { problems: NonNullable<Loaded['problems']> }) {
  const words = adminWords(locale).overview;
  return (
    <section className="section" aria-labelledby="problems">
      <h2 id="problems">{words.problems}</h2>
      {problems.length === 0 ? (
        <Empty level={3} title={words.noProblems.title}>
          {words.noProblems.text}
        </Empty>
      ) : (
        <ul className="rows ended">
          {problems.map((problem) => (
            <li key={problem.id}>
              <div>
                <p>{problem.message}</p>
                <p className="meta">
                  <span>{formatDateTime(locale, problem.createdAt)}</span>
                  <span>
                    {words.page}: {problem.pageUrl || '–'}
                  </span>
                  <span>
                    {words.contact}: {problem.contact ?? words.noContact}
                  </span>
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
