import type { LinksFunction, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { listCertificates } from '#app/domain/certificates/read-certificates.server.ts';
import { serveActor } from '#app/http/serve.server.ts';
import { Empty } from '#app/ui/blocks.tsx';
import { ButtonLink } from '#app/ui/button.tsx';
import { CertificateStrip } from '#app/ui/certificate.tsx';
import { A } from '#app/ui/link.tsx';
import { Note } from '#app/ui/note.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import certificateStyles from '#app/ui/styles/certificate.css?url';
import { StatusTag, Tag } from '#app/ui/tag.tsx';
import { certificateWords } from '#app/words/certificates.ts';
import { formatBytes } from '#app/words/format.ts';
import { Site, useLocale } from '../site.tsx';
import { useWaiting } from './use-waiting.ts';

export const links: LinksFunction = () => [{ rel: 'stylesheet', href: certificateStyles }];
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${certificateWords(data.locale).title} – Trúc` : 'Trúc' },
];

export const loader = serveActor(async ({ world, actor, locale }) => ({
  locale,
  certificates: await listCertificates(world.db, actor.personId, world.now()),
}));

export default function Certificates() {
  const { certificates } = useLoaderData<typeof loader>();
  const locale = useLocale();
  const words = certificateWords(locale);
  useWaiting(certificates.some((each) => each.state === 'reserved' && !each.unprintable));
  return (
    <Site>
      <Title lede={words.lede}>{words.title}</Title>
      {certificates.length === 0 ? (
        <Empty title={words.empty} actions={<ButtonLink href="/courses">{words.toCourses}</ButtonLink>}>
          {words.emptyText}
        </Empty>
      ) : (
        <div className="stack-wide">
          <ul className="plainlist">
            {certificates.map((each) => (
              <CertificateStrip
                key={each.id}
                title={<A href={`/certificates/${each.id}`}>{each.statement.course.title[locale]}</A>}
                meta={words.meta(each.statement.course.code, each.statement.completedAt, each.statement.issuer[locale])}
                serial={each.serial}
                status={
                  each.state === 'reserved' ? (
                    <Tag icon={each.unprintable ? 'clock' : 'sync'}>
                      {each.unprintable ? words.unprintable : words.preparing}
                    </Tag>
                  ) : each.state === 'superseded' ? (
                    <StatusTag locale={locale} status="replaced">
                      {words.superseded(each.supersededBySerial ?? '', each.supersededAt ?? '')}
                    </StatusTag>
                  ) : each.state === 'revoked' ? (
                    <StatusTag locale={locale} status="revoked">
                      {words.revoked(each.revokedAt ?? '')}
                    </StatusTag>
                  ) : (
                    <StatusTag locale={locale} status={each.state} />
                  )
                }
                actions={
                  <>
                    {each.state === 'reserved' ? null : (
                      <ButtonLink
                        icon="download"
                        look={each.state === 'valid' ? 'filled' : 'quiet'}
                        href={`/certificates/${each.id}/document.pdf`}
                      >
                        {words.download(formatBytes(locale, each.documentBytes ?? 0))}
                      </ButtonLink>
                    )}
                    <ButtonLink look="quiet" href={`/verify/${each.serial}`}>
                      {words.verify}
                    </ButtonLink>
                  </>
                }
              />
            ))}
          </ul>
          <Note tone="plain" title={words.wrong}>
            {words.wrongText}
          </Note>
        </div>
      )}
    </Site>
  );
}
