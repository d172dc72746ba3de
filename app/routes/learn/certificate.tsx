import type { LinksFunction, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { getCertificate } from '#app/domain/certificates/read-certificates.server.ts';
import { nameCharacters } from '#app/domain/clean-text.ts';
import { parseId } from '#app/domain/ids.ts';
import { serveActor } from '#app/http/serve.server.ts';
import { Actions, ButtonLink } from '#app/ui/button.tsx';
import { CertificateThumb, Serial } from '#app/ui/certificate.tsx';
import { Facts } from '#app/ui/facts.tsx';
import { A } from '#app/ui/link.tsx';
import { Note } from '#app/ui/note.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import { PersonName } from '#app/ui/person-name.tsx';
import certificateStyles from '#app/ui/styles/certificate.css?url';
import { StatusTag } from '#app/ui/tag.tsx';
import { Crumbs } from '#app/ui/wayfinding.tsx';
import { certificateWords } from '#app/words/certificates.ts';
import { formatBytes, formatDate } from '#app/words/format.ts';
import { Site, useLocale } from '../site.tsx';
import { useWaiting } from './use-waiting.ts';

export const links: LinksFunction = () => [{ rel: 'stylesheet', href: certificateStyles }];
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${certificateWords(data.locale).title} ${data.certificate.serial} – Trúc` : 'Trúc' },
];

export const loader = serveActor(async ({ world, actor, params, locale }) => ({
  locale,
  certificate: await getCertificate(
    world.db,
    { certificateId: parseId(params.certificateId), personId: actor.personId },
    world.now(),
  ),
}));

export default function Certificate() {
  const { certificate } = useLoaderData<typeof loader>();
  const locale = useLocale();
  const words = certificateWords(locale);
  const { statement, serial, state } = certificate;
  const other = locale === 'vi' ? 'en' : 'vi';
  const { unprintable } = certificate;
  useWaiting(state === 'reserved' && !unprintable);
  return (
    <Site>
      <Crumbs locale={locale} items={[{ href: '/certificates', label: words.title }]} here={statement.course.code} />
      <Title over={words.title} other={{ locale: other, text: statement.course.title[other] }}>
        {statement.course.title[locale]}
      </Title>
      <div className="split aside">
        <div className="stack-wide">
          {state === 'reserved' && !unprintable ? <Note tone="info" icon="sync" title={words.preparing} live /> : null}
          {unprintable ? (
            <Note tone="warn" title={words.unprintable}>
              {words.unprintableText(nameCharacters(unprintable))}
            </Note>
          ) : null}
          {state === 'superseded' ? (
            <Note
              tone="warn"
              icon="sync"
              title={words.superseded(certificate.supersededBySerial ?? '', certificate.supersededAt ?? '')}
            />
          ) : null}
          {state === 'revoked' ? (
            <Note tone="alarm" icon="ban" title={words.revoked(certificate.revokedAt ?? '')}>
              {certificate.revokedReason ?? ''}
            </Note>
          ) : null}
          <Facts
            wide
            items={[
              {
                term: words.holder,
                value: (
                  <b>
                    <PersonName>{statement.holderName}</PersonName>
                  </b>
                ),
              },
              { term: words.agency, value: statement.holderAgency[locale] },
              { term: words.completedOn, value: formatDate(locale, statement.completedAt) },
              { term: words.learned, value: words.minutes(statement.course.lessons, statement.course.minutes) },
              { term: words.issuer, value: statement.issuer[locale] },
              { term: words.serial, value: <Serial>{serial}</Serial> },
            ]}
          />
          <Actions>
            {state === 'reserved' ? null : (
              <ButtonLink icon="download" href={`/certificates/${certificate.id}/document.pdf`}>
                {words.download(formatBytes(locale, certificate.documentBytes ?? 0))}
              </ButtonLink>
            )}
          </Actions>
        </div>
        <aside className="stack" aria-label={words.link}>
          <CertificateThumb />
          {state === 'valid' ? <StatusTag locale={locale} status="valid" boxed /> : null}
          <p className="label">{words.link}</p>
          <p>
            <A href={`/verify/${serial}`}>{statement.verifyUrl}</A>
          </p>
          <p className="hint">{words.linkText}</p>
        </aside>
      </div>
    </Site>
  );
}
