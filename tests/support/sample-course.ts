import { stringify } from 'yaml';
import type { Bilingual } from '#app/words/locale.ts';

/** Stands in every explanation and every accepted text: where it is seen, a key was shown. */
export const CANARY = 'saolacanary';

export type SampleOptions = {
  slug?: string;
  code?: string;
  programme?: 'ASEAN' | 'SKILLS' | 'OTHER';
  /** Two when not given; slugs lesson-1, lesson-2 …, codes T1.1, T1.2 … */
  lessons?: number;
  /** How many questions a paper draws, of twelve: ten when not given, as evenly from the lessons as it goes. */
  questions?: number;
  passPercent?: number;
  attempts?: number;
  timeLimitMinutes?: number;
  /** The same course with another key to every question. */
  twin?: boolean;
  /** Another note in the summary: another edition, the same questions. */
  note?: string;
  /** What course.yaml declares beyond its first edition: one material change when a text above is given, else nothing. */
  changes?: ('editorial' | 'material')[];
  /** Another text of the first question: another version of it. */
  firstQuestion?: string;
  /** Codes of lessons that the last change corrects, and questions that it withdraws. */
  corrects?: string[];
  withdraws?: string[];
};

const SENTENCES: Bilingual[] = [
  {
    vi: 'Người dân đến một nơi và nhận kết quả ở nơi ấy.',
    en: 'A citizen comes to one place and gets the result there.',
  },
  {
    vi: 'Công chức hỏi rõ việc, xem giấy tờ rồi mới hướng dẫn.',
    en: 'The officer asks, looks at the papers and then advises.',
  },
  {
    vi: 'Mỗi hồ sơ có một mã, một hạn và một người chịu trách nhiệm.',
    en: 'Each file has a number, a day and one person who answers for it.',
  },
  {
    vi: 'Khi chậm, cơ quan xin lỗi và nói ngày trả mới.',
    en: 'When it is late the agency apologises and names a new day.',
  },
];

/** Sentences until there are about as many words as asked for. */
function prose(locale: 'vi' | 'en', words: number): string {
  const said: string[] = [];
  for (let total = 0, turn = 0; total < words; turn++) {
    const sentence = SENTENCES[turn % SENTENCES.length]?.[locale] ?? '';
    said.push(sentence);
    total += sentence.split(' ').length;
  }
  return said.join(' ');
}

function lessonText(locale: 'vi' | 'en', number: number): string {
  const say = (vi: string, en: string) => (locale === 'vi' ? vi : en);
  const long = prose(locale, locale === 'vi' ? 160 : 120);
  return [
    `:::opening\n${say(`Sáng nay ở bài ${number} có người hỏi bạn một việc khó. Bạn bắt đầu từ đâu?`, `This morning, in lesson ${number}, somebody asks you something hard. Where do you begin?`)}\n:::`,
    `${long} ${say('Điều này **quan trọng**.', 'This **matters**.')}`,
    `## ${say('Bắt đầu', 'To begin')}`,
    long,
    `- ${say('Chào hỏi', 'Greet')}\n- ${say('Lắng nghe', 'Listen')}\n- ${say('Hẹn ngày', 'Name a day')}`,
    `:::term[${say('Một cửa là gì?', 'What is one-stop?')}]\n${say('Một nơi nhận và trả kết quả.', 'One place that takes files and gives results.')}\n:::`,
    `## ${say('Làm tiếp', 'To go on')}`,
    long,
    `:::example[${say('Ví dụ ở Huế', 'An example in Hue')}]\n${prose(locale, 40)}\n\n${prose(locale, 30)}\n:::`,
    `:::todo\n- ${say('Đọc lại', 'Read again')}\n- ${say('Hỏi đồng nghiệp', 'Ask a colleague')}\n:::`,
    `:::check[${say(`Bài ${number}: bạn chào ai trước?`, `Lesson ${number}: whom do you greet first?`)}]\n${say('Người đến trước.', 'Whoever came first.')}\n:::`,
    `:::check[${say(`Bài ${number}: khi nào bạn hẹn ngày?`, `Lesson ${number}: when do you name a day?`)}]\n${say('Khi hồ sơ đã đủ.', 'When the file is complete.')}\n:::`,
    `:::sources\n${say('Nghị định 118/2025/NĐ-CP.', 'Decree 118/2025/NĐ-CP.')}\n:::`,
    '',
  ].join('\n\n');
}

/** The same things with each one's mark moved to its neighbour. */
const rotate = <T>(marks: readonly T[]): T[] => [...marks.slice(-1), ...marks.slice(0, -1)];
const both = (text: string): Bilingual => ({ vi: `${text} (vi)`, en: `${text} (en)` });
const LETTERS = ['Phượng', 'An', 'Bình', 'Cúc', 'Dương'];

