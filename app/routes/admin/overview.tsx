import type { MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { listProblems } from '#app/domain/accounts/report-problem.server.ts';
import { NATIONAL_CODE } from '#app/domain/agencies/agency-codes.ts';
import { listUnprintable } from '#app/domain/certificates/list-unprintable.server.ts';
import { readChainState } from '#app/domain/ledger/chain-audit.server.ts';
import { listTroubles, readAdminOverview } from '#app/domain/reporting/admin-overview.server.ts';
import { serveActor } from '#app/http/serve.server.ts';
import { Title } from '#app/ui/page-shell.tsx';
import { adminWords } from '#app/words/admin.ts';
import { pageTitle } from '#app/words/page-title.ts';
import { AdminFrame } from './admin-frame.tsx';
import { Problems, Unprintable } from './overview-lists.tsx';
import { requireAdministrator } from './require-administrator.server.ts';
import { SystemState } from './system-state.tsx';
import { Troubles } from './troubles.tsx';

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

export type Loaded = ReturnType<typeof useLoaderData<typeof loader>>;

export default function AdminOverviewPage() {
  const { locale, now, chain, overview, queue, problems, troubles, unprintable } = useLoaderData<typeof loader>();
  const words = adminWords(locale).overview;
  return (
    <AdminFrame>
      <Title lede={words.lede}>{words.title}</Title>
      <div className="stack-wide">
        <SystemState {...{ locale, now, chain, overview, queue }} />
        {troubles ? <Troubles locale={locale} {...troubles} /> : null}
        <Unprintable locale={locale} unprintable={unprintable} />
        {problems ? <Problems locale={locale} problems={problems} /> : null}
      </div>
    </AdminFrame>
  );
}
