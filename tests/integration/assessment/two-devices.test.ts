import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Answer } from '#app/domain/assessment/question.ts';
import { readAttempt, readResult } from '#app/domain/assessment/read-attempt.server.ts';
import { readStanding } from '#app/domain/assessment/read-standing.server.ts';
import { saveAnswers } from '#app/domain/assessment/save-answers.server.ts';
import { startAttempt } from '#app/domain/assessment/start-attempt.server.ts';
import { submitAttempt } from '#app/domain/assessment/submit-attempt.server.ts';
import { sweepAttempts } from '#app/domain/assessment/sweep-attempts.server.ts';
import {
  type Device,
  type Kept,
  keptKey,
  MOST_KEPT,
  type Save,
  type Standing,
  weighSaves,
} from '#app/domain/assessment/weigh-saves.ts';
import { publishSample } from '#tests/support/content.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createAgencies, createPerson } from '#tests/support/factories.ts';
import { paperOf, readAllLessons, rightSaves, saveOf } from '#tests/support/learner.ts';
import { answersOf, atOnce, createWorld, type TestWorld } from '#tests/support/world.ts';

const database = useDatabase();
let world: TestWorld;
let own: { personId: string; attemptId: string };
/** A slot with options, and three answers to it. */
let slot: number;
let one: Answer;
let two: Answer;
let three: Answer;

async function begin(timeLimitMinutes?: number) {
  const { slug } = await publishSample(database.db, {
    ...(timeLimitMinutes && { slug: 'timed', code: 'T9', timeLimitMinutes }),
  });
  const { id: personId } = await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' });
  await readAllLessons(world, { personId, slug });
  const started = await startAttempt(world, { personId, slug });
  if (started.outcome !== 'started') throw new Error(started.outcome);
  own = { personId, attemptId: started.attemptId };
  const { paper } = await paperOf(database.db, started.attemptId);
  const found = paper.slots.find(
    ({ question }) => (question.options?.length ?? 0) >= 3 && question.type === 'single_choice',
  );
  const [a, b, c] = found?.question.options ?? [];
  if (!found || !a || !b || !c) throw new Error('no question of three options');
  slot = found.slot;
  [one, two, three] = [{ choice: a.id }, { choice: b.id }, { choice: c.id }];
}

beforeEach(async () => {
  world = createWorld(database.db);
  await createAgencies(database.db);
  await begin();
});

async function send(device: Device, ...saves: unknown[]) {
  const told = await saveAnswers(world, { ...own, saves, device });
  if (told.outcome !== 'kept') throw new Error(told.outcome);
  return told;
}
const outcomesOf = async (device: Device, ...saves: Save[]) =>
  (await send(device, ...saves)).slots.map((each) => each.outcome);
const standing = () =>
  database.db.attemptAnswer.findUniqueOrThrow({ where: { attemptId_slot: { attemptId: own.attemptId, slot } } });
const kept = () =>
  database.db.keptAnswer.findMany({ orderBy: [{ saveId: 'asc' }, { keptAt: 'asc' }, { slot: 'asc' }] });

