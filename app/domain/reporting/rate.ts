/** Under this many people a share says more about one of them than about the unit: only the counts are printed. */
export const SMALLEST_BASE = 10;

/** Whether a rate over this many people is told at all, on a page, in a file, as a colour or as an order. */
export const tellsRate = (people: number): boolean => people >= SMALLEST_BASE;
