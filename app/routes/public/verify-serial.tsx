import { data, type MetaFunction, redirect } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { type CertificateView, verifyCertificate } from '#app/domain/certificates/read-certificates.server.ts';
import { hasCheckCharacter, readSerial } from '#app/domain/certificates/serial.ts';
import { nameCharacters } from '#app/domain/clean-text.ts';
import { NO_INDEX } from '#app/http/page-headers.ts';
import { serve } from '#app/http/serve.server.ts';
import { networkOf } from '#app/platform/network-address.ts';
import { type Pace, takeTurns } from '#app/platform/rate-limit.server.ts';
import { sha256 } from '#app/platform/storage.server.ts';
import { type Check, Checks, Verdict } from '#app/ui/blocks.tsx';
import { Actions, ButtonLink } from '#app/ui/button.tsx';
import { Serial } from '#app/ui/certificate.tsx';
import { Facts } from '#app/ui/facts.tsx';
import { A } from '#app/ui/link.tsx';
import { Naming, PersonName } from '#app/ui/person-name.tsx';
import { formatDate, formatDateTime } from '#app/words/format.ts';
import type { Locale } from '#app/words/locale.ts';
import { pageTitle } from '#app/words/page-title.ts';
import { otherLocale } from '#app/words/ui.ts';
import { verifyWords } from '#app/words/verify.ts';
import { Site, useSite } from '../site.tsx';
import { VerifyForm } from './verify-form.tsx';

export { pageHeaders as headers } from '#app/http/page-headers.ts';

/** Numbers that nobody has. Whole offices stand behind one address and check what candidates hand in: those count nowhere. */
const UNKNOWN_PACE: Pace = { free: 60, first: 5, longest: 60, forget: 600 };

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  const locale = data?.locale ?? 'vi';
  const words = verifyWords(locale);
  return [
    { title: pageTitle(locale, data ? words.verdict[data.verdict] : words.title) },
    { name: 'robots', content: 'noindex, nofollow' },
  ];
};

/** What a stranger is told of a certificate: the words on its paper and its fate, nothing else of the row. */
const toShown = ({ statement, ...certificate }: CertificateView) => ({
  holderName: statement.holderName,
  misprintedName: certificate.misprintedName,
  unprintable: certificate.unprintable,
  course: statement.course.title,
  completedOn: statement.completedOn,
  issuer: statement.issuer,
  issuedAt: certificate.issuedAt,
  expiresAt: certificate.expiresAt,
  supersededAt: certificate.supersededAt,
  supersededBySerial: certificate.supersededBySerial,
  revokedAt: certificate.revokedAt,
  revokedReason: certificate.revokedReason,
});
type Shown = ReturnType<typeof toShown>;

export const loader = serve(async ({ params, context, world, locale }) => {
  const typed = params.serial ?? '';
  const read = readSerial(typed);
  if (read.outcome === 'mistyped') throw redirect(`/verify?${new URLSearchParams({ serial: typed.slice(0, 500) })}`);
  const { serial } = read;
  if (serial !== typed) throw redirect(`/verify/${serial}`);
  const now = world.now();
  const result = await verifyCertificate(world.db, serial, now);
  if (result.outcome !== 'found') {
    const key = `verify:unknown:${sha256(networkOf(context.address))}`;
    const turn = await takeTurns(world.db, [{ key, pace: UNKNOWN_PACE }], now);
    if (turn.outcome === 'go')
      return data({ locale, verdict: 'unknown' as const, serial }, { status: 404, headers: NO_INDEX });
    const { seconds } = turn;
    return data(
      { locale, verdict: 'wait' as const, serial, seconds },
      { status: 429, headers: { ...NO_INDEX, 'Retry-After': String(seconds) } },
    );
  }
  const { certificate } = result;
  return data(
    { locale, verdict: certificate.state, serial, certificate: toShown(certificate), checkedAt: now },
    { headers: NO_INDEX },
  );
});

export default function VerifySerial() {
  const loaded = useLoaderData<typeof loader>();
  const { locale, serial } = loaded;
  const words = verifyWords(locale);
  const isMiss = loaded.verdict === 'wait' || loaded.verdict === 'unknown';
  return (
    <Site isPublic>
      <div className="stack-wide">
        {loaded.verdict === 'wait' ? (
          <>
            <Verdict tone="warn" icon="clock" title={words.verdict.wait}>
              {words.waitText(loaded.seconds)}
            </Verdict>
            <Actions>
              <ButtonLink look="quiet" href={`/verify/${serial}`}>
                {words.reload}
              </ButtonLink>
            </Actions>
          </>
        ) : null}
        {loaded.verdict === 'unknown' ? (
          <>
            <Verdict tone="plain" title={words.verdict.unknown}>
              {hasCheckCharacter(serial) ? words.unknownText : words.unknownShortText}
            </Verdict>
            <Facts wide className="spaced" items={[{ term: words.serial, value: <Serial>{serial}</Serial> }]} />
          </>
        ) : null}
        {loaded.verdict !== 'wait' && loaded.verdict !== 'unknown' ? (
          <Found
            locale={locale}
            serial={serial}
            verdict={loaded.verdict}
            certificate={loaded.certificate}
            checkedAt={loaded.checkedAt}
          />
        ) : null}
        <section className="section" aria-labelledby="another">
          <h2 id="another">{words.another}</h2>
          <VerifyForm locale={locale} typed={isMiss ? serial : ''} />
        </section>
      </div>
    </Site>
  );
}

