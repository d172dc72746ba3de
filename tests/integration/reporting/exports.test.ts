import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { exportPeople } from '#app/domain/reporting/export-people.server.ts';
import { exportUnits } from '#app/domain/reporting/export-units.server.ts';
import { foldDeltas } from '#app/domain/reporting/fold.server.ts';
import { writeCsv } from '#app/domain/reporting/write-csv.server.ts';
import { sweepOverdue } from '#app/domain/training/sweep-overdue.server.ts';
import { openCopyRows } from '#app/platform/copy-rows.server.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createAgencies, createPerson } from '#tests/support/factories.ts';
import { scopeOver } from '#tests/support/scope-over.ts';
import { assign, completeBare, createBareCourse, dueOn, enrolBare, waive } from './walk.ts';

const database = useDatabase();
const at = new Date('2026-03-15T03:00:00Z');

async function read(stream: Readable): Promise<{ bytes: Buffer; rows: Record<string, string>[] }> {
  const bytes = await buffer(stream);
  return { bytes, rows: parse(bytes, { bom: true, columns: true }) };
}

test('units × courses: a line for every unit of the subtree and every course, in the order of the codes', async () => {
  const { db } = database;
  const ids = await createAgencies(db);
  const k1 = await createBareCourse(db, 'K1');
  await createBareCourse(db, 'A1');
  const done = await createPerson(db, { agencyCode: 'VN.X00376.DPV' });
  const others = await Promise.all(Array.from({ length: 9 }, () => createPerson(db, { agencyCode: 'VN.P01.SNV' })));
  for (const person of [done, ...others]) {
    await assign(db, { personId: person.id, course: k1, at, dueAt: dueOn(at, 5) });
  }
  await completeBare(db, { personId: done.id, course: k1, at });
  await foldDeltas(db);
  const { bytes, rows } = await read(
    exportUnits(db, { scope: scopeOver(ids.VN), agencyId: ids['VN.P01'], locale: 'vi' }),
  );
  expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  expect(bytes.toString('utf8')).toContain('\r\n');
  expect(Object.keys(rows[0] ?? {})).toEqual([
    'Mã đơn vị',
    'Đơn vị',
    'Mã đơn vị cấp trên',
    'Mã khóa học',
    'Khóa học',
    'Số người',
    'Được giao',
    'Đã bắt đầu',
    'Đã hoàn thành',
    'Quá hạn',
    'Hoàn thành ngoài diện giao',
    'Bỏ giao sau khi quá hạn',
    'Tỷ lệ hoàn thành trên số được giao (%)',
  ]);
  expect(rows.map((row) => `${row['Mã đơn vị']} ${row['Mã khóa học']}`)).toEqual([
    'VN.P01 A1',
    'VN.P01 K1',
    'VN.P01.SNV A1',
    'VN.P01.SNV K1',
    'VN.X00376 A1',
    'VN.X00376 K1',
    'VN.X00376.DPV A1',
    'VN.X00376.DPV K1',
    'VN.X00376.VHXH A1',
    'VN.X00376.VHXH K1',
  ]);
  expect(Object.values(rows[1] ?? {})).toEqual([
    'VN.P01',
    'Cơ quan VN.P01',
    'VN',
    'K1',
    'Khóa K1',
    '10',
    '10',
    '1',
    '1',
    '0',
    '0',
    '0',
    '10,0',
  ]);
  // One of one: under ten people the counts stand alone.
  expect(Object.values(rows[7] ?? {}).slice(-7)).toEqual(['1', '1', '1', '0', '0', '0', '']);
  const english = await read(
    exportUnits(db, { scope: scopeOver(ids['VN.P01']), agencyId: ids['VN.P01'], locale: 'en' }),
  );
  expect(english.rows[1]).toMatchObject({
    Unit: 'Agency VN.P01',
    Course: 'Course K1',
    Completed: '1',
    'Code of the unit above': '',
    'Completed of those assigned (%)': '10.0',
  });
  expect(english.rows[0]).toMatchObject({ Assigned: '0', 'Completed of those assigned (%)': '' });
});