describe('a newer answer that was acknowledged is not replaced by an older one', () => {
  test('phone offline 1, 2, 1; office computer later 2, saved; the phone returns: both are kept and she is asked', async () => {
    const typed = saveOf(slot, one);
    const office = saveOf(slot, two);
    expect(await send('COMPUTER', office)).toMatchObject({ slots: [{ outcome: 'saved', revision: 1 }], conflicts: [] });
    const told = await send('PHONE', { ...typed, agoMs: 600_000 });
    expect(told.slots).toMatchObject([{ outcome: 'conflict' }]);
    expect(told.conflicts).toMatchObject([
      {
        slot,
        standing: { answer: two, revision: 1, device: 'COMPUTER' },
        rivals: [{ saveId: typed.saveId, answer: one, device: 'PHONE' }],
      },
    ]);
    const wrote = new Date(told.conflicts[0]?.rivals[0]?.writtenAt ?? 0);
    expect(wrote.getTime()).toBe(world.now().getTime() - 600_000);
    expect(await standing()).toMatchObject({ answer: two, revision: 1 });
    expect((await readAttempt(database.db, own)).conflicts).toEqual(told.conflicts);
  });

  test('a stale tab types thirteen characters where another tab has "11": nothing is overwritten', async () => {
    const { paper } = await paperOf(database.db, own.attemptId);
    const numeric = paper.slots.find(({ question }) => question.type === 'numeric' || question.type === 'short_text');
    if (!numeric) throw new Error('no typed question');
    await send('COMPUTER', saveOf(numeric.slot, { text: '11' }));
    let last = '';
    for (const text of ['t', 'tr', 'tra', 'tra lời 13 ký']) {
      const save = saveOf(numeric.slot, { text }, { after: last ? [last] : [] });
      last = save.saveId;
      expect(await outcomesOf('COMPUTER', save)).toEqual(['conflict']);
    }
    const { answers, conflicts } = await readAttempt(database.db, own);
    expect(answers).toMatchObject([{ answer: { text: '11' }, revision: 1 }]);
    // Of one page's answers the last one is the rival, whatever came before it.
    expect(conflicts.map((each) => each.rivals.map((rival) => rival.answer))).toEqual([[{ text: 'tra lời 13 ký' }]]);
    expect(await kept()).toHaveLength(4);
  });

  test('the same answer on both sides is no conflict, in whatever order its parts were chosen', async () => {
    await send('COMPUTER', saveOf(slot, two));
    expect(await outcomesOf('PHONE', saveOf(slot, two))).toEqual(['saved']);
    const { paper } = await paperOf(database.db, own.attemptId);
    const multiple = paper.slots.find(({ question }) => question.type === 'multiple_choice');
    const choices = multiple?.question.options?.map((option) => option.id) ?? [];
    if (!multiple) throw new Error('no multiple choice');
    await send('COMPUTER', saveOf(multiple.slot, { choices }));
    expect(await outcomesOf('PHONE', saveOf(multiple.slot, { choices: choices.toReversed() }))).toEqual(['saved']);
    expect((await readAttempt(database.db, own)).conflicts).toEqual([]);
    expect(await kept()).toEqual([]);
  });

  test('a mark is no answer: it is set on either side and asks nothing', async () => {
    await send('COMPUTER', saveOf(slot, two));
    expect(await outcomesOf('PHONE', saveOf(slot, undefined, { flagged: true }))).toEqual(['saved']);
    expect(await standing()).toMatchObject({ answer: two, revision: 1, flagged: true });
    expect(await outcomesOf('COMPUTER', saveOf(slot, three, { basedOn: 1 }))).toEqual(['saved']);
    expect(await standing()).toMatchObject({ answer: three, revision: 2, flagged: true });
  });

  test('a mark does not tell the revision of an answer that its page has not seen', async () => {
    const phone = saveOf(slot, two);
    await send('PHONE', phone);
    const mark = saveOf(slot, undefined, { flagged: true });
    expect((await send('COMPUTER', mark)).slots).toMatchObject([{ outcome: 'saved', revision: 0 }]);
    expect((await send('COMPUTER', mark)).slots).toMatchObject([{ outcome: 'saved', revision: 0 }]);
    expect(await outcomesOf('COMPUTER', saveOf(slot, three, { basedOn: 0, after: [mark.saveId] }))).toEqual([
      'conflict',
    ]);
    expect(await standing()).toMatchObject({ answer: two, revision: 1, flagged: true });
    const seen = saveOf(slot, undefined, { flagged: false, basedOn: 1 });
    expect((await send('COMPUTER', seen)).slots).toMatchObject([{ outcome: 'saved', revision: 1 }]);
    const follows = saveOf(slot, undefined, { flagged: true, basedOn: 0, after: [phone.saveId] });
    expect((await send('PHONE', follows)).slots).toMatchObject([{ outcome: 'saved', revision: 1 }]);
  });

  test('a refusal of one question leaves the others', async () => {
    const saves = await rightSaves(world, own.attemptId);
    const told = await send('PHONE', ...saves, saveOf(99, null), { saveId: 'x' });
    expect(told.slots.map((each) => each.outcome)).toEqual([...saves.map(() => 'saved'), 'refused', 'refused']);
    expect(await database.db.attemptAnswer.count()).toBe(saves.length);
  });
});

