import { type ReactNode, useState } from 'react';
import type { Answer, PublicQuestion } from '#app/domain/assessment/question.ts';
import { formatBytes, formatDate, formatMinutes, formatNumber, formatPercent } from '#app/words/format.ts';
import type { Locale } from '#app/words/locale.ts';
import { shellWords } from '#app/words/shell.ts';
import { Checks, Empty, NextStep, Row, Rows, Skeleton, Verdict } from './blocks.tsx';
import { Actions, Button, ButtonLink } from './button.tsx';
import { CertificateStrip } from './certificate.tsx';
import { Bars, HeatTable, TargetBar } from './chart.tsx';
import { Culm, Progress, Stalk, StalkItem } from './culm.tsx';
import { Dialog, DialogBody } from './dialog.tsx';
import { Facts, Rate, Rates } from './facts.tsx';
import { Faults } from './faults.tsx';
import { Choice, DateFields, Field, FieldGroup, PasswordField, Select, TextArea } from './field.tsx';
import { A } from './link.tsx';
import { Mark } from './mark.tsx';
import { Brand, Footer, LanguageSwitch, Masthead, ThemeSwitch } from './masthead.tsx';
import { Note, Toast } from './note.tsx';
import { PageShell, Title } from './page-shell.tsx';
import { Question } from './question.tsx';
import { QuestionMap } from './question-map.tsx';
import { QuizBar, SavedStatus, TimerText } from './quiz-bar.tsx';
import { ReviewItem } from './review.tsx';
import { BarCell, Caption, ColumnHead, FoldingCell, FoldingRow, FoldingTable, TableScroll } from './table.tsx';
import { DueTag, type Status, StatusTag, Tag } from './tag.tsx';
import { Chips, Crumbs, Disclosure, Pager, Segments, Steps, Tabs } from './wayfinding.tsx';

/** The longest name with the highest marks that a line must hold. */
const TORTURE = 'Đề án ƯỚC NGUYỆN của Nguyễn Thị Lệ Quỳnh Ngọc Diễm, Ủy ban nhân dân phường Điện Biên Phủ';
const NOW = '2026-11-18T13:11:07Z';

const COLOURS = [
  ['paper', 'Giấy, nền trang', 'Paper, the page'],
  ['sheet', 'Tờ, ô nhập, hộp thoại', 'Sheet, fields, dialogs'],
  ['sand', 'Nền yên', 'Quiet ground'],
  ['line', 'Đường ngăn', 'Rules'],
  ['edge', 'Viền điều khiển', 'Borders of controls'],
  ['ink', 'Mực, chữ chính', 'Ink, text'],
  ['ink-2', 'Chữ phụ', 'Second text'],
  ['brand', 'Trúc, việc chính, đã xong', 'Bamboo, action, done'],
  ['brand-soft', 'Đang chọn', 'Chosen'],
  ['info', 'Chàm, thông tin', 'Indigo, information'],
  ['warn', 'Nghệ, sắp đến hạn', 'Turmeric, soon'],
  ['alarm', 'Son, lỗi và thu hồi', 'Lacquer, error and revoked'],
  ['gold-line', 'Thếp, chỉ trên chứng chỉ', 'Gold, certificates only'],
] as const;

const option = (id: string, vi: string, en: string) => ({ id, vi, en });

