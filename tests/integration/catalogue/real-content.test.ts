import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { drawPaper } from '#app/domain/assessment/draw-paper.ts';
import { checkReview } from '#app/domain/catalogue/check-review.server.ts';
import type { ParsedCourse } from '#app/domain/catalogue/parse-course.ts';
import { readContent } from '#app/domain/catalogue/read-content.server.ts';
import { inPieces, seededRandom } from '#app/platform/random.server.ts';

const folder = path.resolve(import.meta.dirname, '../../../content');
const { registers, problems, courses } = await readContent(folder);
const read = courses.flatMap(({ reading }) => (reading.ok ? [reading.course] : []));
const lessonsOf = (course: ParsedCourse) => course.modules.flatMap((module) => module.lessons);

const PAPERS = 10_000;

describe('the content of this repository', () => {
  test('has no problem, and nothing that could be guessed', () => {
    expect(problems).toEqual([]);
    expect(courses.flatMap(({ reading }) => (reading.ok ? reading.warnings : reading.problems))).toEqual([]);
  });

  test('is the whole curriculum: ten courses with all their lessons and questions, figures in every course', () => {
    const counted = read.map((course) => [
      course.code,
      { lessons: lessonsOf(course).length, questions: course.questions.length },
    ]);
    expect(Object.fromEntries(counted)).toEqual({
      A1: { lessons: 6, questions: 16 },
      A2: { lessons: 5, questions: 16 },
      A3: { lessons: 5, questions: 16 },
      A4: { lessons: 6, questions: 30 },
      A5: { lessons: 5, questions: 16 },
      K1: { lessons: 6, questions: 16 },
      K2: { lessons: 5, questions: 16 },
      K3: { lessons: 5, questions: 16 },
      K4: { lessons: 5, questions: 16 },
      K5: { lessons: 6, questions: 16 },
    });
    for (const course of read) {
      const figures = lessonsOf(course).flatMap((lesson) =>
        lesson.blocks.vi.filter((block) => block.kind === 'figure'),
      );
      expect([course.code, figures.length >= 2]).toEqual([course.code, true]);
    }
  });

  test('was read a second time: every question is answered by words of its lesson', async () => {
    expect(await checkReview(folder, read)).toEqual([]);
  });

  test('counts courses that exist towards its programmes', () => {
    const codes = read.map((course) => course.code);
    for (const { code, counts } of registers?.programmes ?? []) {
      expect([code, [...counts.allOf, ...(counts.oneOf ?? [])].filter((each) => !codes.includes(each))]).toEqual([
        code,
        [],
      ]);
    }
  });
});

test.each(read.map((course) => [course.code, course] as const))(
  `${PAPERS.toLocaleString('en')} papers of %s cover every lesson as declared, ask nothing twice, and draw evenly`,
  (code, course) => {
    const bytes = inPieces(seededRandom(`papers of ${code}`).bytes);
    const bank = new Map(course.questions.map(({ code, lessonCode, content }) => [code, { lessonCode, content }]));
    const drawn = new Map<string, number>();
    for (let paper = 0; paper < PAPERS; paper++) {
      const slots = drawPaper(bank, course.quiz.sections, bytes).slots;
      const ids = slots.map((slot) => slot.questionVersionId);
      if (new Set(ids).size !== ids.length) throw new Error(`a question twice: ${ids}`);
      for (const { lessonCode, questions } of course.quiz.sections) {
        const asked = ids.filter((id) => bank.get(id)?.lessonCode === lessonCode);
        if (asked.length !== questions)
          throw new Error(`${lessonCode} is asked ${asked.length} times, not ${questions}`);
      }
      for (const id of ids) drawn.set(id, (drawn.get(id) ?? 0) + 1);
    }
    expect(course.quiz.sections.map((section) => section.lessonCode)).toEqual(
      lessonsOf(course).map((lesson) => lesson.code),
    );
    for (const { lessonCode, questions } of course.quiz.sections) {
      const candidates = course.questions.filter((question) => question.lessonCode === lessonCode);
      const even = (PAPERS * questions) / candidates.length;
      for (const { code: id } of candidates) {
        const share = (drawn.get(id) ?? 0) / even;
        expect([id, share > 0.8 && share < 1.2]).toEqual([id, true]);
      }
    }
  },
  60_000,
);