test('people × courses: who, where, how far, since when, until when, in Vietnamese order', async () => {
  const { db } = database;
  const ids = await createAgencies(db);
  const k1 = await createBareCourse(db, 'K1');
  const names = ['Trần Văn Ân', 'Lê Thị Ánh', 'Đỗ Văn An', 'Phạm Đình Đạt', 'Ngô Văn Dũng', 'Vũ Thị Bình'];
  const people = [];
  for (const fullName of names) people.push(await createPerson(db, { agencyCode: 'VN.P01.SNV', fullName }));
  const byName = new Map(people.map((person) => [person.fullName, person.id]));
  const idOf = (name: string) => byName.get(name) ?? '';
  for (const name of ['Trần Văn Ân', 'Lê Thị Ánh', 'Đỗ Văn An', 'Phạm Đình Đạt']) {
    await assign(db, { personId: idOf(name), course: k1, at, dueAt: dueOn(at, name === 'Đỗ Văn An' ? 1 : 60) });
  }
  await waive(db, idOf('Phạm Đình Đạt'), k1, at);
  await enrolBare(db, { personId: idOf('Lê Thị Ánh'), course: k1, at });
  // 17:30 UTC is the next day in Viet Nam.
  for (const name of ['Trần Văn Ân', 'Ngô Văn Dũng']) {
    await completeBare(db, { personId: idOf(name), course: k1, at: new Date('2026-03-20T17:30:00Z') });
  }
  await sweepOverdue({ db, now: () => new Date('2026-04-01T00:00:00Z') });
  const completion = await db.completion.findFirstOrThrow({ where: { personId: idOf('Trần Văn Ân') } });
  await db.certificate.create({
    data: {
      completionId: completion.id,
      personId: completion.personId,
      serial: '7K3M-9QXT-2BVC-5HNW',
      statement: {},
      status: 'ISSUED',
      reservedAt: at,
      issuedAt: at,
      documentSha256: 'x',
      documentBytes: 1,
    },
  });
  const { rows } = await read(
    await exportPeople(openCopyRows(database.url), { scope: scopeOver(ids.VN), agencyId: ids.VN, locale: 'vi' }),
  );
  expect(
    rows.map((row) => [
      row['Họ và tên'],
      row['Tình trạng'],
      row['Ngày giao'],
      row['Hạn hoàn thành'],
      row['Ngày hoàn thành'],
      row['Số chứng chỉ'],
    ]),
  ).toEqual([
    ['Đỗ Văn An', 'Quá hạn', '2026-03-15', '2026-03-16', '', ''],
    ['Lê Thị Ánh', 'Đang học', '2026-03-15', '2026-05-14', '', ''],
    ['Trần Văn Ân', 'Đã hoàn thành', '2026-03-15', '2026-05-14', '2026-03-21', '7K3M-9QXT-2BVC-5HNW'],
    ['Ngô Văn Dũng', 'Tự học, đã hoàn thành', '', '', '2026-03-21', ''],
    ['Phạm Đình Đạt', 'Được miễn', '2026-03-15', '2026-05-14', '', ''],
  ]);
  expect(rows[0]).toMatchObject({
    'Mã đơn vị': 'VN.P01.SNV',
    'Đơn vị': 'Cơ quan VN.P01.SNV',
    'Đơn vị cấp trên': 'Cơ quan VN.P01',
    'Mã khóa học': 'K1',
    'Khóa học': 'Khóa K1',
  });
  const english = await read(
    await exportPeople(openCopyRows(database.url), { scope: scopeOver(ids.VN), agencyId: ids['VN.P01'], locale: 'en' }),
  );
  expect(english.rows[0]).toMatchObject({
    Name: 'Đỗ Văn An',
    'Unit above': 'Agency VN.P01',
    State: 'Overdue',
    Course: 'Course K1',
  });
  // The unit above is told only to who may see it.
  const own = await read(
    await exportPeople(openCopyRows(database.url), {
      scope: scopeOver(ids['VN.P01.SNV']),
      agencyId: ids['VN.P01.SNV'],
      locale: 'vi',
    }),
  );
  expect(own.rows[0]).toMatchObject({ 'Đơn vị': 'Cơ quan VN.P01.SNV', 'Đơn vị cấp trên': '' });
});

