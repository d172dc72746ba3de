import { Checks, Verdict } from '../blocks.tsx';
import { ButtonLink } from '../button.tsx';
import { CertificateStrip } from '../certificate.tsx';
import { A } from '../link.tsx';
import { ReviewItem } from '../review.tsx';
import { StatusTag } from '../tag.tsx';
import { type Part, Section } from './part.tsx';

export function Results(part: Part) {
  return (
    <>
      <Verdicts {...part} />
      <Certificates {...part} />
      <Reviewed {...part} />
    </>
  );
}

function Verdicts({ say }: Part) {
  return (
    <Section id="verdicts" title={say('Kết luận', 'Verdicts')}>
      <div className="stack">
        <Verdict level={3} title={say('Bạn đã đạt', 'You passed')}>
          {say(
            '12,67 trên 15 điểm, tức 84,4%. Mức đạt là 70%.',
            '12.67 of 15 points, that is 84.4%. The pass mark is 70%.',
          )}
        </Verdict>
        <Verdict level={3} tone="warn" icon="half" title={say('Lượt này chưa đạt', 'Not passed this time')}>
          {say(
            'Lượt này 58%, chưa tới 70%. Còn 2 lượt. Nên đọc lại bài K1.5.',
            'This attempt: 58%, below 70%. Two attempts left. Read lesson K1.5 again.',
          )}
        </Verdict>
        <Verdict level={3} tone="alarm" title={say('Chứng chỉ đã bị thu hồi', 'This certificate was revoked')}>
          {say('Thu hồi ngày 25/11/2026.', 'Revoked on 25 November 2026.')}
        </Verdict>
        <Verdict
          level={3}
          tone="plain"
          title={say('Không có chứng chỉ với số này', 'There is no certificate with this number')}
        >
          {say('So lại từng ký tự với bản bạn đang cầm.', 'Compare each character with the copy in your hand.')}
        </Verdict>
        <Checks
          items={[
            { ok: true, label: say('Số này do Trúc cấp', 'This number was issued by Trúc') },
            { ok: false, label: say('Đã bị thu hồi ngày 25/11/2026', 'Revoked on 25 November 2026') },
          ]}
        />
      </div>
    </Section>
  );
}

function Certificates({ locale, say }: Part) {
  return (
    <Section id="certificates-list" title={say('Chứng chỉ', 'Certificates')}>
      <ul className="plainlist">
        <CertificateStrip
          level={3}
          title={
            <A href="#certificate">{say('Phục vụ lấy người dân làm trung tâm', 'Citizen-centred public service')}</A>
          }
          meta={say(
            'K1 · cấp ngày 18/11/2026 · Sở Nội vụ thành phố Đà Nẵng',
            'K1 · issued 18 November 2026 · Da Nang Department of Home Affairs',
          )}
          serial="7K2M-QX4D-9TVA-3HNC"
          status={<StatusTag locale={locale} status="valid" />}
          actions={
            <>
              <ButtonLink icon="download" href="#pdf">
                {say('Tải PDF', 'Download PDF')} (58 KB)
              </ButtonLink>
              <ButtonLink look="quiet" href="#share">
                {say('Gửi liên kết', 'Share the link')}
              </ButtonLink>
            </>
          }
        />
      </ul>
    </Section>
  );
}

function Reviewed({ locale, say }: Part) {
  return (
    <Section id="review" title={say('Nhận xét từng câu', 'Question by question')}>
      <ol className="review">
        <ReviewItem
          locale={locale}
          slot={4}
          text={say('Thủ thư nên làm gì?', 'What should the librarian do?')}
          points={1}
          of={1}
          answer={say('Nhận sách và chuyển về nơi cho mượn', 'Take the book and send it home')}
          why={say('Sách được trả ở mọi thư viện của thành phố.', 'Books are taken back at every library of the city.')}
        />
        <ReviewItem
          locale={locale}
          slot={5}
          text={say('Sắp xếp các bước.', 'Put the steps in order.')}
          points={2 / 3}
          of={1}
          rows={[
            { label: '1', yours: say('Đào hố', 'Dig'), right: say('Đào hố', 'Dig') },
            { label: '2', yours: say('Tưới nước', 'Water'), right: say('Lấp đất', 'Fill') },
            { label: '3', yours: null, right: say('Tưới nước', 'Water') },
          ]}
        />
        <ReviewItem
          locale={locale}
          slot={6}
          text={say('Mượn tối đa bao nhiêu ngày?', 'At most how many days?')}
          points={0}
          of={1}
          answer={null}
          rightAnswer={say('21 ngày', '21 days')}
        />
      </ol>
    </Section>
  );
}
