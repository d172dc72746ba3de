import { buffer } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import { beforeAll, expect, test, vi } from 'vitest';
import type { Scope } from '#app/domain/agencies/scope.ts';
import { exportPeople } from '#app/domain/reporting/export-people.server.ts';
import { type CopyRows, openCopyRows } from '#app/platform/copy-rows.server.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createAgencies, createPerson } from '#tests/support/factories.ts';
import { scopeOver } from '#tests/support/scope-over.ts';
import { assign, assignToMany, completeBare, createBareCourse, dueOn } from './walk.ts';

/** More than what the sockets and streams between database and reader hold. */
const MANY = 60_000;

const database = useDatabase({ empty: false });
const at = new Date('2026-03-15T03:00:00Z');
let bnv: string;
let copyRows: CopyRows;
let k1: Awaited<ReturnType<typeof createBareCourse>>;
let all: { scope: Scope; agencyId: string; locale: 'vi' };

beforeAll(async () => {
  const ids = await createAgencies(database.db);
  copyRows = openCopyRows(database.url);
  bnv = ids['VN.BNV'];
  k1 = await createBareCourse(database.db, 'K1');
  await assignToMany(database.db, { agencyId: ids['VN.P01.SNV'], courseId: k1.id, people: MANY, at });
  all = { scope: scopeOver(ids.VN), agencyId: ids.VN, locale: 'vi' };
});

/** The connections that read a file at this moment: how many, and what they wait for. */
const copying = () =>
  database.db.rows<{ pid: number; waits: string | null }>`
    SELECT pid, wait_event AS waits FROM pg_stat_activity
     WHERE application_name = 'truc-copy' AND datname = current_database()`;

test('a file is of one moment: who moves while it is read is in it once, where she was', async () => {
  const { db } = database;
  const last = await createPerson(db, { agencyCode: 'VN.P79.SNV', fullName: 'Nguyễn Văn Yên' });
  await assign(db, { personId: last.id, course: k1, at, dueAt: dueOn(at, 1) });
  const stream = await exportPeople(copyRows, all);
  await vi.waitFor(async () => expect((await copying()).map(({ waits }) => waits)).toEqual(['ClientWrite']), 20_000);
  // Before all others in the order of the file, and done.
  await db.appointment.updateMany({ where: { personId: last.id }, data: { agencyId: bnv } });
  await completeBare(db, { personId: last.id, course: k1, at });
  const rows: Record<string, string>[] = parse(await buffer(stream), { bom: true, columns: true });
  const numbers = rows.map((row) => row['Số hiệu']);
  expect(numbers.length).toBe(MANY + 1);
  expect(new Set(numbers).size).toBe(MANY + 1);
  const sorted = numbers.slice(0, -1);
  expect(sorted).toEqual(sorted.toSorted());
  expect(rows.at(-1)).toMatchObject({
    'Họ và tên': 'Nguyễn Văn Yên',
    'Mã đơn vị': 'VN.P79.SNV',
    'Tình trạng': 'Chưa bắt đầu',
  });
  const after: Record<string, string>[] = parse(await buffer(await exportPeople(copyRows, all)), {
    bom: true,
    columns: true,
  });
  expect(after[0]).toMatchObject({ 'Mã đơn vị': 'VN.BNV', 'Tình trạng': 'Đã hoàn thành' });
});

test('a reader that goes away ends the reading in the database too', async () => {
  const stream = await exportPeople(copyRows, all);
  for await (const _ of stream) break;
  expect(stream.destroyed).toBe(true);
  await vi.waitFor(async () => expect(await copying()).toEqual([]), 5_000);
});

test('a file that the database breaks off does not look like a whole one', async () => {
  const { db } = database;
  const stream = await exportPeople(copyRows, all);
  const [reading] = await vi.waitFor(async () => {
    const found = await copying();
    expect(found.map(({ waits }) => waits)).toEqual(['ClientWrite']);
    return found;
  }, 20_000);
  await db.rows`SELECT pg_terminate_backend(${reading?.pid}::int)`;
  await expect(buffer(stream)).rejects.toThrow();
});

test('four files at once are read; a fifth is told to come again, and is read when one of them has ended', async () => {
  const files = await Promise.all(Array.from({ length: 4 }, () => exportPeople(copyRows, all)));
  await expect(exportPeople(copyRows, all)).rejects.toMatchObject({ code: 'unavailable' });
  files.pop()?.destroy();
  await vi.waitFor(async () => files.push(await exportPeople(copyRows, all)), 5_000);
  const sizes = (await Promise.all(files.map(buffer))).map((file) => file.length);
  expect(new Set(sizes).size).toBe(1);
});