describe('a save that comes again, after an answer that was lost', () => {
  test('is known by its attempt: what was kept of another paper under the same name is another answer', async () => {
    const { attemptId } = own;
    await begin(30);
    await send('COMPUTER', saveOf(slot, two));
    const save = saveOf(slot, one);
    const times = { writtenAt: world.now(), keptAt: new Date(world.now().getTime() - 1) };
    await database.db.keptAnswer.create({
      data: { attemptId, slot, saveId: save.saveId, answer: three, reason: 'CONFLICT', basedOn: 0, ...times },
    });
    expect(await outcomesOf('PHONE', save)).toEqual(['conflict']);
    expect(await kept()).toMatchObject([
      { attemptId, answer: three },
      { attemptId: own.attemptId, answer: one },
    ]);
  });

  test('is the same save and no conflict', async () => {
    const save = saveOf(slot, one);
    for (let time = 0; time < 3; time++)
      expect(await send('PHONE', save)).toMatchObject({ slots: [{ outcome: 'saved', revision: 1 }], conflicts: [] });
    expect(await standing()).toMatchObject({ answer: one, revision: 1 });
  });

  test('and has been replaced meanwhile by somebody who saw it, is told what stands', async () => {
    const save = saveOf(slot, one);
    await send('PHONE', save);
    await send('COMPUTER', saveOf(slot, two, { basedOn: 1 }));
    expect(await send('PHONE', save)).toMatchObject({
      slots: [{ outcome: 'replaced', revision: 2, answer: two }],
      conflicts: [],
    });
  });

  test('what follows it from the same page needs no answer to it', async () => {
    const first = saveOf(slot, one);
    await send('PHONE', first);
    // Neither answer came: the page still stands on nothing, and names what it sent.
    const second = saveOf(slot, two, { after: [first.saveId] });
    expect(await send('PHONE', second)).toMatchObject({ slots: [{ outcome: 'saved', revision: 2 }], conflicts: [] });
    const third = saveOf(slot, three, { after: [first.saveId, second.saveId] });
    expect(await outcomesOf('PHONE', third)).toEqual(['saved']);
    expect(await standing()).toMatchObject({ answer: three, revision: 3 });
  });

  test('but not past what another device wrote in between', async () => {
    const first = saveOf(slot, one);
    await send('PHONE', first);
    await send('COMPUTER', saveOf(slot, two, { basedOn: 1 }));
    expect(await outcomesOf('PHONE', saveOf(slot, three, { after: [first.saveId] }))).toEqual(['conflict']);
    expect(await standing()).toMatchObject({ answer: two, revision: 2 });
  });
});

