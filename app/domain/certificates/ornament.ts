/** The drawn parts of the certificate as SVG paths in millimetres on an A4 landscape page. */
export const PAGE = { width: 297, height: 210 } as const;

/** One culm of three segments and a cluster of three leaves, in a square of 40 units. */
export const MARK =
  'M9.4 7.6L15.2 5V14.45H9.4zM9.4 15.95L15.2 15.95V24.85H9.4zM9.4 26.35L15.2 26.35V35H9.4zM16.2 15.2C20.57 17.74 27.92 16.79 34.6 13.2C27.3 11.13 19.92 11.78 16.2 15.2zM16 16.5C17.82 21.24 24.14 24.91 31.6 26C27.2 19.87 21.04 15.94 16 16.5zM15.6 17.8C14.61 22.67 17.87 29.08 23.4 34C23 26.61 20.02 20.06 15.6 17.8z';

/** How far the culms lie from the edge, how far their ends stand out beyond the crossing. */
const INSET = 13;
const OVERHANG = 5;
/** A culm is slimmer between its nodes than at them, and a sliver of paper shows at each node. */
const SLIM = 0.92;
const NODE = 1.2;
const FLARE = 3.2;
const GAP = 0.5;
/** No two segments of a grown culm are equally long. */
const SEGMENTS = [25.6, 28.3, 26.8, 28.9, 24.1, 29.4, 26.2, 23.8, 27.7, 25.1];

type Point = readonly [number, number];

/** The frame: two lying culms and two standing ones. */
export function bambooFrame(): string {
  const { width, height } = PAGE;
  const start = INSET - OVERHANG;
  const lying = [INSET, height - INSET].flatMap((y, side) =>
    segments(start, width - start, side * 3).map((ends) => segment(ends, ([along, across]) => [along, y + across])),
  );
  const standing = [INSET, width - INSET].flatMap((x, side) =>
    segments(start, height - start, side * 4 + 1).map((ends) =>
      segment(ends, ([along, across]) => [x - across, along]),
    ),
  );
  return [...lying, ...standing].join('');
}

/** Gold cord tied crosswise over each crossing. */
export function lashings(): string {
  const reach = 2.4;
  return [INSET, PAGE.width - INSET]
    .flatMap((x) => [INSET, PAGE.height - INSET].map((y) => [x, y] as const))
    .flatMap(([x, y]) =>
      [-0.62, 0, 0.62].flatMap((shift) => [
        line([x - reach + shift, y - reach - shift], [x + reach + shift, y + reach - shift]),
        line([x - reach + shift, y + reach + shift], [x + reach + shift, y - reach + shift]),
      ]),
    )
    .join('');
}

function segments(from: number, to: number, first: number): Point[] {
  const cut: Point[] = [];
  for (let [at, turn] = [from, first]; at < to; turn += 1) {
    const length = SEGMENTS[turn % SEGMENTS.length] ?? 26;
    const end = to - at < length * 1.5 ? to : at + length;
    cut.push([at, end === to ? to : end - GAP]);
    at = end;
  }
  return cut;
}

function segment([from, to]: Point, place: (point: Point) => Point): string {
  const at = (...points: Point[]) => points.map((point) => place(point).map(short).join(' ')).join(' ');
  /** An S-curve along one side: level at the node, level where the culm is slim. */
  const ease = (start: number, startAcross: number, end: number, endAcross: number) =>
    `C${at([(start + end) / 2, startAcross], [(start + end) / 2, endAcross], [end, endAcross])}`;
  return [
    `M${at([from, -NODE])}`,
    ease(from, -NODE, from + FLARE, -SLIM),
    `L${at([to - FLARE, -SLIM])}`,
    ease(to - FLARE, -SLIM, to, -NODE),
    `L${at([to, NODE])}`,
    ease(to, NODE, to - FLARE, SLIM),
    `L${at([from + FLARE, SLIM])}`,
    `${ease(from + FLARE, SLIM, from, NODE)}z`,
  ].join('');
}

function line(from: Point, to: Point): string {
  return `M${from.map(short).join(' ')}L${to.map(short).join(' ')}`;
}

function short(value: number): number {
  return Math.round(value * 100) / 100;
}
