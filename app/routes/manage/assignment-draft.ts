/** What a manager has put together so far; it lives in the address, so that every step can be gone back to and kept. */
export type Draft = {
  course: string;
  by: 'unit' | 'people';
  /** Code of the unit chosen. */
  unit: string;
  withSubunits: boolean;
  /** Code of the agency that single people are chosen in. */
  within: string;
  /** Ids of the chosen people, in short. */
  people: string[];
  day: string;
  month: string;
  year: string;
};

/** A parameter of an address as a page may use it: short, and without what a database refuses. */
export const readParam = (params: URLSearchParams, name: string, length = 100): string =>
  (params.getAll(name).at(-1) ?? '').replaceAll('\u0000', '').trim().slice(0, length);

export const readDraft = (params: URLSearchParams): Draft => ({
  course: readParam(params, 'course', 40),
  by: readParam(params, 'by') === 'people' ? 'people' : 'unit',
  unit: readParam(params, 'unit', 80),
  withSubunits: readParam(params, 'sub') !== '0',
  within: readParam(params, 'within', 80),
  people: [...new Set(params.getAll('p').filter((id) => /^[A-Za-z0-9_-]{22}$/.test(id)))],
  day: readParam(params, 'due-day', 2),
  month: readParam(params, 'due-month', 2),
  year: readParam(params, 'due-year', 4),
});

/** The address of the draft, with what the page at hand adds. */
export function draftPath(draft: Draft, more: Record<string, string> = {}): string {
  const params = new URLSearchParams();
  const add = (name: string, value: string) => {
    if (value !== '') params.append(name, value);
  };
  add('course', draft.course);
  if (draft.by === 'people') add('by', 'people');
  add('unit', draft.unit);
  if (!draft.withSubunits) add('sub', '0');
  add('within', draft.within);
  for (const id of draft.people) add('p', id);
  add('due-day', draft.day);
  add('due-month', draft.month);
  add('due-year', draft.year);
  for (const [name, value] of Object.entries(more)) add(name, value);
  return `/manage/assignments/new?${params}`;
}