describe('she chooses', () => {
  let phone: Save;
  beforeEach(async () => {
    await send('COMPUTER', saveOf(slot, two));
    phone = saveOf(slot, one);
    await send('PHONE', phone);
  });

  test('the rival: it stands, and what stood is kept in the history', async () => {
    const choice = saveOf(slot, one, { basedOn: 1, settles: [phone.saveId] });
    for (let time = 0; time < 2; time++)
      expect(await send('PHONE', choice)).toMatchObject({ slots: [{ outcome: 'saved', revision: 2 }], conflicts: [] });
    expect(await standing()).toMatchObject({ answer: one, revision: 2 });
    const history = await kept();
    expect(history).toHaveLength(2);
    expect(history).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ saveId: phone.saveId, answer: one, reason: 'CONFLICT', chosen: true }),
        expect.objectContaining({ answer: two, reason: 'REPLACED', basedOn: 1, device: 'COMPUTER', settledAt: null }),
      ]),
    );
    // The phone that still holds its answer learns that it is settled.
    expect(await send('PHONE', phone)).toMatchObject({ slots: [{ outcome: 'settled', answer: one, revision: 2 }] });
  });

  test('what stands: it stays, and the rival is kept in the history', async () => {
    const choice = saveOf(slot, undefined, { basedOn: 1, settles: [phone.saveId] });
    expect(await send('COMPUTER', choice)).toMatchObject({ slots: [{ outcome: 'saved', revision: 1 }], conflicts: [] });
    expect(await standing()).toMatchObject({ answer: two, revision: 1 });
    expect(await kept()).toMatchObject([{ saveId: phone.saveId, answer: one, chosen: false, settledAt: world.now() }]);
    expect(await send('PHONE', phone)).toMatchObject({ slots: [{ outcome: 'settled', answer: two, revision: 1 }] });
  });

  test('on something that has changed since: she is asked again, and nothing is overwritten', async () => {
    await send('COMPUTER', saveOf(slot, three, { basedOn: 1 }));
    const choice = saveOf(slot, one, { basedOn: 1, settles: [phone.saveId] });
    const told = await send('PHONE', choice);
    expect(told.slots).toMatchObject([{ outcome: 'conflict' }]);
    expect(told.conflicts).toMatchObject([{ standing: { answer: three, revision: 2 }, rivals: [{ answer: one }] }]);
    expect(await standing()).toMatchObject({ answer: three, revision: 2 });
  });

  test('and is asked by what stands after the save that tells her so', async () => {
    const told = await send('COMPUTER', saveOf(slot, three, { basedOn: 1 }));
    expect(told.conflicts).toMatchObject([{ standing: { answer: three, revision: 2 }, rivals: [{ answer: one }] }]);
    // Where it says the same as the rival now, there is nothing to ask.
    expect((await send('COMPUTER', saveOf(slot, one, { basedOn: 2 }))).conflicts).toEqual([]);
  });

  test('what stood, on something that has changed since: it is kept beside, and she is asked again', async () => {
    await send('COMPUTER', saveOf(slot, three, { basedOn: 1 }));
    const unnamed = saveOf(slot, undefined, { basedOn: 1, settles: [phone.saveId] });
    expect(await outcomesOf('PHONE', unnamed)).toEqual(['settled']);
    expect((await readAttempt(database.db, own)).conflicts).toMatchObject([{ rivals: [{ answer: one }] }]);
    const choice = saveOf(slot, two, { basedOn: 1, settles: [phone.saveId] });
    const told = await send('PHONE', choice);
    expect(told.slots).toMatchObject([{ outcome: 'conflict' }]);
    expect(told.conflicts).toMatchObject([{ standing: { answer: three, revision: 2 }, rivals: [{ answer: two }] }]);
  });

  test('nothing until the end: what stands counts, the other is kept', async () => {
    expect(await submitAttempt(world, { ...own, saves: [] })).toMatchObject({ outcome: 'graded' });
    const { questions, beside } = await readResult(database.db, own);
    expect(questions).toHaveLength(10);
    expect(beside).toMatchObject([{ slot, answer: one, device: 'PHONE', reason: 'CONFLICT' }]);
    expect(await standing()).toMatchObject({ answer: two, revision: 1 });
    expect(await kept()).toMatchObject([{ saveId: phone.saveId, answer: one, reason: 'CONFLICT', settledAt: null }]);
    expect(await send('PHONE', phone)).toMatchObject({
      open: false,
      slots: [{ outcome: 'settled', answer: two }],
      conflicts: [],
    });
  });

  test('and every page of hers may ask what stands, until the end; nobody else is told', async () => {
    const other = await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' });
    const told = await readStanding(database.db, own);
    expect(told).toMatchObject({ open: true, answers: [{ slot, answer: two }], conflicts: [{ slot }] });
    expect(await readStanding(database.db, { ...own, personId: other.id })).toBeNull();
    await submitAttempt(world, { ...own, saves: [], device: null });
    expect(await readStanding(database.db, own)).toMatchObject({ open: false, answers: [{ slot }], conflicts: [] });
  });

  test("cannot settle another person's answer, nor one of another question", async () => {
    const elsewhere = saveOf(slot === 1 ? 2 : 1, undefined, { flagged: true, settles: [phone.saveId] });
    await send('PHONE', elsewhere);
    const mine = own;
    await begin(20);
    await send('PHONE', saveOf(slot, undefined, { settles: [phone.saveId] }));
    own = mine;
    expect((await readAttempt(database.db, own)).conflicts).toHaveLength(1);
  });
});

