import { beforeEach, describe, expect, it } from 'vitest';
import { type Answer, isUnreadable, type PublicQuestion } from '#app/domain/assessment/question.ts';
import { saveAnswers } from '#app/domain/assessment/save-answers.server.ts';
import { startAttempt } from '#app/domain/assessment/start-attempt.server.ts';
import { submitAttempt } from '#app/domain/assessment/submit-attempt.server.ts';
import { loader as check } from '#app/routes/learn/attempt.tsx';
import { publishSample } from '#tests/support/content.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createActor, createAgencies } from '#tests/support/factories.ts';
import { paperOf, readAllLessons, saveOf } from '#tests/support/learner.ts';
import { createWorld, type TestWorld } from '#tests/support/world.ts';
import { call } from '../pages/call.ts';

const database = useDatabase();
let world: TestWorld;
let lan: { id: string; token: string };
let attemptId: string;

beforeEach(async () => {
  world = createWorld(database.db, { now: new Date() });
  await createAgencies(database.db);
  const { slug } = await publishSample(database.db, { questions: 12 });
  lan = await createActor(database.db, { agencyCode: 'VN.X00376.DPV' });
  await readAllLessons(world, { personId: lan.id, slug });
  const started = await startAttempt(world, { personId: lan.id, slug });
  if (started.outcome !== 'started') throw new Error(started.outcome);
  attemptId = started.attemptId;
});

/** The numeric questions of the paper, with what would be right. */
const numbers = async () => {
  const { paper, paperKey } = await paperOf(database.db, attemptId);
  return paper.slots.flatMap(({ slot, question }) => {
    const key = paperKey.slots.find((each) => each.slot === slot)?.key;
    return key?.type === 'numeric' ? [{ slot, unit: question.unit?.vi ?? '', value: key.value }] : [];
  });
};

const save = (slot: number, text: string, basedOn = 0) =>
  saveAnswers(world, { attemptId, personId: lan.id, saves: [saveOf(slot, { text }, { basedOn })] });

describe('a typed number on a paper', () => {
  it('what cannot be read as a number is told on the page before submission', async () => {
    const [first] = await numbers();
    if (!first) throw new Error('the sample asks for no number');
    const page = async () => {
      const { data } = await call(check, world, `/attempts/${attemptId}/check`, {
        token: lan.token,
        params: { attemptId, view: 'check' },
      });
      const { questions, answers } = data as {
        questions: PublicQuestion[];
        answers: { slot: number; answer: Answer | null }[];
      };
      return questions.map((question) => {
        const { slot } = question;
        return { slot, unreadable: isUnreadable(question, answers.find((each) => each.slot === slot)?.answer) };
      });
    };
    await save(first.slot, 'ba mươi');
    expect((await page()).filter((each) => each.unreadable).map((each) => each.slot)).toEqual([first.slot]);
    await save(first.slot, `${first.value} ${first.unit}`, 1);
    expect((await page()).filter((each) => each.unreadable)).toEqual([]);
  });

  it('a number with the unit of its question earns its point, under the version that reads it', async () => {
    const asked = await numbers();
    for (const { slot, unit, value } of asked) await save(slot, `“${value.replace('.', ',')}\u00a0${unit}”\u200b`);
    await submitAttempt(world, { attemptId, personId: lan.id, saves: [] });
    const grading = await database.db.grading.findFirstOrThrow({ where: { attemptId } });
    expect(grading.graderVersion).toBe(2);
    expect(asked.length).toBeGreaterThan(0);
    expect(grading.earnedNumerator / grading.earnedDenominator).toBe(asked.length);
  });
});
