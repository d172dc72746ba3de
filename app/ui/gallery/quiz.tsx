import type { Answer, PublicQuestion } from '#app/domain/assessment/question.ts';
import { Question } from '../question.tsx';
import { QuestionMap } from '../question-map.tsx';
import { QuizBar, SavedStatus, TimerText } from '../quiz-bar.tsx';
import { NOW, type Part, Section, TORTURE } from './part.tsx';

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

export function Quiz({ locale, say }: Part) {
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