describe('handing in with answers that were not saved', () => {
  test('an answer made from another than the one that stands does not count and is kept', async () => {
    await send('COMPUTER', saveOf(slot, two));
    const saves = [saveOf(slot, one), ...(await rightSaves(world, own.attemptId)).filter((each) => each.slot !== slot)];
    const told = await submitAttempt(world, { ...own, saves, device: 'PHONE' });
    expect(told).toMatchObject({ outcome: 'graded' });
    expect(told.outcome === 'graded' && told.slots.map((each) => each.outcome)).toEqual([
      'conflict',
      ...saves.slice(1).map(() => 'saved'),
    ]);
    expect(await standing()).toMatchObject({ answer: two });
    expect(await kept()).toMatchObject([{ answer: one, reason: 'CONFLICT' }]);
  });

  test('a second delivery of the same submission finds its answers stored', async () => {
    const saves = await rightSaves(world, own.attemptId);
    const first = await submitAttempt(world, { ...own, saves });
    const again = await submitAttempt(world, { ...own, saves });
    expect(first).toMatchObject({ outcome: 'graded', passed: true });
    expect(again.outcome).toBe('already-graded');
    expect(again.outcome === 'already-graded' && new Set(again.slots.map((each) => each.outcome))).toEqual(
      new Set(['saved']),
    );
    expect(await kept()).toEqual([]);
  });

  test('a refused answer does not stop it', async () => {
    const saves = [...(await rightSaves(world, own.attemptId)), saveOf(99, null), { nonsense: true }];
    expect(await submitAttempt(world, { ...own, saves })).toMatchObject({ outcome: 'graded', passed: true });
  });

  test('after the time: answers are stored as late, once, and do not count', async () => {
    await begin(20);
    world.clock.advance(22 * 60_000);
    expect(await sweepAttempts(world)).toBe(1);
    const saves = await rightSaves(world, own.attemptId);
    for (let time = 0; time < 2; time++) {
      const told = await submitAttempt(world, { ...own, saves });
      expect(told.outcome === 'already-graded' && new Set(told.slots.map((each) => each.outcome))).toEqual(
        new Set(['late']),
      );
    }
    expect(await database.db.keptAnswer.count({ where: { reason: 'LATE' } })).toBe(saves.length);
    const { passed, beside } = await readResult(database.db, own);
    expect(passed).toBe(false);
    expect(beside.map(({ reason, answer }) => ({ reason, answer }))).toEqual(
      saves.map(({ answer }) => ({ reason: 'LATE', answer })),
    );
  });
});