type FoundProps = {
  locale: Locale;
  serial: string;
  verdict: CertificateView['state'];
  certificate: Shown;
  checkedAt: Date;
};

/** The verdict, then what the original says, name first, then what was checked. */
function Found({ locale, serial, verdict, certificate, checkedAt }: FoundProps) {
  const { appUrl } = useSite();
  const words = verifyWords(locale);
  const other = otherLocale(locale);
  const tones = { valid: 'ok', superseded: 'warn', expired: 'warn', revoked: 'alarm', reserved: 'plain' } as const;
  const icons = { valid: 'check', superseded: 'sync', expired: 'clock', revoked: 'ban', reserved: 'sync' } as const;
  const facts = [
    {
      term: words.holder,
      value: (
        <b>
          <PersonName>{certificate.holderName}</PersonName>
        </b>
      ),
    },
    {
      term: words.course,
      value: (
        <>
          {certificate.course[locale]}
          <br />
          <span className="lang2" lang={other}>
            {certificate.course[other]}
          </span>
        </>
      ),
    },
    {
      term: words.completedOn,
      value: <time dateTime={certificate.completedOn}>{formatDate(locale, certificate.completedOn)}</time>,
    },
    { term: words.issuer, value: certificate.issuer[locale] },
    { term: words.serial, value: <Serial>{serial}</Serial> },
    ...(certificate.expiresAt ? [{ term: words.expiresOn, value: formatDate(locale, certificate.expiresAt) }] : []),
    ...(certificate.revokedReason ? [{ term: words.reason, value: certificate.revokedReason }] : []),
  ];
  return (
    <>
      <Verdict tone={tones[verdict]} icon={icons[verdict]} title={words.verdict[verdict]}>
        <VerdictText locale={locale} verdict={verdict} certificate={certificate} />
      </Verdict>
      {verdict === 'reserved' ? (
        <Actions>
          <ButtonLink look="quiet" icon="sync" href={`/verify/${serial}`}>
            {words.reload}
          </ButtonLink>
        </Actions>
      ) : null}
      <section className="split halves" aria-label={words.details}>
        <div>
          <h2>{words.original}</h2>
          <Facts wide className="spaced" items={facts} />
          {certificate.misprintedName ? <p className="small">{words.misprinted(certificate.misprintedName)}</p> : null}
        </div>
        <div>
          <h2>{words.checked}</h2>
          <Checks items={checksOf(locale, verdict, certificate)} />
          <p className="small muted">
            {words.checkedAt(formatDateTime(locale, checkedAt))} {words.compare}{' '}
            {words.trust(appUrl.replace(/^https?:\/\//, ''))}
          </p>
        </div>
      </section>
    </>
  );
}

function VerdictText({ locale, verdict, certificate }: Pick<FoundProps, 'locale' | 'verdict' | 'certificate'>) {
  const words = verifyWords(locale);
  const on = (date: Date | null) => (date ? formatDate(locale, date) : '');
  switch (verdict) {
    case 'valid':
      return (
        <p>
          <Naming name={certificate.holderName}>
            {words.issuedTo(certificate.holderName, on(certificate.issuedAt))}
          </Naming>
        </p>
      );
    case 'superseded':
      return (
        <p>
          {words.replacedOn(on(certificate.supersededAt))}{' '}
          {certificate.supersededBySerial ? (
            <A href={`/verify/${certificate.supersededBySerial}`}>
              <Serial>{certificate.supersededBySerial}</Serial>
            </A>
          ) : null}
        </p>
      );
    case 'expired':
      return <p>{words.expiredOn(on(certificate.expiresAt))}</p>;
    case 'revoked':
      return <p>{words.revokedOn(on(certificate.revokedAt))}</p>;
    case 'reserved':
      return (
        <p>
          {certificate.unprintable
            ? words.unprintableText(nameCharacters(certificate.unprintable))
            : words.reservedText}
        </p>
      );
    default:
      return verdict satisfies never;
  }
}

function checksOf(locale: Locale, verdict: CertificateView['state'], certificate: Shown): Check[] {
  const words = verifyWords(locale).checks;
  const on = (date: Date | null) => (date ? formatDate(locale, date) : '');
  const fate =
    verdict === 'revoked'
      ? { ok: false, label: words.revoked(on(certificate.revokedAt)) }
      : verdict === 'superseded'
        ? { ok: false, label: words.superseded(on(certificate.supersededAt)) }
        : { ok: true, label: words.stands };
  const time =
    verdict === 'expired'
      ? [{ ok: false, label: words.expired(on(certificate.expiresAt)) }]
      : verdict === 'valid' && certificate.expiresAt
        ? [{ ok: true, label: words.inTime }]
        : [];
  const paper = verdict === 'reserved' ? [{ ok: false, label: words.reserved }] : [];
  return [{ ok: true, label: words.known }, fate, ...time, ...paper];
}
