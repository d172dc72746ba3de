import type { Section } from '#app/domain/assessment/choose-questions.ts';
import { drawPaper } from '#app/domain/assessment/draw-paper.ts';
import { GRADER_VERSION } from '#app/domain/assessment/grade-paper.ts';
import { type Bank, type Keys, paperKeyOf, showPaper } from '#app/domain/assessment/paper.ts';
import { storeMarks } from '#app/domain/assessment/store-marks.ts';
import { storePaper } from '#app/domain/assessment/store-paper.ts';
import { dueDay, endOfDay, startOfDay, vietnamDay } from '#app/domain/calendar.ts';
import { type AgencyLine, describeHolder } from '#app/domain/progress/describe-holder.ts';
import type { Random } from '#app/platform/random.server.ts';
import { answerPaper } from './answer-paper.ts';
import type { Dice } from './dice.ts';
import { DAY_MS, type PeoplePlan, type SeedAgency, type SeedAppointment, type SeedPerson } from './plan-people.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

export type SeedCourse = {
  id: string;
  code: string;
  editionId: string;
  titleVi: string;
  titleEn: string;
  minutesVi: number;
  lessons: { code: string; floorSecondsVi: number }[];
  quiz: { id: string; sections: Section[]; passPercent: number; attemptLimit: number };
  bank: Bank;
  keys: Keys;
};

/** Rows as the tables take them, instants in writing. */
type Row = Record<string, unknown>;

type SeedCertificate = {
  completionId: string;
  personId: string;
  at: Date;
  course: SeedCourse;
  holderName: string;
} & ReturnType<typeof describeHolder>;

export type HistoryPlan = {
  batches: Row[];
  assignments: Row[];
  enrolments: Row[];
  progress: Row[];
  /** Attempts by their number, because nobody is in two at once. */
  attempts: Row[][];
  answers: Row[][];
  gradings: Row[];
  completions: Row[];
  certificates: SeedCertificate[];
  audit: Row[];
};

type World = { dice: Dice; random: Random; now: Date };
type Assigned = { person: SeedPerson; course: SeedCourse; row: Row; from: Date; dueAt: Date };

/** What everybody is asked to learn; the other courses are for some of the staff of some agencies. */
const CORE: ReadonlySet<string> = new Set(['A1', 'K1']);
/** Of an agency that asks some of its staff for a course, how many. */
const SOME = 0.25;

/** Night hours become day hours; what was earlier stays earlier. */
function awake(at: number): number {
  const day = startOfDay(vietnamDay(new Date(at))).getTime();
  return day + 6.5 * HOUR_MS + ((at - day) * 2) / 3;
}