describe('twenty at once', () => {
  test('of answers made from the same one stands, the others wait beside it, and none is lost', async () => {
    const answers = [one, two, three];
    const saves = Array.from({ length: 20 }, (_, index) => saveOf(slot, answers[index % 3] as Answer));
    const told = answersOf(await atOnce(20, (index) => send(index % 2 ? 'PHONE' : 'COMPUTER', saves[index])));
    const there = await standing();
    expect(there.revision).toBe(1);
    const winner = saves.find((save) => save.saveId === there.saveId);
    told.forEach(({ slots: [outcome] }, index) => {
      const same = JSON.stringify(saves[index]?.answer) === JSON.stringify(winner?.answer);
      expect(outcome?.outcome).toBe(same ? 'saved' : 'conflict');
    });
    const others = saves.filter((save) => JSON.stringify(save.answer) !== JSON.stringify(winner?.answer));
    expect((await kept()).map((row) => row.saveId)).toEqual(others.map((save) => save.saveId).sort());
  });

  test('the same save delivered twenty times is stored once', async () => {
    const save = saveOf(slot, one);
    const told = answersOf(await atOnce(20, () => send('PHONE', save)));
    expect(new Set(told.map((each) => each.slots[0]?.outcome))).toEqual(new Set(['saved']));
    expect(await standing()).toMatchObject({ answer: one, revision: 1 });
    expect(await kept()).toEqual([]);
  });

  test('twenty choices at once: one is taken, and what the others chose is kept', async () => {
    await send('COMPUTER', saveOf(slot, two));
    const phone = saveOf(slot, one);
    await send('PHONE', phone);
    const choices = Array.from({ length: 20 }, (_, index) =>
      saveOf(slot, index % 2 ? one : three, { basedOn: 1, settles: [phone.saveId] }),
    );
    answersOf(await atOnce(20, (index) => send('PHONE', choices[index])));
    const there = await standing();
    expect(there.revision).toBe(2);
    const { conflicts } = await readAttempt(database.db, own);
    expect(
      conflicts
        .flatMap((each) => each.rivals)
        .every((rival) => JSON.stringify(rival.answer) !== JSON.stringify(there.answer)),
    ).toBe(true);
    expect(await kept()).toEqual(
      expect.arrayContaining([expect.objectContaining({ answer: two, reason: 'REPLACED' })]),
    );
  });

  test('saves of two pages whose questions come in opposite orders are all answered', async () => {
    const saves = await rightSaves(world, own.attemptId);
    const told = answersOf(
      await atOnce(16, (index) => {
        const mine = saves.map((save) => saveOf(save.slot, save.answer));
        return send('COMPUTER', ...(index % 2 ? mine.toReversed() : mine));
      }),
    );
    for (const { slots } of told) expect(new Set(slots.map((each) => each.outcome))).toEqual(new Set(['saved']));
    expect(await database.db.attemptAnswer.count()).toBe(saves.length);
  });
});

test('no more than so many answers of a question are kept beside it; more than that are refused and stay on the device', async () => {
  await send('COMPUTER', saveOf(slot, two));
  const told = [];
  for (let time = 0; time < MOST_KEPT + 2; time++) told.push(...(await outcomesOf('PHONE', saveOf(slot, one))));
  expect(told).toEqual([...Array.from({ length: MOST_KEPT }, () => 'conflict'), 'refused', 'refused']);
});

test('one question twice in a save: the second follows the first', async () => {
  const first = saveOf(slot, one);
  const second = saveOf(slot, two, { after: [first.saveId] });
  expect(await send('PHONE', first, second)).toMatchObject({
    slots: [
      { outcome: 'saved', revision: 1 },
      { outcome: 'saved', revision: 2 },
    ],
  });
  expect(await standing()).toMatchObject({ answer: two, revision: 2 });
});