function bank(code: string, lessons: number, twin: boolean, isAboutAsean: boolean, firstQuestion?: string): object[] {
  const mark = <T>(marks: readonly T[]) => (twin ? rotate(marks) : [...marks]);
  const options = <T>(name: string, marks: readonly T[], as: (mark: T) => object) =>
    mark(marks).map((each, index) => ({ ...both(`${name} ${LETTERS[index]}`), ...as(each) }));
  const correct = (is: boolean) => (is ? { correct: true } : {});
  const steps = ['Nhận hồ sơ', 'Kiểm tra', 'Giải quyết', 'Trả kết quả'].map(both);
  const rights = mark(['Một', 'Hai', 'Ba', 'Bốn']);
  const kinds: object[] = [
    { type: 'single_choice', options: options('Chọn', [false, false, true, false], correct) },
    { type: 'multiple_choice', options: options('Nhiều', [true, false, true, false, true], correct) },
    { type: 'true_false', answer: !twin },
    {
      type: 'scenario',
      options: options('Cách', [0.5, 1, 0, 0], (score) => ({
        score,
        feedback: both(`Chọn thế được ${score} điểm ${CANARY}`),
      })),
    },
    { type: 'numeric', answer: twin ? 45 : 30, tolerance: twin ? 1 : 0, unit: { vi: 'ngày', en: 'days' } },
    {
      type: 'short_text',
      accepted: twin ? { vi: [`${CANARY} kia`], en: [`${CANARY} other`] } : { vi: [CANARY], en: [CANARY] },
    },
    {
      type: 'matching',
      pairs: ['Tây', 'Đông', 'Nam', 'Bắc'].map((left, index) => ({
        left: both(left),
        right: both(rights[index] ?? ''),
      })),
    },
    { type: 'ordering', steps: twin ? steps.toReversed() : steps },
    { type: 'single_choice', options: options('Lấy', [true, false, false], correct) },
    { type: 'multiple_choice', options: options('Gồm', [false, true, true, false], correct) },
    { type: 'true_false', answer: twin },
    { type: 'numeric', answer: twin ? 7.25 : 2.5, tolerance: 0.5, unit: { vi: 'giờ', en: 'hours' } },
  ];
  return kinds.map((kind, index) => ({
    id: `${code}-Q${String(index + 1).padStart(2, '0')}`,
    lesson: `${code}.${(index % lessons) + 1}`,
    difficulty: (index % 3) + 1,
    facts: ['LA-07'],
    ...(isAboutAsean ? { pillar: 'cross-pillar' } : { competency: 'service' }),
    text: both((index === 0 && firstQuestion) || `Câu hỏi số ${index + 1} của ${code} hỏi gì?`),
    explanation: both(`Vì ${CANARY} ${twin ? 'nói khác hẳn, và dài hơn' : 'nói thế'}`),
    ...kind,
  }));
}

/** A small but whole course: the files by their paths inside its folder. All eight types of question, twelve in all. */
export function sampleCourse(options: SampleOptions = {}): Map<string, string> {
  const { code = 'T1', lessons = 2, twin = false } = options;
  const declared = options.changes ?? (options.note || options.firstQuestion ? ['material' as const] : []);
  const numbers = Array.from({ length: lessons }, (_, index) => index + 1);
  const sheet = {
    code,
    programme: options.programme ?? 'SKILLS',
    title: { vi: `Khóa học mẫu ${code}`, en: `Sample course ${code}` },
    summary: {
      vi: `Một khóa học để thử. ${options.note ?? ''}`.trim(),
      en: `A course to try. ${options.note ?? ''}`.trim(),
    },
    outcomes: [{ vi: 'Biết làm', en: 'Know how' }],
    modules: [
      { title: { vi: 'Phần một', en: 'Part one' }, lessons: numbers.slice(0, -1).map((number) => `lesson-${number}`) },
      { title: { vi: 'Phần hai', en: 'Part two' }, lessons: [`lesson-${lessons}`] },
    ].filter((module) => module.lessons.length > 0),
    quiz: {
      sections: numbers.map((number) => ({
        lesson: `lesson-${number}`,
        questions:
          Math.floor((options.questions ?? 10) / lessons) + (number <= (options.questions ?? 10) % lessons ? 1 : 0),
      })),
      passPercent: options.passPercent ?? 70,
      attempts: options.attempts ?? 3,
      ...(options.timeLimitMinutes && { timeLimitMinutes: options.timeLimitMinutes }),
    },
    changes: (['material', ...declared] as const).map((kind, index) => ({
      kind,
      on: '2026-11-22',
      note: both(index === 0 ? 'Bản đầu tiên' : `Thay đổi ${index}`),
      ...(index > 0 &&
        index === declared.length && {
          corrections: (options.corrects ?? []).map((lesson) => ({
            lesson,
            text: both(`Điều đúng của ${lesson} là thế này`),
            source: both('Nghị định 118/2025/NĐ-CP'),
          })),
          withdraws: options.withdraws ?? [],
        }),
    })),
  };
  const files = new Map([
    ['course.yaml', stringify(sheet)],
    ['quiz.yaml', stringify(bank(code, lessons, twin, options.programme === 'ASEAN', options.firstQuestion))],
  ]);
  for (const number of numbers) {
    const folder = `lessons/lesson-${number}`;
    const lesson = {
      code: `${code}.${number}`,
      title: { vi: `Bài mẫu ${number}`, en: `Sample lesson ${number}` },
      outcome: { vi: `Làm được việc ${number}`, en: `Do thing ${number}` },
      facts: ['LA-07'],
      sources: ['decree-118-2025'],
      reviewedOn: `2026-11-${String(10 + number)}`,
      reviewBy: `2027-05-${String(10 + number)}`,
      ...(number === 1 && { asOf: '2026-11-22' }),
    };
    files.set(`${folder}/lesson.yaml`, stringify(lesson));
    files.set(`${folder}/vi.md`, lessonText('vi', number));
    files.set(`${folder}/en.md`, lessonText('en', number));
  }
  return files;
}
