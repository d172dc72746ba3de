import { Facts } from '#app/ui/facts.tsx';
import { Tag } from '#app/ui/tag.tsx';
import { adminWords } from '#app/words/admin.ts';
import { formatDateTime, formatNumber } from '#app/words/format.ts';
import type { Locale } from '#app/words/locale.ts';
import { troubleWords } from '#app/words/trouble.ts';
import type { Loaded } from './overview.tsx';

/** Issuing takes under a second and folding runs every second: what is older than this is held up. */
const CERTIFICATE_SLOW_MS = 2 * 60_000;
const DELTA_SLOW_MS = 30_000;
const CHAIN_SLOW_MS = 60_000;

type Health = 'fine' | 'slow' | 'broken';

/** Whether a part of the product is well, in a word. */
export function HealthTag({ locale, health }: { locale: Locale; health: Health }) {
  const looks = {
    fine: { tone: 'ok', icon: 'check' },
    slow: { tone: 'warn', icon: 'clock' },
    broken: { tone: 'alarm', icon: 'alert' },
  } as const;
  return <Tag {...looks[health]}>{adminWords(locale).overview[health]}</Tag>;
}

type SystemStateProps = Pick<Loaded, 'locale' | 'now' | 'chain' | 'overview' | 'queue'>;

/** What waits, what runs, and when it was last recounted. */
export function SystemState({ locale, now, chain, overview, queue }: SystemStateProps) {
  const words = adminWords(locale).overview;
  const waiting = (what: { count: number; oldestAt: Date | null }, slowMs: number) => {
    const ms = what.oldestAt ? now.getTime() - what.oldestAt.getTime() : 0;
    return {
      value: what.oldestAt ? words.waits(what.count, ms) : words.nothingWaits,
      action: <HealthTag locale={locale} health={ms > slowMs ? 'slow' : 'fine'} />,
    };
  };
  const { lastRecount, workers } = overview;
  const machines = troubleWords(locale);
  const counts = (['waiting', 'active', 'delayed', 'failed'] as const).map((state) =>
    queue ? `${formatNumber(locale, queue[state])} ${words.queueCounts[state]}` : '',
  );
  return (
    <section aria-labelledby="state">
      <h2 id="state">{words.state}</h2>
      <Facts
        wide
        className="spaced"
        items={[
          { term: words.certificates, ...waiting(overview.unissued, CERTIFICATE_SLOW_MS) },
          { term: words.deltas, ...waiting(overview.deltas, DELTA_SLOW_MS) },
          {
            term: words.chain,
            ...waiting({ count: chain.pending, oldestAt: chain.oldestPendingAt }, CHAIN_SLOW_MS),
            value: chain.oldestPendingAt
              ? `${words.chained(chain.chained)} · ${words.waits(chain.pending, now.getTime() - chain.oldestPendingAt.getTime())}`
              : words.chained(chain.chained),
          },
          {
            term: words.guard,
            value: chain.exposed ? words.exposed : words.guarded,
            action: chain.exposed ? (
              <Tag tone="alarm" icon="alert">
                {words.unprotected}
              </Tag>
            ) : (
              <Tag tone="ok" icon="check">
                {words.protected}
              </Tag>
            ),
          },
          {
            term: machines.worker,
            value: workers.seenAt
              ? machines.workerRuns(workers.running, formatDateTime(locale, workers.seenAt))
              : machines.workerNever,
            action: <HealthTag locale={locale} health={workers.running > 0 ? 'fine' : 'broken'} />,
          },
          {
            term: words.queue,
            value: queue ? counts.join(' · ') : words.queueDown,
            action: <HealthTag locale={locale} health={queue && queue.failed === 0 ? 'fine' : 'broken'} />,
          },
          {
            term: words.recount,
            value: lastRecount
              ? words.recounted(
                  formatDateTime(locale, lastRecount.finishedAt),
                  lastRecount.compared,
                  lastRecount.differences,
                )
              : words.neverRecounted,
            ...(lastRecount
              ? { action: <HealthTag locale={locale} health={lastRecount.differences === 0 ? 'fine' : 'broken'} /> }
              : {}),
          },
        ]}
      />
    </section>
  );
}