/** A year of training up to yesterday evening: who was assigned what, how far people came, and who did it unasked. */
export function planHistory(
  agencies: readonly SeedAgency[],
  { people, appointments, accounts, managers }: PeoplePlan,
  courses: readonly SeedCourse[],
  { dice, random, now }: World,
): HistoryPlan {
  const plan: HistoryPlan = {
    batches: [],
    assignments: [],
    enrolments: [],
    progress: [],
    attempts: [],
    answers: [],
    gradings: [],
    completions: [],
    certificates: [],
    audit: [],
  };
  const end = startOfDay(vietnamDay(now)).getTime() - 1;
  const ago = (days: number): Date => new Date(awake(end - days * DAY_MS + dice.between(0, 0.5) * DAY_MS));
  const byCode = new Map(agencies.map((agency) => [agency.code, agency]));
  const lines = new Map(agencies.map((agency) => [agency.id, lineOf(agency)]));
  const primary = new Map<string, SeedAppointment[]>();
  for (const one of appointments.filter((appointment) => appointment.isPrimary)) {
    primary.set(one.personId, [...(primary.get(one.personId) ?? []), one]);
  }
  /** How readily somebody learns; some offices push more than others. */
  const zeal = new Map(people.map((person) => [person.id, dice.between(0.55, 1.3)]));
  const inForce = new Set<string>();

  function lineOf(agency: SeedAgency): AgencyLine[] {
    const line: AgencyLine[] = [];
    for (let here: SeedAgency | undefined = agency; here; here = byCode.get(here.parentCode ?? '')) {
      line.push({ id: here.id, type: here.type, vi: here.nameVi, en: here.nameEn });
    }
    return line;
  }

  function appointmentAt(personId: string, at: Date): SeedAppointment | undefined {
    const day = vietnamDay(at);
    return primary.get(personId)?.find((one) => one.validFrom <= day && (one.validTo === null || day < one.validTo));
  }

  function staffOf(agency: SeedAgency, at: Date): { person: SeedPerson; agencyId: string }[] {
    return people.flatMap((person) => {
      const here = appointmentAt(person.id, at);
      const gone = person.deactivatedAt !== null && person.deactivatedAt <= at.toISOString();
      if (!here || gone || !lines.get(here.agencyId)?.some((above) => above.id === agency.id)) return [];
      return [{ person, agencyId: here.agencyId }];
    });
  }

  function addBatch(
    course: SeedCourse,
    agency: SeedAgency,
    manager: SeedPerson,
    {
      from,
      dueAt,
      share = 1,
      note = '',
      isCancelled = false,
    }: { from: Date; dueAt: Date; share?: number; note?: string; isCancelled?: boolean },
  ): Assigned[] {
    // The learner's account has one new assignment to show: chosen people are others.
    const staff = dice
      .shuffle(staffOf(agency, from).filter(({ person }) => share === 1 || person !== accounts.learner))
      .filter((_, index, all) => index < Math.ceil(all.length * share))
      .sort((a, b) => (a.person.id < b.person.id ? -1 : 1));
    const fresh = staff.filter(({ person }) => !inForce.has(`${person.id} ${course.id}`));
    if (fresh.length === 0) return [];
    const id = random.uuid(from);
    const done = new Date(from.getTime() + 20_000).toISOString();
    const chosen = share < 1;
    plan.batches.push({
      id,
      courseId: course.id,
      agencyId: agency.id,
      includeSubunits: true,
      personIds: chosen ? staff.map(({ person }) => person.id) : [],
      chosenPeople: chosen,
      dueAt: dueAt.toISOString(),
      note,
      createdById: manager.id,
      createdAt: from.toISOString(),
      state: isCancelled ? 'CANCELLED' : 'DONE',
      plannedPeople: staff.length,
      processedPeople: staff.length,
      assignedPeople: fresh.length,
      cursorPersonId: 'ffffffff-ffff-ffff-ffff-ffffffffffff',
      finishedAt: done,
    });
    plan.audit.push({
      at: from.toISOString(),
      actorId: manager.id,
      action: 'batch.created',
      subjectType: 'assignment-batch',
      subjectId: id,
      agencyId: agency.id,
      after: {
        course: course.code,
        unit: agency.code,
        includeSubunits: true,
        chosenPeople: chosen ? staff.length : null,
        people: staff.length,
        assigns: fresh.length,
        due: dueDay(dueAt),
        note,
      },
    });
    const endedAt = new Date(from.getTime() + 2 * HOUR_MS).toISOString();
    if (isCancelled) {
      plan.audit.push({
        at: endedAt,
        actorId: manager.id,
        action: 'batch.cancelled',
        subjectType: 'assignment-batch',
        subjectId: id,
        agencyId: agency.id,
        before: { state: 'DONE', processed: staff.length, assigned: fresh.length },
        after: { state: 'CANCELLED' },
      });
    }
    return fresh.map(({ person, agencyId }) => {
      const row: Row = {
        id: random.uuid(from),
        batchId: id,
        personId: person.id,
        courseId: course.id,
        agencyId,
        status: isCancelled ? 'NO_LONGER_REQUIRED' : 'NOT_STARTED',
        assignedAt: from.toISOString(),
        dueAt: dueAt.toISOString(),
        overdueAt: null,
        completedAt: null,
        endedAt: isCancelled ? endedAt : null,
        seenAt:
          isCancelled || dice.chance(0.4) || person === accounts.learner
            ? null
            : new Date(Math.min(awake(from.getTime() + dice.between(0.1, 6) * DAY_MS), end)).toISOString(),
      };
      plan.assignments.push(row);
      if (!isCancelled) inForce.add(`${person.id} ${course.id}`);
      return { person, course, row, from, dueAt };
    });
  }

  /** One person takes one course, from then on; `completesAt` null: she has not come to the end. */
  function learn(
    person: SeedPerson,
    course: SeedCourse,
    {
      from,
      completesAt,
      lessonsRead,
      failures,
      source,
    }: { from: number; completesAt: number | null; lessonsRead: number; failures: number; source: 'SELF' | 'ASSIGNED' },
  ): void {
    const until = completesAt ?? Math.min(end, from + dice.between(1, 20) * DAY_MS);
    const moments = Array.from({ length: lessonsRead }, () =>
      dice.between(from + HOUR_MS, from + (until - from) * 0.75),
    ).sort((a, b) => a - b);
    const readings = moments.map((moment, index) => {
      const floor = course.lessons[index]?.floorSecondsVi ?? 60;
      const readAt = awake(moment) + index * 15 * MINUTE_MS;
      return { readAt, openedAt: readAt - floor * 1000 - dice.between(1, 14) * MINUTE_MS };
    });
    const enrolledAt = new Date(Math.min(awake(from), (readings[0]?.openedAt ?? awake(from)) - MINUTE_MS));
    const enrolmentId = random.uuid(enrolledAt);
    plan.enrolments.push({
      id: enrolmentId,
      personId: person.id,
      courseId: course.id,
      editionId: course.editionId,
      agencyId: appointmentAt(person.id, enrolledAt)?.agencyId ?? null,
      cycle: 1,
      source,
      enrolledAt: enrolledAt.toISOString(),
    });
    for (const [index, reading] of readings.entries()) {
      plan.progress.push({
        enrolmentId,
        lessonCode: course.lessons[index]?.code,
        openedAt: new Date(reading.openedAt).toISOString(),
        readAt: new Date(reading.readAt).toISOString(),
        evidence: dice.chance(0.85) ? 'MEASURED' : 'ELAPSED',
      });
    }
    const next = course.lessons[readings.length];
    const lastRead = readings.at(-1)?.readAt ?? awake(from);
    if (next && completesAt === null && dice.chance(0.6)) {
      plan.progress.push({
        enrolmentId,
        lessonCode: next.code,
        openedAt: new Date(lastRead + 5 * MINUTE_MS).toISOString(),
        readAt: null,
        evidence: null,
      });
    }
    const results = [...Array.from({ length: failures }, () => false), ...(completesAt === null ? [] : [true])];
    const lastSeen = new Map<string, number>();
    let startsAt = lastRead + 10 * MINUTE_MS;
    for (const [index, passes] of results.entries()) {
      const takes = dice.between(6, 25) * MINUTE_MS;
      const finishedAt = new Date(
        passes && completesAt !== null ? Math.max(awake(completesAt), startsAt + takes) : startsAt + takes,
      );
      const attemptId = attempt(person, course, {
        enrolmentId,
        number: index + 1,
        passes,
        lastSeen,
        startedAt: new Date(finishedAt.getTime() - takes),
        finishedAt,
      });
      if (passes) complete(person, course, { enrolmentId, attemptId, at: finishedAt });
      startsAt = finishedAt.getTime() + dice.between(0.2, 3) * HOUR_MS;
    }
  }

  function attempt(
    person: SeedPerson,
    course: SeedCourse,
    {
      enrolmentId,
      number,
      passes,
      lastSeen,
      startedAt,
      finishedAt,
    }: {
      enrolmentId: string;
      number: number;
      passes: boolean;
      /** What the attempts before asked; this one is added. */
      lastSeen: Map<string, number>;
      startedAt: Date;
      finishedAt: Date;
    },
  ): string {
    const { quiz } = course;
    const id = random.uuid(startedAt);
    const before = { lastSeen, attemptsAfter: quiz.attemptLimit - number };
    const drawn = drawPaper(course.bank, quiz.sections, (length) => random.bytes(length), before);
    for (const { questionVersionId } of drawn.slots) lastSeen.set(questionVersionId, startedAt.getTime());
    const paper = { paper: showPaper(drawn, course.bank), paperKey: paperKeyOf(drawn, course.keys) };
    const { answers, grade } = answerPaper(paper, { passes, passPercent: quiz.passPercent }, dice);
    const rows = (list: Row[][]): Row[] => {
      while (list.length < number) list.push([]);
      return list[number - 1] ?? [];
    };
    rows(plan.attempts).push({
      id,
      enrolmentId,
      quizId: quiz.id,
      personId: person.id,
      number,
      state: 'IN_PROGRESS',
      startedAt: startedAt.toISOString(),
      finishedAt: finishedAt.toISOString(),
      paper: storePaper(drawn, course.bank),
    });
    const step = (finishedAt.getTime() - startedAt.getTime()) / (answers.size + 1);
    for (const [slot, answer] of answers) {
      const savedAt = new Date(startedAt.getTime() + slot * step).toISOString();
      rows(plan.answers).push({
        attemptId: id,
        slot,
        answer,
        revision: dice.chance(0.8) ? 1 : 2,
        flagged: false,
        savedAt,
      });
    }
    plan.gradings.push({
      id: random.uuid(finishedAt),
      attemptId: id,
      number: 1,
      graderVersion: GRADER_VERSION,
      earnedNumerator: grade.earned.n,
      earnedDenominator: grade.earned.d,
      possible: grade.possible,
      passed: grade.passed,
      marks: storeMarks(grade.marks),
      gradedAt: finishedAt.toISOString(),
    });
    return id;
  }

  function complete(
    person: SeedPerson,
    course: SeedCourse,
    { enrolmentId, attemptId, at }: { enrolmentId: string; attemptId: string; at: Date },
  ): void {
    const appointment = appointmentAt(person.id, at);
    const line = lines.get(appointment?.agencyId ?? '') ?? [];
    const completionId = random.uuid(at);
    plan.completions.push({
      id: completionId,
      enrolmentId,
      cycle: 1,
      personId: person.id,
      courseId: course.id,
      editionId: course.editionId,
      attemptId,
      agencyId: line[0]?.id ?? null,
      agencyNameVi: line[0]?.vi ?? '',
      agencyNameEn: line[0]?.en ?? '',
      position: appointment?.position ?? '',
      completedAt: at.toISOString(),
    });
    plan.certificates.push({
      completionId,
      personId: person.id,
      at,
      course,
      holderName: person.fullName,
      ...describeHolder(line),
    });
  }

  /** What became of an assignment until now. */
  function pursue({ person, course, row, from, dueAt }: Assigned, push: number): void {
    const left = appointmentAt(person.id, new Date(end)) ? end : from.getTime() + 5 * DAY_MS;
    const span = dueAt.getTime() - from.getTime();
    const late = dice.chance(0.12);
    const completesAt =
      from.getTime() +
      span * (late ? dice.between(1.02, 1.3) : Math.max(dice.between(0.05, 0.98), dice.between(0.05, 0.98)));
    const willing = Math.min(0.96, push * (zeal.get(person.id) ?? 1));
    const begins = from.getTime() + (completesAt - from.getTime()) * dice.between(0.02, 0.5);
    const count = course.lessons.length;
    if (completesAt < left - HOUR_MS && dice.chance(willing)) {
      const failures = dice.chance(0.8) ? 0 : dice.whole(1, Math.min(2, course.quiz.attemptLimit - 1));
      learn(person, course, { from: begins, completesAt, lessonsRead: count, failures, source: 'ASSIGNED' });
      Object.assign(row, {
        status: 'COMPLETED',
        completedAt: plan.completions.at(-1)?.completedAt,
        seenAt: plan.enrolments.at(-1)?.enrolledAt,
      });
      return;
    }
    if (begins < left - DAY_MS && dice.chance(0.45)) {
      const isStuck = dice.chance(0.15);
      const lessonsRead = isStuck ? count : dice.whole(0, count);
      learn(person, course, {
        from: begins,
        completesAt: null,
        lessonsRead,
        failures: isStuck ? dice.whole(1, course.quiz.attemptLimit) : 0,
        source: 'ASSIGNED',
      });
      Object.assign(row, { status: 'IN_PROGRESS', seenAt: plan.enrolments.at(-1)?.enrolledAt });
    }
    if (dueAt <= now) Object.assign(row, { overdueAt: dueAt.toISOString() });
    else if (dice.chance(0.02)) {
      Object.assign(row, { status: 'NO_LONGER_REQUIRED', endedAt: new Date(end - HOUR_MS).toISOString() });
      inForce.delete(`${person.id} ${course.id}`);
    }
  }

  const dayAfter = (from: Date, days: number): Date => endOfDay(vietnamDay(new Date(from.getTime() + days * DAY_MS)));
  for (const [index, course] of courses.entries()) {
    for (const [code, manager] of managers) {
      const body = byCode.get(code);
      if (!body) continue;
      const isHanoi = code === 'VN.P01';
      const isCore = CORE.has(course.code);
      const isRecent = course.code.startsWith('K');
      const push = dice.between(0.4, 0.98);
      if (isHanoi && isCore) {
        const from = ago(isRecent ? 12 : 120);
        const note = isRecent ? 'Hoàn thành trước đợt đánh giá cuối quý.' : '';
        for (const one of addBatch(course, body, manager, { from, dueAt: dayAfter(from, isRecent ? 37 : 60), note })) {
          if (one.person === accounts.learner) continue;
          pursue(one, isRecent ? 0.5 : 0.8);
        }
      } else if (isCore ? code === 'VN.BNV' || dice.chance(0.74) : dice.chance(0.3)) {
        const from = ago(isRecent ? dice.between(8, 230) : dice.between(25, 340 - index * 10));
        const share = isCore ? (dice.chance(0.12) ? 0.5 : 1) : SOME;
        const dueAt = dayAfter(from, dice.whole(30, 75));
        for (const one of addBatch(course, body, manager, { from, dueAt, share })) pursue(one, push);
        if (dice.chance(0.06)) {
          const again = new Date(from.getTime() + 3 * DAY_MS);
          if (again.getTime() < end)
            addBatch(course, body, manager, { from: again, dueAt, share: 0.6, isCancelled: true });
        }
      }
    }
    for (const person of people) {
      if (inForce.has(`${person.id} ${course.id}`) || person === accounts.administrator) continue;
      if (!dice.chance(CORE.has(course.code) ? 0.2 : 0.03)) continue;
      if (plan.enrolments.some((row) => row.personId === person.id && row.courseId === course.id)) continue;
      const from = end - dice.between(20, 300) * DAY_MS;
      const completesAt = from + dice.between(1, 18) * DAY_MS;
      const stays = appointmentAt(person.id, new Date(from)) && appointmentAt(person.id, new Date(completesAt));
      if (person === accounts.learner || person.deactivatedAt !== null || !stays) continue;
      const completes = dice.chance(0.6);
      const lessonsRead = completes ? course.lessons.length : dice.whole(0, course.lessons.length - 1);
      learn(person, course, {
        from,
        completesAt: completes ? completesAt : null,
        lessonsRead,
        failures: 0,
        source: 'SELF',
      });
    }
    const isHers = course.code === 'A1' && !inForce.has(`${accounts.learner.id} ${course.id}`);
    if (isHers) {
      const lessonsRead = Math.min(3, course.lessons.length - 1);
      learn(accounts.learner, course, {
        from: end - 18 * DAY_MS,
        completesAt: null,
        lessonsRead,
        failures: 0,
        source: 'SELF',
      });
    }
  }
  return plan;
}
