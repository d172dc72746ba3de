import { formatMinutes } from '#app/words/format.ts';
import { Empty, NextStep, Row, Rows, Skeleton } from '../blocks.tsx';
import { ButtonLink } from '../button.tsx';
import { Culm, Progress, Stalk, StalkItem } from '../culm.tsx';
import { Facts, Rate, Rates } from '../facts.tsx';
import { A } from '../link.tsx';
import { Note, Toast } from '../note.tsx';
import { DueTag, type Status, StatusTag, Tag } from '../tag.tsx';
import { NOW, type Part, Section, TORTURE } from './part.tsx';

const STATUSES: readonly Status[] = [
  'passed',
  'learning',
  'notStarted',
  'learned',
  'locked',
  'waived',
  'valid',
  'replaced',
  'revoked',
  'expired',
];

export function States(part: Part) {
  return (
    <>
      <Statuses {...part} />
      <Notices {...part} />
      <HowFar {...part} />
      <Lists {...part} />
      <FactLists {...part} />
      <NextThing {...part} />
      <Emptiness {...part} />
    </>
  );
}

function Statuses({ locale, say }: Part) {
  return (
    <Section id="status" title={say('Tình trạng', 'Status')}>
      <div className="row">
        {STATUSES.map((status) => (
          <StatusTag key={status} locale={locale} status={status} />
        ))}
        <DueTag locale={locale} dueAt="2026-11-20" now={NOW} />
        <DueTag locale={locale} dueAt="2026-11-18" now={NOW} />
        <DueTag locale={locale} dueAt="2026-12-31" now={NOW} />
        <DueTag locale={locale} dueAt="2026-11-15" now={NOW} />
        <Tag tone="info" icon="flag">
          {say('Xem lại', 'Look again')}
        </Tag>
      </div>
      <div className="row">
        {(['valid', 'replaced', 'revoked'] as const).map((status) => (
          <StatusTag key={status} locale={locale} status={status} boxed />
        ))}
      </div>
    </Section>
  );
}

function Notices({ say }: Part) {
  return (
    <Section id="notices" title={say('Thông báo', 'Notices')}>
      <div className="stack">
        <Note
          level={3}
          title={say('Bài này vừa được sửa ngày 12/11/2026', 'This lesson was corrected on 12 November 2026')}
        >
          {say('Sửa lỗi chính tả. Kết quả của bạn giữ nguyên.', 'A spelling mistake. Your result stays.')}
        </Note>
        <Note level={3} tone="ok" title={say('Đã nhắc 3 người', '3 people reminded')} />
        <Note level={3} tone="warn" title={say('Hạn thứ Sáu 20/11/2026', 'Due Friday 20 November 2026')}>
          {say('Còn 2 bài và bài kiểm tra.', 'Two lessons and the quiz are left.')}
        </Note>
        <Note level={3} tone="alarm" title={say('Chưa gửi được 14 thư', '14 letters could not be sent')}>
          <p>
            {say('Hộp thư không tồn tại. ', 'The mailboxes do not exist. ')}
            <A href="#list">{say('Xem danh sách', 'See the list')}</A>
          </p>
        </Note>
        <Note
          level={3}
          tone="plain"
          icon="sync"
          title={say('Chứng chỉ đang được cấp', 'The certificate is being issued')}
        >
          {TORTURE}
        </Note>
        <Toast className="here">{say('Đã lưu bộ lọc', 'Filters saved')}</Toast>
      </div>
    </Section>
  );
}

function HowFar({ locale, say }: Part) {
  return (
    <Section id="progress" title={say('Tiến độ', 'Progress')}>
      <div className="stack">
        <Culm done={4} all={6} begun />
        <p className="small muted">
          {say(
            'Mỗi đốt là một bài. Luôn có chữ bên cạnh: 4 trên 6 bài.',
            'One segment a lesson. Words always stand beside it: 4 of 6 lessons.',
          )}
        </p>
        <Culm done={0} all={5} />
        <Culm done={6} all={6} />
        <Progress
          id="g-progress"
          label={say('Đang gửi thư: 846 trên 1.192', 'Sending: 846 of 1,192')}
          value={846}
          max={1192}
        />
        <Stalk>
          <StalkItem
            state="done"
            href="#lesson-1"
            name={say('K1.1. Tư duy phục vụ và thước đo hài lòng', 'K1.1. Serving and measuring satisfaction')}
            meta={formatMinutes(locale, 20)}
            tag={<StatusTag locale={locale} status="learned" />}
          />
          <StalkItem
            state="now"
            href="#lesson-2"
            name={TORTURE}
            meta={formatMinutes(locale, 25)}
            tag={<StatusTag locale={locale} status="learning" />}
          />
          <StalkItem
            href="#lesson-3"
            name={say('K1.6. Thực hành tình huống tại quầy', 'K1.6. Practice at the counter')}
            meta={formatMinutes(locale, 20)}
            tag={<StatusTag locale={locale} status="notStarted" />}
          />
          <StalkItem
            name={say('Bài kiểm tra khóa học', 'Course quiz')}
            meta={say('10 câu · đạt từ 70% · tối đa 3 lượt', '10 questions · pass from 70% · up to 3 attempts')}
            tag={<StatusTag locale={locale} status="locked" />}
          />
        </Stalk>
      </div>
    </Section>
  );
}