/** Of no course: what stands here is in the browser's files, where questions of a bank never are. */
const QUESTIONS: readonly { question: PublicQuestion; answer: Answer | null }[] = [
  {
    question: {
      slot: 1,
      type: 'single_choice',
      text: {
        vi: 'Thư viện phường nhận một cuốn sách mượn ở phường bên cạnh. Thủ thư nên làm gì?',
        en: 'A ward library is handed a book that was borrowed in the next ward. What should the librarian do?',
      },
      options: [
        option('o1', 'Mời bạn đọc mang sang phường bên', 'Send the reader to the next ward'),
        option('o2', 'Nhận sách và chuyển về nơi cho mượn', 'Take the book and send it home'),
        option('o3', TORTURE, TORTURE),
      ],
    },
    answer: { choice: 'o2' },
  },
  {
    question: {
      slot: 2,
      type: 'multiple_choice',
      text: { vi: 'Có thể gia hạn sách bằng cách nào?', en: 'How may a loan be renewed?' },
      options: [
        option(
          'o1',
          'Trực tuyến trên trang của hệ thống thư viện thành phố',
          'Online on the page of the city libraries',
        ),
        option('o2', 'Qua tin nhắn cá nhân của thủ thư', 'By private message to a librarian'),
        option('o3', 'Trực tiếp tại quầy mượn', 'In person at the desk'),
      ],
    },
    answer: { choices: ['o1', 'o3'] },
  },
  {
    question: {
      slot: 3,
      type: 'true_false',
      text: {
        vi: 'Từ ngày 1/3/2026, thư viện mở cửa cả Chủ nhật.',
        en: 'Since 1 March 2026 the library opens on Sundays.',
      },
    },
    answer: { value: true },
  },
  {
    question: {
      slot: 4,
      type: 'scenario',
      text: {
        vi: 'Sách đặt trước sẽ đến muộn vì xe chở sách bị hỏng. Bạn làm gì?',
        en: 'A reserved book will be late because the book van broke down. What do you do?',
      },
      options: [
        option('o1', 'Đặt biển báo ở cửa ra vào', 'Put up a sign at the door'),
        option('o2', 'Gọi cho bạn đọc trước giờ hẹn', 'Call the reader before the hour'),
      ],
    },
    answer: null,
  },
  {
    question: {
      slot: 5,
      type: 'numeric',
      text: {
        vi: 'Một cuốn sách được mượn tối đa bao nhiêu ngày?',
        en: 'For how many days at most is a book lent?',
      },
      unit: { vi: 'ngày', en: 'days' },
    },
    answer: { text: '21' },
  },
  {
    question: {
      slot: 6,
      type: 'short_text',
      text: {
        vi: 'Bốn mùa trong năm là: xuân, hạ, thu, ___.',
        en: 'The four seasons are spring, summer, autumn and ___.',
      },
    },
    answer: { text: 'đông' },
  },
  {
    question: {
      slot: 7,
      type: 'matching',
      text: { vi: 'Ghép loại sách với nội dung.', en: 'Match each kind of book with its content.' },
      left: [option('l1', 'Từ điển', 'Dictionary'), option('l2', 'Tập bản đồ', 'Atlas')],
      right: [
        option('r1', 'Giải nghĩa từ ngữ, xếp theo thứ tự chữ cái', 'Explains words, in the order of the alphabet'),
        option('r2', 'Vẽ sông núi và đường sá', 'Shows rivers, hills and roads'),
      ],
    },
    answer: { pairs: { l1: 'r1' } },
  },
  {
    question: {
      slot: 8,
      type: 'ordering',
      text: { vi: 'Sắp xếp các bước trồng một cây non.', en: 'Put in order: a young tree is planted.' },
      steps: [
        option('s1', 'Tưới nước và phủ rơm quanh gốc', 'Water it and cover the ground with straw'),
        option('s2', 'Đào hố', 'Dig a hole'),
        option('s3', 'Đặt cây và lấp đất', 'Set the tree and fill the hole'),
      ],
    },
    answer: { positions: { s2: 1, s3: 2 } },
  },
];

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

function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section className="section" id={id} aria-labelledby={`${id}-h`}>
      <h2 id={`${id}-h`}>{title}</h2>
      {children}
    </section>
  );
}

/** Every component in every state, in one language: what is looked at, and checked, before a page is. */
export function Gallery({ locale }: { locale: Locale }) {
  const say = (vi: string, en: string) => (locale === 'vi' ? vi : en);
  const words = shellWords(locale);
  return (
    <PageShell
      locale={locale}
      officialAddress="truc.example.gov.vn"
      masthead={
        <Masthead
          locale={locale}
          home="#top"
          items={[
            { href: '#learning', label: words.nav.learning, current: true },
            { href: '#courses', label: words.nav.courses },
            { href: '#certificates', label: words.nav.certificates },
            { href: '#manage', label: words.nav.manage },
          ]}
          person={{ name: 'Nguyễn Thị Lan', href: '#account' }}
          tools={<LanguageSwitch locale={locale} action="#language" returnTo="/ui" />}
        />
      }
      footer={
        <Footer
          items={[
            { href: '#help', label: words.foot.help },
            { href: '#accessibility', label: words.foot.accessibility },
            { href: '#report', label: words.foot.report },
            { href: '#privacy', label: words.foot.privacy },
            { href: '#verify', label: words.foot.verify },
            { href: '#display', label: words.foot.display },
          ]}
        />
      }
    >
      <Title
        over={say('Hệ thống thiết kế', 'Design system')}
        other={{ locale: locale === 'vi' ? 'en' : 'vi', text: say('All components', 'Bảng thành phần') }}
        lede={say('Mỗi thành phần, ở mọi trạng thái.', 'Each component, in every state.')}
      >
        {say('Bảng thành phần', 'All components')}
      </Title>
      <div className="stack-wide">
        <Identity locale={locale} say={say} />
        <Buttons locale={locale} say={say} />
        <Forms locale={locale} say={say} />
        <States locale={locale} say={say} />
        <Ways locale={locale} say={say} />
        <Tables locale={locale} say={say} />
        <Quiz locale={locale} say={say} />
        <Results locale={locale} say={say} />
        <Overlays locale={locale} say={say} />
      </div>
    </PageShell>
  );
}

