import type { AgencyRow } from '#app/domain/agencies/import-agencies.server.ts';

/** How many a nation of two million has; fewer people are spread over as many units. */
export const UNITS = 12_149;

/** Of a thousand people. What is asked of everybody in a unit is asked of a thousand. */
export type CoursePlan = {
  code: string;
  assigned: number;
  /** Who assigns: a province or ministry to all of its staff, or to one of its branches. */
  by: 'body' | 'branch';
  /** So many days ago, and up to twenty more. */
  daysAgo: number;
  /** Due at one of the next thirty midnights; otherwise sixty days after it was assigned. */
  isOpen: boolean;
  /** Of those who were assigned. */
  enrolled: number;
  completed: number;
};

/** Comes to four assignments a person, three enrolments and two and a half completions. */
export const COURSE_PLANS: readonly CoursePlan[] = [
  { code: 'A1', assigned: 1000, by: 'body', daysAgo: 200, isOpen: false, enrolled: 750, completed: 660 },
  { code: 'A2', assigned: 500, by: 'branch', daysAgo: 300, isOpen: false, enrolled: 680, completed: 600 },
  { code: 'A3', assigned: 300, by: 'branch', daysAgo: 260, isOpen: false, enrolled: 620, completed: 540 },
  { code: 'A4', assigned: 200, by: 'branch', daysAgo: 330, isOpen: false, enrolled: 680, completed: 600 },
  { code: 'A5', assigned: 150, by: 'branch', daysAgo: 320, isOpen: false, enrolled: 660, completed: 580 },
  { code: 'K1', assigned: 1000, by: 'body', daysAgo: 40, isOpen: true, enrolled: 600, completed: 500 },
  { code: 'K2', assigned: 400, by: 'branch', daysAgo: 150, isOpen: false, enrolled: 660, completed: 560 },
  { code: 'K3', assigned: 250, by: 'branch', daysAgo: 25, isOpen: true, enrolled: 400, completed: 260 },
  { code: 'K4', assigned: 200, by: 'branch', daysAgo: 100, isOpen: false, enrolled: 620, completed: 520 },
  // Nobody was assigned this one: room for whoever wants to see what assigning it to a nation takes.
  { code: 'K5', assigned: 0, by: 'branch', daysAgo: 30, isOpen: true, enrolled: 0, completed: 0 },
];

/** Of those who were not assigned a course. */
export const UNASKED = { enrolled: 85, completed: 50 };

/** Whoever trains a ministry, a province or a city under the centre. */
export const BODY_TYPES: ReadonlySet<string> = new Set(['ministry', 'ministerial_agency', 'province', 'city']);

const FIRST = 'An Bình Cẩm Châu Đại Đông Gia Hải Hòa Hưng Khánh Kim Lạc Liên Long Mỹ Nam Nghĩa Ngọc Phong'.split(' ');
const SECOND = 'Phú Phước Quảng Sơn Tân Tây Thái Thanh Thành Thạnh Thịnh Thủy Tiên Trung Trường Vạn Vĩnh Xuân'.split(
  ' ',
);

const withoutMarks = (name: string): string =>
  name.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('Đ', 'D').replaceAll('đ', 'd');

/** The agencies that ship with the product, and under each province as many more communes with their two units as it takes. */
export function nationAgencies(shipped: readonly AgencyRow[], units: number): AgencyRow[] {
  const rows = [...shipped];
  const provinces = shipped.filter((row) => /^VN\.P\d+$/.test(row.code)).map((row) => row.code);
  for (let number = 0; rows.length < units; number++) {
    const code = `VN.X9${String(number + 1).padStart(5, '0')}`;
    const place = Math.floor(number / provinces.length);
    const vi =
      `${SECOND[place % SECOND.length]} ${FIRST[Math.floor(place / SECOND.length) % FIRST.length]}`.normalize();
    const en = withoutMarks(vi);
    const made: AgencyRow[] = [
      {
        ...{ code, parentCode: provinces[number % provinces.length] ?? null, type: 'commune' },
        ...{ nameVi: `Ủy ban nhân dân xã ${vi}`, nameEn: `People's Committee of ${en} Commune` },
      },
      {
        ...{ code: `${code}.VP`, parentCode: code, type: 'commune_unit' },
        ...{ nameVi: 'Văn phòng HĐND và UBND', nameEn: "Office of the People's Council and People's Committee" },
      },
      {
        ...{ code: `${code}.PVHCC`, parentCode: code, type: 'service_centre' },
        ...{
          nameVi: `Trung tâm Phục vụ hành chính công xã ${vi}`,
          nameEn: `Public Administration Service Centre, ${en}`,
        },
      },
    ];
    rows.push(...made.slice(0, units - rows.length));
  }
  return rows;
}
