import type { AnswerKey } from '#app/domain/catalogue/question-version.ts';
import type { PublicQuestion } from './question.ts';

/** The paper as the browser may see it, frozen when the attempt starts. */
export type Paper = { slots: { slot: number; lessonCode: string; question: PublicQuestion }[] };

/** What the server keeps beside it: the question version behind each slot and its key in the ids of this paper. */
export type PaperKey = { slots: { slot: number; questionVersionId: string; key: AnswerKey }[] };
