import type { NotedTrouble } from '#app/domain/reporting/admin-overview.server.ts';
import { Empty } from '#app/ui/blocks.tsx';
import { Tag } from '#app/ui/tag.tsx';
import { formatDateTime } from '#app/words/format.ts';
import type { Locale } from '#app/words/locale.ts';
import { troubleWords } from '#app/words/trouble.ts';

/** What goes wrong on the machines, and what has mended itself since yesterday. */
export function Troubles({ locale, list, more }: { locale: Locale; list: readonly NotedTrouble[]; more: number }) {
  const words = troubleWords(locale);
  return (
    <section className="section" aria-labelledby="troubles">
      <h2 id="troubles">{words.title}</h2>
      <p className="meta">{words.lede}</p>
      {list.length === 0 ? (
        <Empty level={3} title={words.none.title}>
          {words.none.text}
        </Empty>
      ) : (
        <ul className="rows ended">
          {list.map((trouble) => (
            <li key={`${trouble.kind} ${trouble.subject}`}>
              <div>
                <p>
                  {trouble.endedAt ? (
                    <Tag tone="ok" icon="check">
                      {words.over}
                    </Tag>
                  ) : (
                    <Tag tone="alarm" icon="alert">
                      {words.going}
                    </Tag>
                  )}{' '}
                  {words.kinds[trouble.kind](trouble.subject, trouble.detail)}
                </p>
                <p className="meta">
                  <span>{words.since(formatDateTime(locale, trouble.since))}</span>
                  {trouble.times > 1 ? (
                    <span>
                      {words.times(trouble.times)}, {words.last(formatDateTime(locale, trouble.lastAt))}
                    </span>
                  ) : null}
                  {trouble.endedAt ? <span>{words.ended(formatDateTime(locale, trouble.endedAt))}</span> : null}
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
      {more > 0 ? <p className="meta">{words.more(more)}</p> : null}
    </section>
  );
}