type Part = { locale: Locale; say: (vi: string, en: string) => string };

function Identity({ locale, say }: Part) {
  return (
    <>
      <Section id="mark" title={say('Dấu', 'Mark')}>
        <div className="row">
          <Mark size={96} />
          <Mark size={48} />
          <Mark size={32} />
          <Mark size={20} />
          <Brand locale={locale} />
        </div>
      </Section>
      <Section id="colour" title={say('Màu', 'Colour')}>
        <ul className="swatches">
          {COLOURS.map(([name, vi, en]) => (
            <li key={name}>
              <svg viewBox="0 0 64 40" preserveAspectRatio="none" aria-hidden="true">
                <rect width="64" height="40" rx="2" fill={`var(--${name})`} stroke="var(--edge)" />
              </svg>
              <b>{name}</b>
              <span className="muted small">{say(vi, en)}</span>
            </li>
          ))}
        </ul>
      </Section>
      <Section id="type" title={say('Chữ', 'Type')}>
        <div className="stack">
          <p className="sz8">{TORTURE}</p>
          <p className="sz7">{say('Khiếu nại, tố cáo, phản ánh', 'Complaints, denunciations, feedback')} – 24</p>
          <p className="sz6">Nguyễn Thị Lệ Quỳnh, Đỗ Ngọc Diễm – 21</p>
          <p className="sz5">{say('Lấy người dân làm trung tâm phục vụ', 'Citizens at the centre of service')} – 18</p>
          <p>{TORTURE}</p>
          <p className="sz2">{say('Gợi ý, đầu bảng, thời điểm lưu', 'Hints, table heads, the time of saving')} – 14</p>
          <p className="fig">
            {formatNumber(locale, 1111111)} · {formatNumber(locale, 4876757)} · {formatPercent(locale, 469, 1000)} ·{' '}
            {formatNumber(locale, -43.1)} · {formatMinutes(locale, 20)} · {formatBytes(locale, 58000)} ·{' '}
            {formatDate(locale, NOW, { weekday: true })}
          </p>
        </div>
      </Section>
    </>
  );
}

function Buttons({ say }: Part) {
  return (
    <Section id="buttons" title={say('Nút và liên kết', 'Buttons and links')}>
      <Actions>
        <Button>{say('Lưu và tiếp tục', 'Save and continue')}</Button>
        <Button look="quiet">{say('Quay lại', 'Go back')}</Button>
        <Button look="alarm">{say('Thu hồi chứng chỉ', 'Revoke certificate')}</Button>
        <ButtonLink look="plain" href="#skip">
          {say('Bỏ qua bước này', 'Skip this step')}
        </ButtonLink>
        <ButtonLink look="quiet" slim icon="download" href="#csv">
          CSV
        </ButtonLink>
        <Button busy={say('Đang nộp bài', 'Submitting')}>{say('Nộp bài', 'Submit')}</Button>
        <ButtonLink icon="download" href="#pdf">
          {say('Tải chứng chỉ', 'Download certificate')} (PDF, 58 KB)
        </ButtonLink>
      </Actions>
      <p>
        {say('Liên kết trong câu: ', 'A link in a sentence: ')}
        <A href="#course">{say('Phục vụ lấy người dân làm trung tâm', 'Citizen-centred public service')}</A>.
      </p>
    </Section>
  );
}

