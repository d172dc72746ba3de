import { describe, expect, it } from 'vitest';
import { findSubtree, getAgency, isAgencyWithin } from '#app/domain/agencies/get-agency.server.ts';
import { type AgencyRow, importAgencies } from '#app/domain/agencies/import-agencies.server.ts';
import { scopeAlone, scopeOver } from '#tests/support/scope-over.ts';
import { useDatabase } from '../../support/database.ts';

const database = useDatabase();
const everywhere = async () => scopeOver((await database.db.agency.findUniqueOrThrow({ where: { code: 'VN' } })).id);
const row = (code: string, parentCode: string | null, nameVi: string, nameEn = nameVi): AgencyRow => ({
  code,
  parentCode,
  nameVi,
  nameEn,
  type: 'city',
});
const ROWS = [
  row('VN', null, 'Việt Nam'),
  row('VN.P01', 'VN', 'Thành phố Hà Nội', 'Hanoi City'),
  row('VN.P01.SNV', 'VN.P01', 'Sở Nội vụ thành phố Hà Nội', 'Department of Home Affairs'),
  row('VN.P48', 'VN', 'Thành phố Đà Nẵng', 'Da Nang City'),
  row('VN.X00376', 'VN.P01', 'Xã Sóc Sơn', 'Soc Son Commune'),
];
const load = (rows = ROWS, validFrom = '2025-07-01') => importAgencies(database.db, rows, { validFrom });

describe('the agency tree', () => {
  it('is imported once however often it is imported', async () => {
    expect(await load([...ROWS].reverse())).toEqual({ created: 5, renamed: 0, moved: 0 });
    expect(await load()).toEqual({ created: 0, renamed: 0, moved: 0 });
    expect(await database.db.agencyPlacement.count()).toBe(5);
    expect(await database.db.agencyAncestor.count()).toBe(5 + 2 + 2 + 1 + 1 + 0);
  });

  it('takes as many units as a nation has in one transaction', async () => {
    const units = Array.from({ length: 12_500 }, (_, index) => row(`VN.X${index}`, 'VN', `Xã ${index}`));
    const rows = [row('VN', null, 'Việt Nam'), ...units];
    expect(await load(rows)).toEqual({ created: 12_501, renamed: 0, moved: 0 });
    expect(await load(rows)).toEqual({ created: 0, renamed: 0, moved: 0 });
  }, 60_000);

  it('keeps the former place of an agency that moved', async () => {
    await load();
    const moved = ROWS.map((one) =>
      one.code === 'VN.X00376' ? { ...one, parentCode: 'VN.P48', nameVi: 'Xã Mới' } : one,
    );
    expect(await load(moved, '2026-01-01')).toEqual({ created: 0, renamed: 1, moved: 1 });
    const agency = await getAgency(database.db, 'VN.X00376', await everywhere());
    expect(agency.path.map((above) => above.code)).toEqual(['VN', 'VN.P48']);
    const places = await database.db.agencyPlacement.findMany({
      where: { agencyId: agency.id },
      orderBy: { validFrom: 'asc' },
      include: { parent: true },
    });
    expect(places.map((place) => [place.parent?.code, place.validTo?.toISOString().slice(0, 10) ?? null])).toEqual([
      ['VN.P01', '2026-01-01'],
      ['VN.P48', null],
    ]);
  });

  it.each([
    ['a code that is none', [row('vn x', null, 'X')], /"vn x"/],
    ['a code twice', [row('VN', null, 'X'), row('VN', null, 'Y')], /VN stands in the list twice/],
    ['an unknown parent', [row('VN.P01', 'VN', 'X')], /VN.P01 stands under VN, which nobody knows/],
    ['a circle', [row('A', 'B', 'X'), row('B', 'A', 'Y')], /stands under itself/],
    ['no name', [row('A', null, ' ')], /A lacks a name/],
  ])('refuses %s by its name and writes nothing', async (_, rows, reason) => {
    await expect(load(rows)).rejects.toThrow(reason);
    expect(await database.db.agency.count()).toBe(0);
  });

  it('is seen within a scope only, by id and by code', async () => {
    await load();
    const hanoi = await getAgency(database.db, 'VN.P01', await everywhere());
    expect(hanoi).toMatchObject({ nameEn: 'Hanoi City', units: 2 });
    const scope = scopeOver(hanoi.id);
    const unit = await getAgency(database.db, 'VN.P01.SNV', scope);
    expect(unit.path.map((above) => above.code)).toEqual(['VN.P01']);
    expect(await getAgency(database.db, unit.id, scope)).toEqual(unit);
    for (const outside of ['VN', 'VN.P48', 'NOTHING', '', "'", '\u0000']) {
      await expect(getAgency(database.db, outside, scope)).rejects.toMatchObject({ code: 'not-found' });
    }
    await expect(getAgency(database.db, 'VN.P01', scopeOver())).rejects.toMatchObject({ code: 'not-found' });
  });

  it('has an agency within a scope that names it or one above it, and none beside, above or unknown', async () => {
    await load();
    const idOf = async (code: string) => (await getAgency(database.db, code, await everywhere())).id;
    const scope = scopeOver(await idOf('VN.P01'));
    const within = (id: string) => isAgencyWithin(database.db, id, scope);
    for (const code of ['VN.P01', 'VN.P01.SNV', 'VN.X00376']) expect(await within(await idOf(code)), code).toBe(true);
    for (const code of ['VN', 'VN.P48']) expect(await within(await idOf(code)), code).toBe(false);
    expect(await within('019a0000-0000-7000-8000-000000000000')).toBe(false);
    expect(await isAgencyWithin(database.db, await idOf('VN.P01'), scopeOver())).toBe(false);
    const alone = scopeAlone(await idOf('VN.P01'));
    expect(await isAgencyWithin(database.db, await idOf('VN.P01'), alone)).toBe(true);
    expect(await isAgencyWithin(database.db, await idOf('VN.P01.SNV'), alone)).toBe(false);
    expect(await findSubtree(database.db, 'VN.P01', alone)).toMatchObject({ isWithin: false });
    expect(await findSubtree(database.db, 'VN.P01', scope)).toMatchObject({ isWithin: true });
    expect(
      await isAgencyWithin(database.db, await idOf('VN.P48'), scopeOver(await idOf('VN.P48'), await idOf('VN.P01'))),
    ).toBe(true);
  });
});
