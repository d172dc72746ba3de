import type { Block, InLanguages, LessonTerm } from '#app/domain/catalogue/lesson-block.ts';
import type { Bilingual } from '#app/words/locale.ts';
import type { Section } from './check-questions.ts';
import type { CourseQuestion } from './parse-quiz.ts';
import type { Change } from './sheets.ts';

/** A lesson as it will stand in an edition. */
export type CourseLesson = {
  code: string;
  slug: string;
  /** Within the course, from 1. */
  position: number;
  title: Bilingual;
  outcome: Bilingual;
  /** Days as YYYY-MM-DD. */
  reviewedOn: string;
  reviewBy: string;
  asOf: string | null;
  words: InLanguages<number>;
  minutes: InLanguages<number>;
  floorSeconds: InLanguages<number>;
  facts: string[];
  /** The documents it rests on, by their ids in sources.yaml, the most important first. */
  sources: string[];
  blocks: InLanguages<Block[]>;
  /** The terms of the glossary that its text opens. */
  terms: InLanguages<LessonTerm[]>;
};

/** A course as it will stand in an edition. */
export type ParsedCourse = {
  code: string;
  slug: string;
  programme: string;
  title: Bilingual;
  summary: Bilingual;
  outcomes: Bilingual[];
  modules: { title: Bilingual; lessons: CourseLesson[] }[];
  quiz: {
    questionCount: number;
    sections: Section[];
    passPercent: number;
    attemptLimit: number;
    timeLimitSeconds: number | null;
  };
  /** Declared, the oldest first. No part of what an edition holds. */
  changes: { declared: Change[]; line: number };
  questions: CourseQuestion[];
  minutes: InLanguages<number>;
  lessonCount: number;
  reviewedOn: string;
  reviewBy: string;
};
