/**
 * People of an agency and everything below it, as of now. `started`, `completed` and `overdue` are of the assigned; the
 * last two are outside of them.
 */
export type Figures = {
  assigned: number;
  started: number;
  completed: number;
  overdue: number;
  completedUnassigned: number;
  withdrawnOverdue: number;
};

/** Figures by course id; a course without an entry counts nobody. */
export type FiguresByCourse = Record<string, Figures>;

export const NOBODY: Figures = {
  assigned: 0,
  started: 0,
  completed: 0,
  overdue: 0,
  completedUnassigned: 0,
  withdrawnOverdue: 0,
};
