import { beforeEach, describe, expect, test } from 'vitest';
import { endGrant } from '#app/domain/accounts/grants.server.ts';
import type { Actor } from '#app/domain/accounts/policy.ts';
import { sweepAppointments } from '#app/domain/accounts/sweep-appointments.server.ts';
import { trainingManagersOf } from '#app/domain/accounts/training-managers.server.ts';
import { askAttempt, withdrawRequest } from '#app/domain/assessment/ask-attempt.server.ts';
import { changeEdition } from '#app/domain/assessment/change-edition.server.ts';
import { closeRequests } from '#app/domain/assessment/close-requests.server.ts';
import { declineRequest, grantAttempt } from '#app/domain/assessment/decide-request.server.ts';
import { countRequests, getRequest, listRequests } from '#app/domain/assessment/list-requests.server.ts';
import { readResult } from '#app/domain/assessment/read-attempt.server.ts';
import { startAttempt } from '#app/domain/assessment/start-attempt.server.ts';
import { submitAttempt } from '#app/domain/assessment/submit-attempt.server.ts';
import { asDate, dueDay, endOfDay } from '#app/domain/calendar.ts';
import { getCourse } from '#app/domain/learning/get-course.server.ts';
import type { AuditSubject } from '#app/domain/ledger/audit-subjects.ts';
import { recordAudit } from '#app/domain/ledger/record-audit.server.ts';
import { settleStandings } from '#app/domain/ledger/settle-standings.server.ts';
import { listAudit } from '#app/domain/reporting/list-audit.server.ts';
import { cancelAssignments } from '#app/domain/training/cancel-assignments.server.ts';
import { sql } from '#app/platform/sql.server.ts';
import { type PublishedSample, publishSample } from '#tests/support/content.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createActor, createAgencies, createPerson, grant, type SMALL_TREE } from '#tests/support/factories.ts';
import { completeCourse, drawnOf, readAllLessons, rightSaves } from '#tests/support/learner.ts';
import { untilBlocked } from '#tests/support/locks.ts';
import { answersOf, atOnce, createWorld, type TestWorld } from '#tests/support/world.ts';
import { createBareCourse } from '../reporting/walk.ts';
import { drift } from '../training/manager.ts';

const database = useDatabase();
let world: TestWorld;
let sample: PublishedSample;
let slug: string;
let personId: string;
let manager: Actor;
let agencies: Awaited<ReturnType<typeof createAgencies<typeof SMALL_TREE>>>;