function Forms({ locale, say }: Part) {
  return (
    <>
      <Section id="fields" title={say('Ô nhập', 'Fields')}>
        <div className="split halves">
          <div>
            <Field
              id="g-name"
              label={say('Họ và tên', 'Full name')}
              autoComplete="name"
              defaultValue="Nguyễn Thị Lan"
            />
            <Select
              id="g-unit"
              label={say('Cơ quan', 'Agency')}
              hint={say('Gõ có dấu hoặc không dấu đều được', 'With or without diacritics')}
              options={[
                { value: '1', label: 'Ủy ban nhân dân xã Bà Nà' },
                { value: '2', label: TORTURE },
              ]}
            />
            <TextArea id="g-reason" label={say('Lý do miễn', 'Reason for the waiver')} />
            <PasswordField locale={locale} id="g-password" label={say('Mật khẩu', 'Password')} />
            <PasswordField
              locale={locale}
              id="g-new-password"
              label={say('Mật khẩu mới', 'New password')}
              autoComplete="new-password"
              error={say('Nhập ít nhất 12 ký tự', 'Enter at least 12 characters')}
            />
          </div>
          <div>
            <DateFields
              locale={locale}
              id="g-from"
              legend={say('Ngày hiệu lực', 'Effective date')}
              hint={say('Ví dụ: 01 07 2025', 'For example: 01 07 2025')}
            />
            <DateFields
              locale={locale}
              id="g-due"
              legend={say('Hạn hoàn thành', 'Due date')}
              value={{ day: '20', month: '11', year: '2025' }}
              wrong={['year']}
              error={say(
                'Hạn hoàn thành phải sau hôm nay, 18/11/2026',
                'The due date must be after today, 18 November 2026',
              )}
            />
            <Field
              id="g-file"
              type="file"
              label={say('Danh sách nhân sự', 'Staff list')}
              hint={say(
                'CSV hoặc XLSX, tối đa 20 MB. Xem trước rồi mới ghi.',
                'CSV or XLSX, up to 20 MB. Previewed before anything is written.',
              )}
              accept=".csv,.xlsx"
            />
            <Field
              id="g-pass"
              short
              inputMode="numeric"
              label={say('Mức đạt (%)', 'Pass mark (%)')}
              hint={say('Thường là 70', 'Usually 70')}
              error={say('Nhập số từ 50 đến 100', 'Enter a number from 50 to 100')}
              defaultValue="30"
            />
            <FieldGroup id="g-language" legend={say('Ngôn ngữ chứng chỉ', 'Language of the certificate')}>
              <Choice
                name="g-language"
                value="both"
                defaultChecked
                label={say('Tiếng Việt, tiếng Anh ở dưới', 'Vietnamese, English beneath')}
              />
              <Choice
                name="g-language"
                value="vi"
                label={say('Chỉ tiếng Việt', 'Vietnamese only')}
                hint={say('Dùng trong nước', 'For use at home')}
              />
            </FieldGroup>
            <FieldGroup
              id="g-units"
              legend={say('Đơn vị', 'Units')}
              error={say('Chọn ít nhất một đơn vị', 'Choose at least one unit')}
            >
              <Choice type="checkbox" name="g-units" value="1" aria-invalid label="Ủy ban nhân dân xã Bà Nà" />
              <Choice type="checkbox" name="g-units" value="2" defaultChecked label={TORTURE} />
            </FieldGroup>
          </div>
        </div>
      </Section>
      <Section id="fault-list" title={say('Lỗi khi nhập', 'Faults in a form')}>
        <Faults
          locale={locale}
          level={3}
          title={say('Chưa giao được', 'Not assigned yet')}
          faults={[
            {
              field: 'g-due-year',
              message: say(
                'Hạn hoàn thành phải sau hôm nay, 18/11/2026',
                'The due date must be after today, 18 November 2026',
              ),
            },
            { field: 'g-units', message: say('Chọn ít nhất một đơn vị', 'Choose at least one unit') },
          ]}
        />
        <ThemeSwitch locale={locale} action="#theme" returnTo="/ui" theme="auto" />
      </Section>
    </>
  );
}

function States({ locale, say }: Part) {
  return (
    <>
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
      <Section id="progress" title={say('Tiến độ', 'Progress')}>
        <div className="stack">
          <Culm locale={locale} done={4} all={6} begun />
          <p className="small muted">
            {say(
              'Mỗi đốt là một bài. Luôn có chữ bên cạnh: 4 trên 6 bài.',
              'One segment a lesson. Words always stand beside it: 4 of 6 lessons.',
            )}
          </p>
          <Culm locale={locale} done={0} all={5} />
          <Culm locale={locale} done={6} all={6} />
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
      <Section id="rows" title={say('Danh sách', 'Lists')}>
        <Rows>
          <Row
            title={
              <A href="#course-1">{say('Phục vụ lấy người dân làm trung tâm', 'Citizen-centred public service')}</A>
            }
            meta={['K1', say('Sở Nội vụ thành phố Đà Nẵng giao', 'Assigned by the Da Nang Department of Home Affairs')]}
            end={<DueTag locale={locale} dueAt="2026-11-20" now={NOW} />}
          >
            <Culm locale={locale} done={4} all={6} begun />
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
    </>
  );
}

