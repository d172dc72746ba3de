import { ButtonLink } from '#app/ui/button.tsx';
import { Serial } from '#app/ui/certificate.tsx';
import { Note } from '#app/ui/note.tsx';
import { formatBytes } from '#app/words/format.ts';
import { resultWords } from '#app/words/result.ts';
import { useLocale } from '../site.tsx';
import type { AttemptResult } from './attempt-result.tsx';

type ResultCertificateProps = { attemptId: string; certificate: NonNullable<AttemptResult['certificate']> };

/** The certificate that this attempt earned: being made, or there to be had. */
export function ResultCertificate({ attemptId, certificate }: ResultCertificateProps) {
  const locale = useLocale();
  const words = resultWords(locale);
  return (
    <section aria-labelledby="certificate">
      <h2 id="certificate" className="unseen">
        {words.certificate}
      </h2>
      {certificate.status === 'RESERVED' ? (
        <Note tone="info" icon="sync" title={words.preparing} level={3} live>
          <p>{words.preparingText}</p>
          <noscript>
            <p>
              <a href={`/attempts/${attemptId}/result`}>{words.reload}</a>
            </p>
          </noscript>
        </Note>
      ) : (
        <div className="issued row apart" role="status">
          <div>
            <p>
              <b>{words.issued}</b>
            </p>
            <p>
              <Serial>{certificate.serial}</Serial>
            </p>
          </div>
          <div className="acts">
            <ButtonLink icon="download" href={`/certificates/${certificate.id}/document.pdf`}>
              {words.download(formatBytes(locale, certificate.documentBytes ?? 0))}
            </ButtonLink>
            <ButtonLink look="quiet" href={`/verify/${certificate.serial}`}>
              {words.verifyLink}
            </ButtonLink>
          </div>
        </div>
      )}
    </section>
  );
}
