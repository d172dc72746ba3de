/** The filters of the list as they stand in its address. */
export type AssigneeQuery = {
  course: string;
  unit: string;
  state: '' | 'not-started' | 'in-progress' | 'overdue' | 'completed';
  search: string;
  /** The cursor of a page. */
  page: string;
};

/** The address of the list with these filters; what changes a filter leaves the page out. */
export function assigneePath(query: Partial<AssigneeQuery>, more: Record<string, string> = {}): string {
  const params = new URLSearchParams();
  const all = {
    course: query.course,
    unit: query.unit,
    state: query.state,
    q: query.search,
    page: query.page,
    ...more,
  };
  for (const [name, value] of Object.entries(all)) if (value) params.set(name, value);
  const text = params.toString();
  return text ? `/manage/assignees?${text}` : '/manage/assignees';
}