function Ways({ locale, say }: Part) {
  return (
    <Section id="ways" title={say('Thẻ, mở rộng, đường dẫn, các bước', 'Tabs, disclosure, crumbs, steps')}>
      <div className="stack">
        <Tabs
          label={say('Thẻ mẫu', 'Sample tabs')}
          items={[
            { href: '#overview', label: say('Tổng quan', 'Overview'), current: true },
            { href: '#units', label: say('Đơn vị', 'Units') },
            { href: '#by-course', label: say('Khóa học', 'Courses') },
          ]}
        />
        <Crumbs
          locale={locale}
          items={[
            { href: '#report', label: say('Báo cáo', 'Reports') },
            { href: '#danang', label: 'Đà Nẵng' },
          ]}
          here={TORTURE}
        />
        <Disclosure summary={say('Cách tính tỷ lệ', 'How the rate is counted')}>
          <p>{say('Số người đạt chia cho số người được giao.', 'People who passed, divided by people assigned.')}</p>
        </Disclosure>
        <Disclosure summary={say('Đếm lại gần nhất', 'Last recount')} open>
          <p>{say('Khớp, không có chênh lệch.', 'It agrees; no difference.')}</p>
        </Disclosure>
        <Steps
          locale={locale}
          current={1}
          items={[
            { label: say('Chọn khóa học', 'Choose a course'), href: '#step-1' },
            { label: say('Chọn người', 'Choose people') },
            { label: say('Xem trước', 'Preview') },
            { label: say('Đã giao', 'Assigned') },
          ]}
        />
        <Segments
          label={say('Ngôn ngữ của bài', 'Language of the lesson')}
          items={[
            { href: '#vi', label: 'Tiếng Việt', lang: 'vi', current: locale === 'vi' },
            { href: '#en', label: 'English', lang: 'en', current: locale === 'en' },
            { href: '#both', label: say('Song song', 'Side by side') },
          ]}
        />
        <Chips
          locale={locale}
          clear="#all"
          items={[
            { href: '#no-unit', label: say('Đơn vị: phường Hải Vân, xã Bà Nà', 'Unit: Hai Van ward, Ba Na commune') },
            { href: '#no-course', label: say('Khóa: K1', 'Course: K1') },
          ]}
        />
        <Pager locale={locale} previous={null} next="#next">
          {say('25 người mỗi trang, xếp theo hạn', '25 people a page, sorted by due date')}
        </Pager>
      </div>
    </Section>
  );
}

