/** An agency and those above it, the nearest first, as they stand at the moment of completion. */
export type AgencyLine = { id: string; type: string; vi: string; en: string };

type InBoth = { vi: string; en: string };

const NATIONAL: InBoth = { vi: 'Bộ Nội vụ', en: 'Ministry of Home Affairs' };
const CAPITAL: InBoth = { vi: 'Hà Nội', en: 'Ha Noi' };

/** Types of agency that answer for training in their own name: a ministry or body of that rank, a province, a city under the centre. */
const ISSUING = new Set(['ministry', 'ministerial_agency', 'city', 'province']);

/** `Ủy ban nhân dân thành phố Đà Nẵng` lies in Đà Nẵng. */
function placeOf(agency: AgencyLine): InBoth {
  if (agency.type !== 'city' && agency.type !== 'province') return CAPITAL;
  const vi = /(?:thành phố|tỉnh)\s+(.+)$/u.exec(agency.vi)?.[1];
  const en = /People's Committee of (.+?)(?: City| Province)?$/u.exec(agency.en)?.[1];
  return vi && en ? { vi, en } : CAPITAL;
}

/**
 * Whose name stands on the certificate: the holder's unit up to, not including, the issuing agency; the issuing agency is the
 * first ministry, province or city above her, otherwise the Ministry of Home Affairs, which answers for civil-servant training.
 */
export function describeHolder(agencies: readonly AgencyLine[]): {
  holderAgency: InBoth;
  issuer: InBoth;
  place: InBoth;
} {
  const index = agencies.findIndex((agency) => ISSUING.has(agency.type));
  const issuing = index >= 0 ? agencies[index] : undefined;
  const own = agencies.slice(0, index > 0 ? index : 1);
  const join = (language: 'vi' | 'en') => own.map((agency) => agency[language]).join(', ') || NATIONAL[language];
  return {
    holderAgency: { vi: join('vi'), en: join('en') },
    issuer: issuing ? { vi: issuing.vi, en: issuing.en } : NATIONAL,
    place: issuing ? placeOf(issuing) : CAPITAL,
  };
}