function Lists({ locale, say }: Part) {
  return (
    <Section id="rows" title={say('Danh sách', 'Lists')}>
      <Rows>
        <Row
          title={<A href="#course-1">{say('Phục vụ lấy người dân làm trung tâm', 'Citizen-centred public service')}</A>}
          meta={['K1', say('Sở Nội vụ thành phố Đà Nẵng giao', 'Assigned by the Da Nang Department of Home Affairs')]}
          end={<DueTag locale={locale} dueAt="2026-11-20" now={NOW} />}
        >
          <Culm done={4} all={6} begun />
        </Row>
      </Rows>
      <Rows kind="coded">
        <Row
          code="A1"
          title={
            <A href="#course-2">
              {say(
                'ASEAN căn bản: lịch sử, giá trị, biểu trưng và thể chế',
                'ASEAN essentials: history, values, symbols and institutions',
              )}
            </A>
          }
          meta={[say('6 bài', '6 lessons'), formatMinutes(locale, 110)]}
          end={<StatusTag locale={locale} status="passed" />}
        />
        <Row code="K5" title={<A href="#course-3">{TORTURE}</A>} meta={[say('6 bài', '6 lessons')]} />
      </Rows>
    </Section>
  );
}

function FactLists({ locale, say }: Part) {
  return (
    <Section id="facts" title={say('Điều cần biết', 'Facts')}>
      <div className="split halves">
        <Facts
          items={[
            { term: say('Được giao bởi', 'Assigned by'), value: TORTURE },
            { term: say('Thời lượng', 'Length'), value: formatMinutes(locale, 125) },
          ]}
        />
        <Facts
          wide
          items={[
            {
              term: say('Câu 1', 'Question 1'),
              value: say('Thư viện mở cửa lúc nào?', 'When does the library open?'),
              action: (
                <A href="#q1">
                  {say('Sửa', 'Change')}
                  <span className="unseen">{say(' câu 1', ' question 1')}</span>
                </A>
              ),
            },
          ]}
        />
      </div>
      <p>
        <Rate locale={locale} numerator={876757} denominator={1870145} />
      </p>
      <p>
        <Rate locale={locale} numerator={3} denominator={7} />
      </p>
      <Rates
        locale={locale}
        items={[
          { term: say('Trên số được giao', 'Of those assigned'), numerator: 852208, denominator: 1367076 },
          { term: say('Trên số có tài khoản', 'Of those registered'), numerator: 1610195, denominator: 1610195 },
          { term: say('Xã Bà Nà', 'Ba Na commune'), numerator: 3, denominator: 7 },
        ]}
      />
    </Section>
  );
}

function NextThing({ say }: Part) {
  return (
    <Section id="next-step" title={say('Việc gần nhất', 'The next thing')}>
      <NextStep
        level={3}
        over={say('Hạn thứ Sáu 20/11/2026, còn 2 ngày', 'Due Friday 20 November 2026, 2 days left')}
        title={say('Học tiếp bài K1.5: Khiếu nại, tố cáo, phản ánh', 'Continue lesson K1.5: complaints and feedback')}
        action={<ButtonLink href="#continue">{say('Học tiếp', 'Continue')}</ButtonLink>}
      >
        {say(
          'Còn 2 bài và bài kiểm tra là đủ để nhận chứng chỉ.',
          'Two lessons and the quiz, then the certificate is yours.',
        )}
      </NextStep>
    </Section>
  );
}

function Emptiness({ say }: Part) {
  return (
    <Section id="empty" title={say('Trống, lỗi trang, đang tải', 'Empty, page errors, loading')}>
      <Empty
        level={3}
        title={say('Chưa có khóa học nào được giao', 'No course is assigned yet')}
        actions={<ButtonLink href="#catalogue">{say('Chọn khóa học', 'Choose a course')}</ButtonLink>}
      >
        {say('Trong khi chờ, bạn có thể tự chọn.', 'Meanwhile you can choose one yourself.')}
      </Empty>
      <Empty
        level={3}
        title={say('Không có trang này', 'There is no such page')}
        actions={
          <ButtonLink look="quiet" href="#learning">
            {say('Về việc học', 'Back to learning')}
          </ButtonLink>
        }
        source={say('Mã 404', 'Code 404')}
      >
        {say('Địa chỉ có thể đã đổi hoặc gõ thiếu.', 'The address may have changed or is incomplete.')}
      </Empty>
      <Skeleton status={say('Đang tải danh sách người học', 'Loading the list of learners')} />
    </Section>
  );
}
