import { expect, test } from 'vitest';
import { materialChanges } from '#app/domain/training/material-changes.server.ts';
import { publishSample } from '#tests/support/content.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createAgencies, createPerson } from '#tests/support/factories.ts';
import { scopeOver } from '#tests/support/scope-over.ts';

const database = useDatabase();
const day = (number: number) => new Date(Date.UTC(2026, 10, number, 3));

test('a manager is told of material editions of what was assigned in her scope before them, for ninety days', async () => {
  const agencies = await createAgencies(database.db);
  const manager = await createPerson(database.db, { agencyCode: 'VN.P01.SNV' });
  const sample = await publishSample(database.db, { now: () => day(1) });
  await database.db.assignmentBatch.create({
    data: {
      ...{ courseId: sample.courseId, agencyId: agencies['VN.P01'], createdById: manager.id, plannedPeople: 1 },
      ...{ dueAt: day(28), createdAt: day(2), state: 'DONE' },
    },
  });
  const told = async (agencyId: string, now = day(10)) =>
    materialChanges(database.db, { scope: scopeOver(agencyId), now });

  await publishSample(database.db, { note: 'Hai.', changes: ['editorial'], now: () => day(3) });
  expect(await told(agencies['VN.P01'])).toEqual([]);

  await publishSample(database.db, { note: 'Ba.', changes: ['editorial', 'material'], now: () => day(4) });
  const change = {
    ...{ courseCode: 'T1', title: { vi: 'Khóa học mẫu T1', en: 'Sample course T1' }, number: 3, publishedAt: day(4) },
    note: { vi: 'Thay đổi 2 (vi)', en: 'Thay đổi 2 (en)' },
  };
  expect(await told(agencies['VN.P01'])).toEqual([change]);
  const ninety = day(4).getTime() + 90 * 86_400_000;
  expect(await told(agencies['VN.P01'], new Date(ninety - 1))).toEqual([change]);
  expect(await told(agencies['VN.P01'], new Date(ninety))).toEqual([]);
  // Assigned at the very instant of the edition, it is that edition which was assigned.
  await database.db.assignmentBatch.create({
    data: {
      ...{ courseId: sample.courseId, agencyId: agencies['VN.P79'], createdById: manager.id, plannedPeople: 1 },
      ...{ dueAt: day(28), createdAt: day(4), state: 'DONE' },
    },
  });
  expect(await told(agencies['VN.P79'])).toEqual([]);

  await publishSample(database.db, {
    note: 'Bốn.',
    changes: ['editorial', 'material', 'editorial'],
    now: () => day(5),
  });
  expect(await told(agencies['VN.P01'])).toEqual([change]);
});