beforeEach(async () => {
  world = createWorld(database.db);
  agencies = await createAgencies<typeof SMALL_TREE>(database.db);
  sample = await publishSample(database.db);
  slug = sample.slug;
  personId = (await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' })).id;
  manager = (await createActor(database.db, { agencyCode: 'VN.P01.SNV', role: 'TRAINING_MANAGER', over: 'VN.P01' }))
    .actor;
});

/** Fails once; the attempt. */
async function fail(who = personId): Promise<string> {
  const started = await startAttempt(world, { personId: who, slug });
  if (started.outcome !== 'started') throw new Error(started.outcome);
  await submitAttempt(world, { attemptId: started.attemptId, personId: who, saves: [] });
  return started.attemptId;
}

/** Reads everything and fails as often as the quiz allows; the last attempt. */
async function failAll(who = personId): Promise<string> {
  await readAllLessons(world, { personId: who, slug });
  await fail(who);
  await fail(who);
  return fail(who);
}

async function ask(who = personId, reason = 'Tôi đã đọc lại bài 2, xin làm lại trước thứ Sáu.'): Promise<string> {
  expect(await askAttempt(world, { personId: who, slug, reason })).toEqual({ outcome: 'asked' });
  const request = await database.db.attemptRequest.findFirstOrThrow({
    where: { personId: who, state: 'OPEN' },
    orderBy: { askedAt: 'desc' },
  });
  return request.id;
}

async function assign(due: string, overdue = false) {
  const batch = await database.db.assignmentBatch.create({
    data: {
      courseId: sample.courseId,
      agencyId: agencies['VN.P01'],
      dueAt: endOfDay(due),
      createdById: manager.personId,
      state: 'DONE',
      finishedAt: world.now(),
      plannedPeople: 1,
    },
  });
  const assignment = await database.db.assignment.create({
    data: {
      batchId: batch.id,
      personId,
      courseId: sample.courseId,
      agencyId: agencies['VN.X00376.DPV'],
      status: 'IN_PROGRESS',
      assignedAt: world.now(),
      dueAt: endOfDay(due),
      overdueAt: overdue ? endOfDay(due) : null,
    },
  });
  await database.db.transaction((tx) => settleStandings(tx, [personId], sample.courseId, world.now()));
  return assignment.id;
}

const mine = async (who = personId) => (await getCourse(database.db, { slug, personId: who }))?.mine?.attempts;
const drawnBy = async (attemptId: string) => {
  const attempt = await database.db.attempt.findUniqueOrThrow({ where: { id: attemptId } });
  return (await drawnOf(database.db, attempt)).slots.map((slot) => slot.questionVersionId);
};

describe('asking', () => {
  test('is possible when no attempt is left, with a reason in words', async () => {
    await readAllLessons(world, { personId, slug });
    const reason = 'Tôi đã đọc lại bài.';
    expect(await askAttempt(world, { personId, slug, reason })).toEqual({ outcome: 'not-needed' });
    await fail();
    await fail();
    expect(await askAttempt(world, { personId, slug, reason })).toEqual({ outcome: 'not-needed' });
    await fail();
    expect(await askAttempt(world, { personId, slug, reason: ' \u200b\n ' })).toEqual({ outcome: 'sentence-missing' });
    expect(await askAttempt(world, { personId, slug, reason: 'ờ'.repeat(501) })).toEqual({
      outcome: 'sentence-too-long',
    });
    expect(await askAttempt(world, { personId, slug, reason: `  ${reason}\r\nXin cảm ơn.\u0000 ` })).toEqual({
      outcome: 'asked',
    });
    expect(await mine()).toMatchObject({
      used: 3,
      allowed: 3,
      request: { state: 'OPEN', reason: 'Tôi đã đọc lại bài. Xin cảm ơn.', afterAttempt: 3, ordinal: 1, answer: null },
    });
  });

  test('of twenty requests at once one is made, and nobody else can ask for her', async () => {
    await failAll();
    const outcomes = answersOf(await atOnce(20, () => askAttempt(world, { personId, slug, reason: 'Xin thêm lượt.' })));
    expect(outcomes.filter((each) => each.outcome === 'asked')).toHaveLength(1);
    expect(outcomes.filter((each) => each.outcome === 'already-asked')).toHaveLength(19);
    const other = await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' });
    expect(await askAttempt(world, { personId: other.id, slug, reason: 'Xin.' })).toEqual({ outcome: 'not-enrolled' });
    expect(await database.db.attemptRequest.count()).toBe(1);
  });

  test('a request can be taken back and made again, three times after one attempt', async () => {
    await failAll();
    for (const at of [1, 2, 3]) {
      await ask(personId, `Lần ${at}`);
      expect(await withdrawRequest(world, { personId, slug })).toEqual({ outcome: 'withdrawn' });
      expect(await withdrawRequest(world, { personId, slug })).toEqual({ outcome: 'nothing-open' });
    }
    expect(await askAttempt(world, { personId, slug, reason: 'Lần 4' })).toEqual({ outcome: 'asked-enough' });
  });

  test('a request taken back is that of this course and this person, and no other', async () => {
    const colleague = (await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' })).id;
    await failAll();
    await failAll(colleague);
    const here = await ask();
    const theirs = await ask(colleague);
    slug = (await publishSample(database.db, { slug: 'other', code: 'T8' })).slug;
    await failAll();
    const there = await ask();
    expect(await withdrawRequest(world, { personId, slug: sample.slug })).toEqual({ outcome: 'withdrawn' });
    const states = await database.db.attemptRequest.findMany({ select: { id: true, state: true } });
    expect(new Map(states.map(({ id, state }) => [id, state]))).toEqual(
      new Map([
        [here, 'WITHDRAWN'],
        [theirs, 'OPEN'],
        [there, 'OPEN'],
      ]),
    );
  });
});

describe('deciding', () => {
  test('a grant gives one more attempt, is audited and told, and leaves the due day and the roll-ups alone', async () => {
    const assignmentId = await assign('2026-12-30');
    await failAll();
    const requestId = await ask();
    const before = await database.db.assignment.findUniqueOrThrow({ where: { id: assignmentId } });
    const decision = { requestId, answer: ' Đồng ý. Đọc lại bài 2 trước. ', auditId: 'r-1', address: '192.0.2.7' };
    expect(await grantAttempt(world, manager, decision)).toEqual({ outcome: 'granted' });
    expect(await mine()).toMatchObject({
      used: 3,
      allowed: 4,
      request: { state: 'GRANTED', answer: 'Đồng ý. Đọc lại bài 2 trước.', decidedBy: manager.fullName },
    });
    expect(await database.db.assignment.findUniqueOrThrow({ where: { id: assignmentId } })).toEqual(before);
    expect(
      await database.db.auditEvent.findMany({
        select: { action: true, actorId: true, agencyId: true, after: true, requestId: true, address: true },
      }),
    ).toEqual([
      {
        requestId: 'r-1',
        address: '192.0.2.7',
        action: 'attempt-request.granted',
        actorId: manager.personId,
        agencyId: agencies['VN.X00376.DPV'],
        after: {
          state: 'GRANTED',
          answer: 'Đồng ý. Đọc lại bài 2 trước.',
          personId,
          courseId: sample.courseId,
          afterAttempt: 3,
        },
      },
    ]);
    const { actor } = await createActor(database.db, { agencyCode: 'VN.BNV', role: 'ADMINISTRATOR', over: 'VN' });
    expect((await listAudit(world, actor)).events[0]?.subject).toMatchObject({
      ...{ personId, courseCode: sample.code, courseVi: 'Khóa học mẫu T1', unitVi: null },
    });
    await fail();
    expect(await startAttempt(world, { personId, slug })).toEqual({ outcome: 'no-attempts-left' });
    expect(await drift(database.db, world.now)).toBe(0);
  });

  test('the audit list names each subject by its own row: an assignment, a batch, a request', async () => {
    const subjects: { subjectType: AuditSubject; subjectId: string; who: string | null }[] = [];
    for (const fullName of ['Y Blŭ', 'Thị Hà', 'Văn Ân']) {
      personId = (await createPerson(database.db, { agencyCode: 'VN.X00376.DPV', fullName })).id;
      const assignmentId = await assign('2026-12-30');
      const { batchId } = await database.db.assignment.findUniqueOrThrow({ where: { id: assignmentId } });
      await failAll();
      subjects.push(
        { subjectType: 'assignment', subjectId: assignmentId, who: fullName },
        { subjectType: 'assignment-batch', subjectId: batchId, who: null },
        { subjectType: 'attempt-request', subjectId: await ask(), who: fullName },
      );
    }
    const agencyId = agencies['VN.X00376.DPV'];
    for (const { subjectType, subjectId } of subjects)
      await database.db.transaction((tx) =>
        recordAudit(tx, { at: world.now(), actorId: null, action: 'seen', subjectType, subjectId, agencyId }),
      );
    const { actor } = await createActor(database.db, { agencyCode: 'VN.BNV', role: 'ADMINISTRATOR', over: 'VN' });
    const { events } = await listAudit(world, actor, { action: 'seen' });
    expect(events.toReversed().map(({ subject }) => [subject?.personName, subject?.courseCode])).toEqual(
      subjects.map(({ who }) => [who, sample.code]),
    );
  });

  test('twenty grants at once, and grants of an older declined request beside a newer one, give one attempt', async () => {
    await failAll();
    const declined = await ask();
    expect(await declineRequest(world, manager, { requestId: declined, answer: 'Đọc lại bài 2 rồi xin lại.' })).toEqual(
      { outcome: 'declined' },
    );
    const open = await ask();
    const outcomes = answersOf(
      await atOnce(20, (at) =>
        grantAttempt(world, manager, { requestId: at % 2 ? declined : open, answer: 'Đồng ý.' }),
      ),
    );
    expect(outcomes.filter((each) => each.outcome === 'granted')).toHaveLength(1);
    expect(outcomes.filter((each) => each.outcome === 'not-open')).toHaveLength(19);
    const starts = answersOf(await atOnce(20, () => startAttempt(world, { personId, slug })));
    expect(starts.filter((each) => each.outcome === 'started')).toHaveLength(1);
    expect(await database.db.attempt.count({ where: { personId } })).toBe(4);
    expect(await database.db.auditEvent.count({ where: { action: 'attempt-request.granted' } })).toBe(1);
  });

  test('granting, declining and taking back at once: one of them holds', async () => {
    await failAll();
    const requestId = await ask();
    const [granted, declined, withdrawn] = answersOf(
      await atOnce<{ outcome: string }>(3, (at) =>
        at === 0
          ? grantAttempt(world, manager, { requestId, answer: 'Đồng ý.' })
          : at === 1
            ? declineRequest(world, manager, { requestId, answer: 'Chưa.' })
            : withdrawRequest(world, { personId, slug }),
      ),
    );
    const { state } = await database.db.attemptRequest.findUniqueOrThrow({ where: { id: requestId } });
    const acted = [
      granted?.outcome === 'granted',
      declined?.outcome === 'declined',
      withdrawn?.outcome === 'withdrawn',
    ];
    // What was declined may be granted a moment later; otherwise one act alone.
    expect(acted.filter(Boolean).length).toBe(state === 'GRANTED' && acted[1] ? 2 : 1);
    expect((await mine())?.allowed).toBe(state === 'GRANTED' ? 4 : 3);
  });

  test('granting moves the due day in the same act where the manager chose so, and an overdue assignment is then in time', async () => {
    const assignmentId = await assign('2026-11-20', true);
    await failAll();
    const requestId = await ask();
    const listed = () => getRequest(database.db, manager, requestId);
    expect(await listed()).toMatchObject({ due: '2026-11-20', isOverdue: true });
    expect(await grantAttempt(world, manager, { requestId, answer: 'Đồng ý.', day: '2020-01-01' })).toEqual({
      outcome: 'due-not-after-today',
    });
    expect((await mine())?.allowed).toBe(3);
    expect(await grantAttempt(world, manager, { requestId, answer: 'Đồng ý.', day: '2027-01-20' })).toEqual({
      outcome: 'granted',
    });
    const moved = await database.db.assignment.findUniqueOrThrow({ where: { id: assignmentId } });
    expect([dueDay(moved.dueAt), moved.overdueAt]).toEqual(['2027-01-20', null]);
    expect(await listed()).toMatchObject({ due: '2027-01-20', isOverdue: false });
    const actions = await database.db.auditEvent.findMany({
      orderBy: { id: 'asc' },
      select: { action: true, after: true },
    });
    expect(actions.map((each) => each.action)).toEqual(['assignment.due-changed', 'attempt-request.granted']);
    expect(actions[1]?.after).toMatchObject({ due: '2027-01-20' });
    expect(await drift(database.db, world.now)).toBe(0);
    // That it was overdue is remembered: who withdraws it says why, and it counts.
    expect(await cancelAssignments(world, manager, { assignmentId })).toEqual({ outcome: 'reason-needed' });
    await cancelAssignments(world, manager, { assignmentId, reason: 'Nghỉ thai sản' });
    expect(await database.db.standing.findFirstOrThrow({ where: { personId } })).toMatchObject({
      assigned: false,
      withdrawnOverdue: true,
    });
    expect(await drift(database.db, world.now)).toBe(0);
  });

  test.each(['the request', 'the person', 'the batch'])(
    'by somebody whose right ends while the decision waits for %s is refused',
    async (what) => {
      const assignmentId = await assign('2026-12-30');
      await failAll();
      const requestId = await ask();
      const { batchId } = await database.db.assignment.findUniqueOrThrow({ where: { id: assignmentId } });
      const [table, id] = {
        'the request': ['AttemptRequest', requestId],
        'the person': ['Person', personId],
        'the batch': ['AssignmentBatch', batchId],
      }[what] as [string, string];
      const administrator = await createActor(database.db, {
        agencyCode: 'VN.BNV',
        role: 'ADMINISTRATOR',
        over: 'VN',
      });
      const held = await database.db.grant.findFirstOrThrow({ where: { personId: manager.personId } });
      const day = what === 'the batch' ? '2027-01-20' : null;
      const acts = [
        () => grantAttempt(world, manager, { requestId, answer: 'Đồng ý.', day }),
        ...(what === 'the request' ? [() => declineRequest(world, manager, { requestId, answer: 'Chưa.' })] : []),
      ];
      const [waiting] = await database.db.transaction(
        async (tx) => {
          await tx.rows(sql.raw(`SELECT 1 FROM "${table}" WHERE id = '${id}' FOR UPDATE`));
          const deciding = Promise.allSettled(acts.map((act) => act()));
          await untilBlocked(database.db, acts.length);
          world.clock.advance(1_000);
          expect(await endGrant(world, administrator.actor, { grantId: held.id })).toEqual({ outcome: 'ended' });
          return [deciding];
        },
        { withinMs: 30_000 },
      );
      const refused = { status: 'rejected', reason: { code: 'not-found' } };
      expect(await waiting).toMatchObject(acts.map(() => refused));
      expect(await database.db.attemptRequest.findFirstOrThrow()).toMatchObject({ state: 'OPEN' });
      expect(dueDay((await database.db.assignment.findFirstOrThrow()).dueAt)).toBe('2026-12-30');
      expect((await mine())?.allowed).toBe(3);
    },
  );

  test('a due day that cannot be moved keeps the whole grant from happening', async () => {
    await failAll();
    const requestId = await ask();
    expect(await grantAttempt(world, manager, { requestId, answer: 'Đồng ý.', day: '2027-01-20' })).toEqual({
      outcome: 'due-not-open',
    });
    await assign('2026-12-30');
    await database.db.assignmentBatch.updateMany({ data: { state: 'PENDING', finishedAt: null } });
    expect(await grantAttempt(world, manager, { requestId, answer: 'Đồng ý.', day: '2027-01-20' })).toEqual({
      outcome: 'due-busy',
    });
    expect(await database.db.attemptRequest.findUniqueOrThrow({ where: { id: requestId } })).toMatchObject({
      state: 'OPEN',
    });
    expect(await database.db.auditEvent.count()).toBe(0);
    // Without a new day it can be granted all the same.
    expect(await grantAttempt(world, manager, { requestId, answer: 'Đồng ý.' })).toEqual({ outcome: 'granted' });
  });

  test('what was declined may be asked again, twice more, and may be granted after all', async () => {
    await failAll();
    let requestId = '';
    for (const at of [1, 2, 3]) {
      requestId = await ask(personId, `Lần ${at}`);
      expect(await declineRequest(world, manager, { requestId, answer: `Chưa, lần ${at}.` })).toEqual({
        outcome: 'declined',
      });
      expect(await declineRequest(world, manager, { requestId, answer: 'Chưa.' })).toEqual({ outcome: 'not-open' });
    }
    expect(await askAttempt(world, { personId, slug, reason: 'Lần 4' })).toEqual({ outcome: 'asked-enough' });
    expect((await listRequests(database.db, manager, { view: 'declined' })).requests.map((each) => each.id)).toEqual([
      requestId,
    ]);
    expect(await grantAttempt(world, manager, { requestId, answer: 'Thôi được.' })).toEqual({ outcome: 'granted' });
    await fail();
    // After the next attempt she may ask anew.
    await ask();
  });

  test('what was declined is not granted any more once she has used an attempt of a newer edition', async () => {
    await failAll();
    const requestId = await ask();
    expect(await declineRequest(world, manager, { requestId, answer: 'Chưa.' })).toEqual({ outcome: 'declined' });
    await publishSample(database.db, { note: 'Bản hai', attempts: 4, now: world.now });
    expect(await changeEdition(world, { personId, slug })).toEqual({ outcome: 'changed' });
    expect(await grantAttempt(world, manager, { requestId, answer: 'Đồng ý.' })).toEqual({ outcome: 'not-open' });
    await fail();
    expect(await grantAttempt(world, manager, { requestId, answer: 'Đồng ý.' })).toEqual({ outcome: 'not-open' });
    expect(await mine()).toMatchObject({ used: 4, allowed: 4, request: { state: 'DECLINED' } });
  });

  test('declining wants a sentence; so does granting', async () => {
    await failAll();
    const requestId = await ask();
    expect(await declineRequest(world, manager, { requestId, answer: ' ' })).toEqual({ outcome: 'sentence-missing' });
    expect(await grantAttempt(world, manager, { requestId, answer: '' })).toEqual({ outcome: 'sentence-missing' });
    expect(await grantAttempt(world, manager, { requestId, answer: 'x'.repeat(501) })).toEqual({
      outcome: 'sentence-too-long',
    });
  });
});

describe('whose it is to decide', () => {
  test('only who manages the unit of that moment sees and decides it; nobody her own', async () => {
    await failAll();
    const requestId = await ask();
    const elsewhere = await createActor(database.db, {
      agencyCode: 'VN.P79.SNV',
      role: 'TRAINING_MANAGER',
      over: 'VN.P79',
    });
    const viewer = await createActor(database.db, { agencyCode: 'VN.BNV', role: 'REPORT_VIEWER', over: 'VN' });
    await grant(database.db, personId, 'TRAINING_MANAGER', 'VN.P01');
    const { actor: herself } = await createActor(database.db, {
      agencyCode: 'VN.P01.SNV',
      role: 'TRAINING_MANAGER',
      over: 'VN.P01',
    });
    const self: Actor = { ...herself, personId };
    for (const actor of [elsewhere.actor, viewer.actor, self]) {
      expect((await listRequests(database.db, actor, { view: 'waiting' })).requests).toEqual([]);
      expect(await countRequests(database.db, actor)).toBe(0);
      await expect(getRequest(database.db, actor, requestId)).rejects.toMatchObject({ code: 'not-found' });
      await expect(grantAttempt(world, actor, { requestId, answer: 'Đồng ý.' })).rejects.toMatchObject({
        code: 'not-found',
      });
      await expect(declineRequest(world, actor, { requestId, answer: 'Chưa.' })).rejects.toMatchObject({
        code: 'not-found',
      });
    }
    expect(await countRequests(database.db, manager)).toBe(1);

    await database.db.appointment.updateMany({
      where: { personId },
      data: { state: 'ENDED', validTo: asDate('2026-01-01') },
    });
    await database.db.appointment.create({
      data: {
        personId,
        agencyId: agencies['VN.P79.SNV'],
        position: 'Chuyên viên',
        validFrom: asDate('2026-01-01'),
        state: 'CURRENT',
      },
    });
    expect(await countRequests(database.db, manager)).toBe(0);
    await expect(grantAttempt(world, manager, { requestId, answer: 'Đồng ý.' })).rejects.toMatchObject({
      code: 'not-found',
    });
    expect(
      (await listRequests(database.db, elsewhere.actor, { view: 'waiting' })).requests.map((each) => each.id),
    ).toEqual([requestId]);
    expect(await grantAttempt(world, elsewhere.actor, { requestId, answer: 'Đồng ý.' })).toEqual({
      outcome: 'granted',
    });
  });

  test('she is told the training managers of the nearest unit that has one, never herself', async () => {
    const names = async () =>
      (await trainingManagersOf(database.db, personId, world.now())).map((each) => each.fullName);
    expect(await names()).toEqual([manager.fullName]);
    const nearer = await createPerson(database.db, { agencyCode: 'VN.X00376.VHXH', fullName: 'Lê Văn Minh' });
    const grantId = await grant(database.db, nearer.id, 'TRAINING_MANAGER', 'VN.X00376');
    await grant(database.db, personId, 'TRAINING_MANAGER', 'VN.X00376.DPV');
    expect(await names()).toEqual(['Lê Văn Minh']);
    await database.db.grant.update({ where: { id: grantId }, data: { validTo: world.now() } });
    expect(await names()).toEqual([manager.fullName]);
    await database.db.person.update({ where: { id: manager.personId }, data: { deactivatedAt: world.now() } });
    expect(await names()).toEqual([]);
  });

  test('the request of who left is closed, and seen by nobody before that', async () => {
    await failAll();
    await ask();
    expect(await closeRequests(world)).toBe(0);
    await database.db.appointment.updateMany({ where: { personId }, data: { validTo: asDate('2021-01-01') } });
    await sweepAppointments(world);
    expect(await countRequests(database.db, manager)).toBe(0);
    expect(await closeRequests(world)).toBe(1);
    expect(await closeRequests(world)).toBe(0);
    expect(await mine()).toMatchObject({ request: { state: 'CLOSED' } });
    expect(await askAttempt(world, { personId, slug, reason: 'Xin.' })).toEqual({ outcome: 'no-unit' });
  });

  test('a request of which nothing can come any more is closed, whatever made it so, and no other', async () => {
    const { db } = database;
    const requestOf: Record<string, string> = {};
    const whoAsks = async (what: string) => {
      const { id } = await createPerson(db, { agencyCode: 'VN.X00376.DPV' });
      await failAll(id);
      requestOf[what] = await ask(id);
      return db.enrolment.findFirstOrThrow({ where: { personId: id } });
    };
    await whoAsks('waits');
    const passed = await whoAsks('has passed');
    const { personId: who, courseId, editionId } = passed;
    const words = { agencyNameVi: 'Cơ quan', agencyNameEn: 'Agency', position: 'Chuyên viên' };
    await db.completion.create({
      data: {
        ...{ enrolmentId: passed.id, cycle: 1, personId: who, courseId, editionId },
        ...{ ...words, completedAt: world.now() },
      },
    });
    const again = await whoAsks('learns in a later cycle');
    await db.enrolment.create({
      data: {
        ...{ personId: again.personId, courseId, editionId, cycle: 2, source: 'SELF', enrolledAt: world.now() },
      },
    });
    const granted = await whoAsks('has an attempt left');
    await db.attemptRequest.create({
      data: {
        ...{ enrolmentId: granted.id, personId: granted.personId, courseId, afterAttempt: 3, ordinal: 2 },
        ...{ reason: 'Xin.', askedAt: world.now(), endedAt: world.now(), state: 'GRANTED' },
        ...{ answer: 'Đồng ý.', decidedById: manager.personId, agencyId: agencies['VN.P01'] },
      },
    });
    expect(await closeRequests(world)).toBe(3);
    expect(await closeRequests(world)).toBe(0);
    const states: Record<string, string> = {};
    for (const [what, id] of Object.entries(requestOf))
      states[what] = (await db.attemptRequest.findUniqueOrThrow({ where: { id } })).state;
    expect(states).toEqual({
      waits: 'OPEN',
      'has passed': 'CLOSED',
      'learns in a later cycle': 'CLOSED',
      'has an attempt left': 'CLOSED',
    });
  });

  test('the list has a request once, with the due day of its own course and person', async () => {
    const other = await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' });
    await failAll();
    const id = await ask();
    const assignmentId = await assign('2026-12-20');
    // An assignment of another course is not this request's, nor is one of somebody else.
    const { batchId, agencyId, status, assignedAt, dueAt, courseId } = await database.db.assignment.findUniqueOrThrow({
      where: { id: assignmentId },
    });
    const bare = await createBareCourse(database.db, 'K9');
    const row = { batchId, agencyId, status, assignedAt, dueAt };
    await database.db.assignment.create({ data: { ...row, personId, courseId: bare.id } });
    await database.db.assignment.create({ data: { ...row, personId: other.id, courseId } });
    const { requests } = await listRequests(database.db, manager, { view: 'waiting' });
    expect(requests.map((each) => [each.id, each.due])).toEqual([[id, '2026-12-20']]);
    expect(await countRequests(database.db, manager)).toBe(1);
  });

  test('the list goes by the longest wait, page by page in both directions, and counts what it lists', async () => {
    const waiting: string[] = [];
    for (let at = 0; at < 5; at++) {
      const { id } = await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' });
      await failAll(id);
      world.clock.advance(60_000);
      waiting.push(await ask(id));
    }
    const page = (cursor: string | null) => listRequests(database.db, manager, { view: 'waiting', cursor, take: 2 });
    const first = await page(null);
    const second = await page(first.nextCursor);
    const third = await page(second.nextCursor);
    expect([first, second, third].flatMap((each) => each.requests.map((one) => one.id))).toEqual(waiting);
    expect([first.previousCursor, third.nextCursor]).toEqual([null, null]);
    expect((await page(third.previousCursor)).requests.map((one) => one.id)).toEqual(waiting.slice(2, 4));
    expect(await countRequests(database.db, manager)).toBe(5);
    expect(first.requests[0]).toMatchObject({
      courseCode: sample.code,
      unitVi: 'Cơ quan VN.X00376.DPV',
      aboveVi: 'Cơ quan VN.X00376',
      attempts: [{ number: 1 }, { number: 2 }, { number: 3 }],
      due: null,
      ordinal: 1,
    });
  });
});

describe('the attempt that was granted', () => {
  test('asks questions she has not seen before those she has, and then those seen least', async () => {
    const wide = await publishSample(database.db, { slug: 'wide', code: 'T8', questions: 4 });
    slug = wide.slug;
    await readAllLessons(world, { personId, slug });
    const papers: string[][] = [];
    for (let at = 0; at < 3; at++) papers.push(await drawnBy(await fail()));
    await grantAttempt(world, manager, { requestId: await ask(), answer: 'Đồng ý.' });
    papers.push(await drawnBy(await fail()));
    const seen = new Map<string, number>();
    const sectionOf = new Map(
      (await database.db.quizQuestion.findMany({ where: { quizId: wide.quizId } })).map((each) => [
        each.questionVersionId,
        each.lessonCode,
      ]),
    );
    for (const paper of papers) {
      for (const drawn of paper)
        for (const [other, section] of sectionOf)
          if (section === sectionOf.get(drawn) && !paper.includes(other))
            expect(seen.get(other) ?? 0).toBeGreaterThanOrEqual(seen.get(drawn) ?? 0);
      for (const drawn of paper) seen.set(drawn, (seen.get(drawn) ?? 0) + 1);
    }
    expect([...seen.values()].some((times) => times > 1)).toBe(true);
  });

  test('right answers stay closed after the last failed attempt, also of one finished before, and open with passing', async () => {
    // That somebody else has passed opens nothing to her.
    const colleague = await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' });
    await completeCourse(world, { personId: colleague.id, slug });
    const last = await failAll();
    const result = async () => readResult(database.db, { attemptId: last, personId });
    const isClosed = (each: object) => !('right' in each) && !('explanation' in each) && !('feedback' in each);
    expect((await result()).questions.every(isClosed)).toBe(true);
    expect(await result()).toMatchObject({ revealed: false, attemptsUsed: 3, attemptLimit: 3, request: null });
    await grantAttempt(world, manager, { requestId: await ask(), answer: 'Đồng ý.' });
    expect(await result()).toMatchObject({
      revealed: false,
      attemptsUsed: 3,
      attemptLimit: 4,
      request: { state: 'GRANTED', afterAttempt: 3, ordinal: 1 },
    });
    const started = await startAttempt(world, { personId, slug });
    if (started.outcome !== 'started') throw new Error(started.outcome);
    expect(await result()).toMatchObject({ revealed: false });
    const saves = await rightSaves(world, started.attemptId);
    expect(await submitAttempt(world, { attemptId: started.attemptId, personId, saves })).toMatchObject({
      passed: true,
    });
    expect((await result()).questions.every((each) => each.right !== undefined)).toBe(true);
    expect(await closeRequests(world)).toBe(0);
  });
});
