import type { QuestionType } from '#app/domain/catalogue/question-version.ts';

/*
 * What a writer begins with. A blank stands between ⟦ and ⟧: the check names each that is not filled in.
 */

const both = (vi: string, en: string) => `{ vi: "⟦${vi}⟧", en: "⟦${en}⟧" }`;

/** The files of a new lesson, by their paths inside its folder. `today` and `reviewBy` are days as YYYY-MM-DD. */
export function lessonTemplate({ code, today, reviewBy }: { code: string; today: string; reviewBy: string }) {
  return new Map([
    [
      'lesson.yaml',
      `code: ${code}
title: ${both('Tên bài', 'Title')}
outcome: ${both('Học xong làm được gì', 'What one can do afterwards')}
facts: [] # ⟦ids of facts.yaml⟧
sources: [] # ⟦ids of sources.yaml, a document first⟧
reviewedOn: ${today}
reviewBy: ${reviewBy}
`,
    ],
    [
      'vi.md',
      `:::opening
⟦Một câu hỏi từ việc thật, nhiều nhất 60 từ.⟧
:::

⟦Đoạn mở đầu: văn bản nào, số nào, ngày nào.⟧

## ⟦Đề mục⟧

⟦Đoạn văn.⟧

:::term[⟦Thuật ngữ là gì?⟧]
⟦Một hoặc hai câu.⟧
:::

:::example[⟦Ví dụ ở đâu⟧]
⟦Tình huống, hai hoặc ba đoạn.⟧
:::

:::todo
- ⟦Việc thứ nhất⟧
- ⟦Việc thứ hai⟧
- ⟦Việc thứ ba⟧
:::

:::check[⟦Câu người đọc tự hỏi?⟧]
⟦Câu trả lời và lý do.⟧
:::

:::check[⟦Câu thứ hai?⟧]
⟦Câu trả lời và lý do.⟧
:::

:::sources
⟦Loại, số, ngày, cơ quan ban hành.⟧
:::
`,
    ],
    [
      'en.md',
      `:::opening
⟦One question from real work, at most 60 words.⟧
:::

⟦First paragraph: which document, which number, which day.⟧

## ⟦Heading⟧

⟦Paragraph.⟧

:::term[⟦What is the term?⟧]
⟦One or two sentences.⟧
:::

:::example[⟦An example where⟧]
⟦A case of two or three paragraphs.⟧
:::

:::todo
- ⟦First action⟧
- ⟦Second action⟧
- ⟦Third action⟧
:::

:::check[⟦What does the reader ask herself?⟧]
⟦The answer and its reason.⟧
:::

:::check[⟦A second question?⟧]
⟦The answer and its reason.⟧
:::

:::sources
⟦Kind, number, day, issuer.⟧
:::
`,
    ],
  ]);
}

const option = (mark: string, at: number) =>
  `    - { vi: "⟦Lựa chọn ${at}⟧", en: "⟦Option ${at}⟧"${mark ? `, ${mark}` : ''} }`;

const scored = (score: number, at: number) => `    - vi: "⟦Lựa chọn ${at}⟧"
      en: "⟦Option ${at}⟧"
      score: ${score}
      feedback: ${both(`Lựa chọn ${at} dẫn đến gì`, `What option ${at} leads to`)}`;

/** What a question holds beside its words, by its type. */
const ANSWERS: Readonly<Record<QuestionType, string>> = {
  single_choice: ['  options:', ...['correct: true', '', '', ''].map((mark, at) => option(mark, at + 1))].join('\n'),
  multiple_choice: [
    '  options:',
    ...['correct: true', 'correct: true', 'correct: true', '', ''].map((mark, at) => option(mark, at + 1)),
  ].join('\n'),
  true_false: '  answer: true',
  scenario: ['  options:', ...[1, 0.5, 0, 0].map((score, at) => scored(score, at + 1))].join('\n'),
  numeric: `  answer: 1\n  tolerance: 0\n  unit: ${both('đơn vị', 'unit')}`,
  short_text: '  accepted: { vi: ["⟦từ⟧"], en: ["⟦word⟧"] }',
  matching: [
    '  pairs:',
    ...[1, 2, 3].map(
      (at) => `    - { left: ${both(`Vế trái ${at}`, `Left ${at}`)}, right: ${both(`Vế phải ${at}`, `Right ${at}`)} }`,
    ),
  ].join('\n'),
  ordering: ['  steps:', ...[1, 2, 3].map((at) => `    - ${both(`Bước ${at}`, `Step ${at}`)}`)].join('\n'),
};

export const questionTypes = Object.keys(ANSWERS) as QuestionType[];

/** A question of the type, to be put at the end of quiz.yaml. */
export const questionTemplate = (of: { id: string; lesson: string; type: QuestionType; isAsean: boolean }): string =>
  `- id: ${of.id}
  lesson: ${of.lesson}
  type: ${of.type}
  difficulty: 2
  facts: [] # ⟦ids of facts.yaml⟧
  ${of.isAsean ? 'pillar: socio-cultural' : 'competency: service'} # ⟦or another⟧
  text: ${both('Câu hỏi từ việc thật', 'A question from real work')}
${ANSWERS[of.type]}
  explanation: ${both('Vì sao, bằng lời của bài', 'Why, in words of the lesson')}
`;