test('nothing outside the scope is in a file, whatever is asked for', async () => {
  const { db } = database;
  const ids = await createAgencies(db);
  const k1 = await createBareCourse(db, 'K1');
  for (const agencyCode of ['VN.P01.SNV', 'VN.P79.SNV']) {
    const person = await createPerson(db, { agencyCode });
    await assign(db, { personId: person.id, course: k1, at, dueAt: dueOn(at, 5) });
  }
  await foldDeltas(db);
  for (const agencyId of [ids['VN.P79'], ids['VN.P79.SNV']]) {
    const options = { scope: scopeOver(ids['VN.P01']), agencyId, locale: 'vi' } as const;
    expect((await read(await exportPeople(openCopyRows(database.url), options))).rows).toEqual([]);
    expect((await read(exportUnits(db, options))).rows).toEqual([]);
  }
  // Above the scope: only what of it lies within.
  const above = { scope: scopeOver(ids['VN.P01']), agencyId: ids.VN, locale: 'en' } as const;
  expect(
    (await read(await exportPeople(openCopyRows(database.url), above))).rows.map((row) => row['Unit code']),
  ).toEqual(['VN.P01.SNV']);
  const units = (await read(exportUnits(db, above))).rows.map((row) => row['Unit code']);
  expect(units.length).toBe(5);
  expect(units).not.toContain('VN');
});

test('a cell that begins like a formula is only text, in ASCII and in full width; others are as they were', async () => {
  const cells = [
    '=1+1',
    '+84',
    '-5',
    '@x',
    '\t=1',
    '\r=1',
    '＝1',
    '＋1',
    '－1',
    '＠1',
    '|x',
    '\u200b=1',
    ' \u00a0+1',
    '\tx',
    'Ân=1',
    'a"b,c\nd',
    '0123456789',
  ];
  const batches = async function* () {
    yield cells.map((cell) => [cell, -5]);
  };
  const { rows } = await read(writeCsv(['text', 'number'], batches()));
  expect(rows.map((row) => row.text)).toEqual([
    "'=1+1",
    "'+84",
    "'-5",
    "'@x",
    "'\t=1",
    "'\r=1",
    "'＝1",
    "'＋1",
    "'－1",
    "'＠1",
    "'|x",
    "'\u200b=1",
    "' \u00a0+1",
    "'\tx",
    'Ân=1',
    'a"b,c\nd',
    '0123456789',
  ]);
  expect(rows.every((row) => row.number === '-5')).toBe(true);
});

test('a name that begins like a formula comes out of the people file as text', async () => {
  const { db } = database;
  const ids = await createAgencies(db);
  const k1 = await createBareCourse(db, 'K1');
  const names = [
    '=HYPERLINK("http://evil.example";"x")',
    ...['=1', '+1', '-1', '@1', '＝1', '＋1', '－1', '＠1', '|x', 'Ân=1'],
  ];
  for (const fullName of names) {
    const person = await createPerson(db, { agencyCode: 'VN.BNV', fullName });
    await enrolBare(db, { personId: person.id, course: k1, at });
  }
  const { rows } = await read(
    await exportPeople(openCopyRows(database.url), { scope: scopeOver(ids.VN), agencyId: ids.VN, locale: 'en' }),
  );
  expect(new Set(rows.map((row) => row.Name))).toEqual(
    new Set(names.map((name) => (name === 'Ân=1' ? name : `'${name}`))),
  );
});