describe('the name of a save', () => {
  test('used twice in one request is taken once: the other is refused, and nothing of it is called saved', async () => {
    const other = slot === 1 ? 2 : 1;
    const right = (await rightSaves(world, own.attemptId)).find((save) => save.slot === other);
    await send('COMPUTER', saveOf(slot, two), saveOf(other, right?.answer ?? null));
    const save = saveOf(slot, one, { basedOn: 1 });
    const told = await send('PHONE', save, { ...save, slot: other, basedOn: 9, answer: null });
    expect(told.slots).toEqual([
      { saveId: save.saveId, slot, outcome: 'saved', revision: 2 },
      { saveId: save.saveId, slot: other, outcome: 'refused' },
    ]);
    expect(await standing()).toMatchObject({ answer: one, revision: 2 });
    const beside = { attemptId_slot: { attemptId: own.attemptId, slot: other } };
    expect(await database.db.attemptAnswer.findUnique({ where: beside })).toMatchObject({ revision: 1 });
    expect(await kept()).toEqual([]);
  });

  test('used again for another question names another answer: each is kept, and asked for by its own question', async () => {
    const other = slot === 1 ? 2 : 1;
    const right = (await rightSaves(world, own.attemptId)).find((save) => save.slot === other);
    await send('COMPUTER', saveOf(slot, two), saveOf(other, right?.answer ?? null));
    const save = saveOf(slot, one);
    const again = { ...save, slot: other, answer: null };
    expect(await outcomesOf('PHONE', save)).toEqual(['conflict']);
    expect(await outcomesOf('PHONE', saveOf(slot, three), again)).toEqual(['conflict', 'conflict']);
    expect(await kept()).toHaveLength(3);
    // Both questions in one request: each finds its own under the name.
    expect(await outcomesOf('PHONE', save, saveOf(other, right?.answer ?? null, { basedOn: 1 }))).toEqual([
      'conflict',
      'saved',
    ]);
    expect(await outcomesOf('PHONE', again, saveOf(slot, three, { basedOn: 1, settles: [save.saveId] }))).toEqual([
      'conflict',
      'saved',
    ]);
    expect((await kept()).filter((row) => row.saveId === save.saveId)).toMatchObject(
      [
        { slot, settledAt: world.now() },
        { slot: other, settledAt: null },
      ].sort((a, b) => a.slot - b.slot),
    );
  });
});

test('an answer is written where it stands: nothing that a save changes is in an index, and its page has room', async () => {
  const table = await database.db.one<{ indexed: string[]; options: string[] | null }>`
    SELECT array_agg(DISTINCT a.attname::text ORDER BY a.attname::text) AS indexed, c.reloptions AS options
      FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY(i.indkey)
     WHERE c.oid = '"AttemptAnswer"'::regclass GROUP BY c.oid`;
  expect(table).toEqual({ indexed: ['attemptId', 'slot'], options: ['fillfactor=90'] });
});

/** Of two pages: what each save says, and what it was made from. */
const sending = fc.record({
  page: fc.nat({ max: 1 }),
  does: fc.constantFrom('write', 'write', 'mark', 'repeat'),
  value: fc.nat({ max: 3 }),
  flagged: fc.boolean(),
  isStale: fc.boolean(),
  follows: fc.boolean(),
});

test('the one statement of nearly every save says and stores what weighing says', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(sending, { minLength: 1, maxLength: 10 }), async (steps) => {
      await database.runScript(
        'SET session_replication_role = replica; DELETE FROM "KeptAnswer"; DELETE FROM "AttemptAnswer"',
      );
      const model = new Map<number, Standing>();
      const beside = new Map<string, Kept>();
      const known = [0, 0];
      const sent: Save[][] = [[], []];
      for (const { page, does, value, flagged, isStale, follows } of steps) {
        const of = sent[page] ?? [];
        const answer = [one, two, three, null][value] ?? null;
        const made = saveOf(slot, does === 'mark' ? undefined : answer, {
          flagged,
          basedOn: isStale ? 0 : (known[page] ?? 0),
          after: follows ? of.map(({ saveId }) => saveId) : [],
        });
        const save = (does === 'repeat' && of.at(-1)) || made;
        of.push(save);
        const weighed = weighSaves([save], {
          open: true,
          now: world.now(),
          device: null,
          standing: model,
          kept: beside,
          newId: () => save.saveId,
        });
        for (const row of weighed.write) model.set(row.slot, row);
        for (const row of [...weighed.keep, ...weighed.settle]) beside.set(keptKey(row), row);
        const told = await saveAnswers(world, { ...own, saves: [save] });
        expect(told).toMatchObject({ outcome: 'kept', slots: weighed.outcomes });
        const [outcome] = weighed.outcomes;
        if (outcome && 'revision' in outcome) known[page] = outcome.revision;
        const { revision, flagged: isFlagged, answer: stands } = await standing();
        expect({ revision, isFlagged, stands }).toEqual({
          revision: model.get(slot)?.revision,
          isFlagged: model.get(slot)?.flagged,
          stands: model.get(slot)?.answer ?? null,
        });
      }
    }),
    { numRuns: 60 },
  );
});
