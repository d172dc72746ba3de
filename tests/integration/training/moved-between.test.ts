import { beforeEach, expect, test } from 'vitest';
import type { Actor } from '#app/domain/accounts/policy.ts';
import { foldDeltas } from '#app/domain/reporting/fold.server.ts';
import { applyBatch } from '#app/domain/training/apply-batch.server.ts';
import { change, createBareCourse } from '#tests/integration/reporting/walk.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createActor, createAgencies, createPerson, SMALL_TREE, type TestPerson } from '#tests/support/factories.ts';
import { decide, desk, drift } from './manager.ts';

const START = new Date('2026-03-15T03:00:00Z');
const database = useDatabase();
let world: ReturnType<typeof desk>;
let ids: { [Code in keyof typeof SMALL_TREE]: string };
let minh: Actor;

beforeEach(async () => {
  world = desk(database.db, START);
  ids = await createAgencies(database.db, SMALL_TREE);
  await createBareCourse(database.db, 'K1');
  minh = (await createActor(database.db, { agencyCode: 'VN.P01.SNV', role: 'TRAINING_MANAGER', over: 'VN.P01' })).actor;
});

const move = (person: TestPerson, agencyCode: keyof typeof SMALL_TREE) =>
  change(database.db, person.id, START, (tx) =>
    tx.appointment.updateMany({ where: { personId: person.id }, data: { agencyId: ids[agencyCode] } }),
  );

const assignedOf = async (batchId: string) =>
  (await database.db.assignment.findMany({ where: { batchId }, select: { personId: true } }))
    .map((row) => row.personId)
    .sort();

test('who left the unit between preview and work is not assigned; who came is', async () => {
  const stays = await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' });
  const leaves = await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' });
  const comes = await createPerson(database.db, { agencyCode: 'VN.P79.SNV' });
  const audience = { kind: 'unit', agencyCode: 'VN.X00376', includeSubunits: true } as const;
  const { batchId, preview } = await decide(world, minh, { courseCode: 'K1', audience });
  expect(preview.adds).toBe(2);
  await move(leaves, 'VN.P79.SNV');
  await move(comes, 'VN.X00376.VHXH');
  await applyBatch(world, batchId);
  expect(await assignedOf(batchId)).toEqual([stays.id, comes.id].sort());
  await foldDeltas(database.db);
  expect(await drift(database.db, world.now)).toBe(0);
});

test('a chosen person who left the agency between preview and work is not assigned', async () => {
  const stays = await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' });
  const leaves = await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' });
  const audience = { kind: 'people', agencyCode: 'VN.P01', personIds: [stays.id, leaves.id] } as const;
  const { batchId, preview } = await decide(world, minh, { courseCode: 'K1', audience });
  expect(preview.adds).toBe(2);
  await move(leaves, 'VN.P79.SNV');
  await applyBatch(world, batchId);
  expect(await assignedOf(batchId)).toEqual([stays.id]);
});
