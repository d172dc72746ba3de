import type { MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { listProblems } from '#app/domain/accounts/report-problem.server.ts';
import { NATIONAL_CODE } from '#app/domain/agencies/agency-codes.ts';
import { listUnprintable } from '#app/domain/certificates/list-unprintable.server.ts';
import { nameCharacters } from '#app/domain/clean-text.ts';
import { readChainState } from '#app/domain/ledger/chain-audit.server.ts';
import { listTroubles, readAdminOverview } from '#app/domain/reporting/admin-overview.server.ts';
import { serveActor } from '#app/http/serve.server.ts';
import { Empty } from '#app/ui/blocks.tsx';
import { Facts } from '#app/ui/facts.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import { PersonName } from '#app/ui/person-name.tsx';
import { Tag } from '#app/ui/tag.tsx';
import { adminWords } from '#app/words/admin.ts';
import { formatDateTime, formatNumber } from '#app/words/format.ts';
import type { Locale } from '#app/words/locale.ts';
import { pageTitle } from '#app/words/page-title.ts';
import { troubleWords } from '#app/words/trouble.ts';
import { AdminFrame } from './admin-frame.tsx';
import { requireAdministrator } from './require-administrator.server.ts';
import { Troubles } from './troubles.tsx';

/** Issuing takes under a second and folding runs every second: what is older than this is held up. */
const CERTIFICATE_SLOW_MS = 2 * 60_000;
const DELTA_SLOW_MS = 30_000;
const CHAIN_SLOW_MS = 60_000;
const PROBLEMS = 20;

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  const locale = data?.locale ?? 'vi';
  return [{ title: pageTitle(locale, adminWords(locale).overview.title) }];
};

export const loader = serveActor(async ({ world, actor, context, locale }) => {
  requireAdministrator(actor);
  // Reports come from anybody anywhere, and the machines are the whole country's: those who administer it read of them.
  const isNational = actor.grants.some((grant) => grant.role === 'ADMINISTRATOR' && grant.agencyCode === NATIONAL_CODE);
  const [chain, overview, queue, problems, troubles, unprintable] = await Promise.all([
    readChainState(world.db),
    readAdminOverview(world.heavy.page),
    world.queueDepth().catch((error: unknown) => {
      world.log.warn({ err: error, requestId: context.requestId }, 'the queue does not answer');
      return null;
    }),
    isNational ? listProblems(world.db, PROBLEMS) : null,
    isNational ? listTroubles(world.db) : null,
    listUnprintable(world.heavy.page, actor),
  ]);
  return { locale, now: world.now(), chain, overview, queue, problems, troubles, unprintable };
});

type Health = 'fine' | 'slow' | 'broken';

function HealthTag({ locale, health }: { locale: Locale; health: Health }) {
  const looks = {
    fine: { tone: 'ok', icon: 'check' },
    slow: { tone: 'warn', icon: 'clock' },
    broken: { tone: 'alarm', icon: 'alert' },
  } as const;
  return <Tag {...looks[health]}>{adminWords(locale).overview[health]}</Tag>;
}

export default function AdminOverviewPage() {
  const { locale, now, chain, overview, queue, problems, troubles, unprintable } = useLoaderData<typeof loader>();
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
    <AdminFrame>
      <Title lede={words.lede}>{words.title}</Title>
      <div className="stack-wide">
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
        {troubles ? <Troubles locale={locale} {...troubles} /> : null}
        {unprintable.length > 0 ? (
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
        ) : null}
        {problems ? (
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
        ) : null}
      </div>
    </AdminFrame>
  );
}