function Tables({ locale, say }: Part) {
  const rows = [
    ['Sở Nội vụ thành phố Đà Nẵng', 148, 137],
    ['Sở Khoa học và Công nghệ thành phố Đà Nẵng', 121, 101],
    [TORTURE, 65, 31],
  ] as const;
  const heads = {
    unit: say('Đơn vị', 'Unit'),
    assigned: say('Được giao', 'Assigned'),
    passed: say('Đã đạt', 'Passed'),
    rate: say('Tỷ lệ', 'Rate'),
    status: say('Tình trạng', 'Status'),
  };
  return (
    <Section id="tables" title={say('Bảng và biểu đồ', 'Tables and charts')}>
      <TableScroll locale={locale} label={say('Bảng mẫu', 'Sample table')}>
        <table>
          <Caption note={say('Số căn phải, chữ số cùng bề rộng', 'Numbers right, digits of one width')}>
            {say('Bảng có đầu dính', 'A table whose head stays')}
          </Caption>
          <thead>
            <tr>
              <ColumnHead href="#by-unit">{heads.unit}</ColumnHead>
              <ColumnHead numeric href="#by-assigned" sorted="descending">
                {heads.assigned}
              </ColumnHead>
              <ColumnHead numeric>{heads.passed}</ColumnHead>
              <ColumnHead numeric>{heads.rate}</ColumnHead>
              <ColumnHead>{heads.status}</ColumnHead>
            </tr>
          </thead>
          <tbody>
            {rows.map(([unit, assigned, passed]) => (
              <tr key={unit}>
                <th scope="row">{unit}</th>
                <td className="num">{formatNumber(locale, assigned)}</td>
                <td className="num">{formatNumber(locale, passed)}</td>
                <td className="num">{formatPercent(locale, passed, assigned)}</td>
                <td>
                  <StatusTag locale={locale} status="learning" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      <FoldingTable>
        <Caption>{say('Danh sách gập lại trên điện thoại', 'Records that fold on a phone')}</Caption>
        <thead>
          <tr>
            <ColumnHead href="#by-name" sorted="ascending">
              {heads.unit}
            </ColumnHead>
            <th scope="col">
              <span className="unseen">{say('Biểu đồ', 'Chart')}</span>
            </th>
            <ColumnHead numeric>{heads.rate}</ColumnHead>
            <ColumnHead>{heads.status}</ColumnHead>
          </tr>
        </thead>
        <tbody>
          {rows.map(([unit, assigned, passed]) => (
            <FoldingRow key={unit}>
              <th scope="row">{unit}</th>
              <BarCell percent={(passed / assigned) * 100} target={90} />
              <FoldingCell label={heads.rate} numeric>
                <Rate locale={locale} numerator={passed} denominator={assigned} />
              </FoldingCell>
              <FoldingCell label={heads.status}>
                <Tag tone="warn" icon="clock">
                  {say('Cách 6,5 điểm', '6.5 points short')}
                </Tag>
              </FoldingCell>
            </FoldingRow>
          ))}
        </tbody>
      </FoldingTable>
      <TargetBar
        level={3}
        title={say('Đã đạt so với mục tiêu', 'Passed against the target')}
        deck={say('Phần trăm số người được giao', 'Per cent of people assigned')}
        label={say(
          'Đã đạt 46,8% trên mục tiêu 90 phần trăm, còn thiếu 43,2 điểm.',
          'Passed 46.8% against a target of 90 per cent, 43.2 points short.',
        )}
        percent={46.8}
        mark={formatPercent(locale, 468, 1000)}
        target={90}
        targetMark={say('Mục tiêu 90%', 'Target 90%')}
        gapMark={say('thiếu 43,2 điểm', '43.2 points short')}
        source={say('Nguồn: sổ kết quả Trúc.', 'Source: the Trúc register.')}
      />
      <Bars
        locale={locale}
        level={3}
        title={say('Tháng 9/2026 hoàn thành nhiều nhất: 1.204', 'Most completions in September 2026: 1,204')}
        deck={say('Số lần hoàn thành, 12 tháng đến 18/11/2026', 'Completions, 12 months to 18 November 2026')}
        label={say(
          'Tháng 9/2026 hoàn thành nhiều nhất: 1.204. Tháng này đến nay 410.',
          'Most completions in September 2026: 1,204. This month so far 410.',
        )}
        items={[90, 120, 64, 210, 305, 402, 380, 455, 720, 1204, 1130, 410].map((value, at) => ({
          key: String(at),
          label: at === 0 ? '12/25' : `${at}/26`,
          value,
          partial: at === 11 ? say('đến 18/11', 'to 18 November') : undefined,
        }))}
      />
      <HeatTable
        locale={locale}
        caption={say('Tỷ lệ hoàn thành theo đơn vị và khóa học', 'Completion rate by unit and course')}
        scaleLabel={say('Thang màu', 'Scale of colours')}
        steps={
          locale === 'vi'
            ? ['dưới 20%', '20–39%', '40–59%', '60–79%', 'từ 80%']
            : ['under 20%', '20–39%', '40–59%', '60–79%', '80% and up']
        }
        corner={heads.unit}
        columns={[
          { key: 'a1', code: 'A1', title: say('ASEAN căn bản', 'ASEAN essentials'), href: '#heat-a1' },
          { key: 'k1', code: 'K1', title: say('Phục vụ người dân', 'Citizen-centred service') },
        ]}
        rows={rows.map(([unit, assigned, passed], at) => ({
          key: unit,
          head: <A href={`#heat-${at}`}>{unit}</A>,
          cells: [
            { numerator: passed, denominator: assigned },
            at === 0
              ? { numerator: 3, denominator: 7 }
              : { numerator: at === 1 ? 25 : 0, denominator: at === 1 ? 81 : 0 },
          ],
        }))}
        foot={{
          key: 'all',
          head: say('Cộng', 'Total'),
          cells: [
            { numerator: 269, denominator: 334 },
            { numerator: 28, denominator: 88 },
          ],
        }}
      />
    </Section>
  );
}

function Quiz({ locale, say }: Part) {
  return (
    <Section id="quiz" title={say('Bài kiểm tra', 'Quiz')}>
      <div className="inline-bar">
        <QuizBar
          locale={locale}
          where={
            <>
              <b>{say('Câu 4', 'Question 4')}</b>/10
            </>
          }
          timer={<TimerText locale={locale} deadline="2026-11-18T13:26:00Z" now={NOW} />}
          saving={{ state: 'saved', savedAt: NOW }}
        />
      </div>
      <div className="row">
        <SavedStatus locale={locale} saving={{ state: 'saving' }} />
        <SavedStatus locale={locale} saving={{ state: 'retrying' }} />
        <SavedStatus locale={locale} saving={{ state: 'offline' }} />
        <TimerText locale={locale} deadline="2026-11-18T13:12:30Z" now={NOW} />
        <TimerText locale={locale} deadline="2026-11-18T13:11:00Z" now={NOW} />
      </div>
      <form className="split aside">
        <div>
          {QUESTIONS.map(({ question, answer }) => (
            <Question key={question.slot} question={question} answer={answer} locale={locale} level={3} numbered />
          ))}
        </div>
        <QuestionMap
          locale={locale}
          items={Array.from({ length: 10 }, (_, at) => ({
            slot: at + 1,
            href: `#a-${at + 1}`,
            answered: at < 6,
            flagged: at === 2 || at === 7,
            current: at === 3,
          }))}
        />
      </form>
    </Section>
  );
}

function Results({ locale, say }: Part) {
  return (
    <>
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
      <Section id="review" title={say('Nhận xét từng câu', 'Question by question')}>
        <ol className="review">
          <ReviewItem
            locale={locale}
            slot={4}
            text={say('Thủ thư nên làm gì?', 'What should the librarian do?')}
            points={1}
            of={1}
            answer={say('Nhận sách và chuyển về nơi cho mượn', 'Take the book and send it home')}
            why={say(
              'Sách được trả ở mọi thư viện của thành phố.',
              'Books are taken back at every library of the city.',
            )}
          />
          <ReviewItem
            locale={locale}
            slot={5}
            text={say('Sắp xếp các bước.', 'Put the steps in order.')}
            points={2 / 3}
            of={1}
            answer={say('Đào hố; Tưới nước', 'Dig; Water')}
            rightAnswer={say('Đào hố; Lấp đất; Tưới nước', 'Dig; Fill; Water')}
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
    </>
  );
}

function Overlays({ say }: Part) {
  const [open, setOpen] = useState(false);
  const question = say('Thu hồi chứng chỉ 7K2M-QX4D-9TVA-3HNC?', 'Revoke certificate 7K2M-QX4D-9TVA-3HNC?');
  const consequence = say(
    'Người được cấp và người kiểm tra sẽ thấy “đã thu hồi”. Không thể lấy lại.',
    'The holder and whoever verifies it will see “revoked”. This cannot be undone.',
  );
  const actions = (
    <>
      <Button type="button" look="alarm" onClick={() => setOpen(false)}>
        {say('Thu hồi chứng chỉ', 'Revoke certificate')}
      </Button>
      <Button type="button" look="quiet" data-harmless onClick={() => setOpen(false)}>
        {say('Giữ lại', 'Keep it')}
      </Button>
    </>
  );
  return (
    <Section id="dialogs" title={say('Hộp thoại', 'Dialogs')}>
      <p className="muted">
        {say(
          'Không có mã chạy ở trình duyệt thì đây là một trang xác nhận, cùng chữ, cùng nút.',
          'Where no script runs this is a page with the same words and buttons.',
        )}
      </p>
      <dialog className="here" open aria-labelledby="g-dialog-still-title">
        <DialogBody id="g-dialog-still" title={question} actions={actions}>
          {consequence}
        </DialogBody>
      </dialog>
      <Button type="button" look="quiet" onClick={() => setOpen(true)}>
        {say('Mở hộp thoại', 'Open the dialog')}
      </Button>
      <Dialog id="g-dialog" title={question} open={open} onClose={() => setOpen(false)} actions={actions}>
        {consequence}
      </Dialog>
    </Section>
  );
}
