import type { Bank, DrawnPaper, Renamed } from './paper.ts';

/** Random bytes; what is drawn depends on them and on what is public, never on a key. */
type Bytes = (length: number) => Uint8Array;

/** A whole number below `limit`, evenly: values beyond the last whole multiple are drawn again. */
function below(limit: number, bytes: Bytes): number {
  const ceiling = Math.floor(0x1_0000_0000 / limit) * limit;
  for (;;) {
    const [a = 0, b = 0, c = 0, d = 0] = bytes(4);
    const value = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
    if (value < ceiling) return value % limit;
  }
}

export function shuffle<T>(items: readonly T[], bytes: Bytes): T[] {
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = below(last + 1, bytes);
    [shuffled[last], shuffled[other]] = [shuffled[other] as T, shuffled[last] as T];
  }
  return shuffled;
}

/** Shuffles what is shown and gives it ids that mean something on this paper alone. */
const rename = (items: readonly { id: string }[], bytes: Bytes): Renamed =>
  shuffle(items, bytes).map(({ id }) => [`x${Buffer.from(bytes(5)).toString('hex')}`, id]);

/** How many questions about a lesson a paper draws. */
export type Section = { lessonCode: string; questions: number };

/** What papers still draw from when questions were withdrawn: the others, and of each section no more than are left. */
export function stillDrawn(
  bank: Bank,
  sections: readonly Section[],
  withdrawn: ReadonlySet<string>,
): { bank: Bank; sections: readonly Section[] } {
  if (withdrawn.size === 0) return { bank, sections };
  const left = new Map([...bank].filter(([id]) => !withdrawn.has(id)));
  const about = (code: string) => [...left.values()].filter(({ lessonCode }) => lessonCode === code).length;
  return {
    bank: left,
    sections: sections.map((section) => ({
      ...section,
      questions: Math.min(section.questions, about(section.lessonCode)),
    })),
  };
}

/**
 * Draws a paper: from each section as many questions as it declares, those that she has seen least first and of equally
 * seen ones each as likely as the others, no question twice, order and options shuffled. The same bank, sections, bytes
 * and memory of what was seen give the same paper.
 * @throws RangeError when a section has fewer candidates than it draws
 */
export function drawPaper(
  bank: Bank,
  sections: readonly Section[],
  bytes: Bytes,
  seen: ReadonlyMap<string, number> = new Map(),
): DrawnPaper {
  const chosen = sections.flatMap(({ lessonCode, questions }) => {
    const candidates = [...bank].filter(([, question]) => question.lessonCode === lessonCode);
    if (candidates.length < questions) {
      throw new RangeError(`section ${lessonCode} draws ${questions} of ${candidates.length}`);
    }
    const timesSeen = (questionVersionId: string) => seen.get(questionVersionId) ?? 0;
    return shuffle(candidates, bytes)
      .sort(([a], [b]) => timesSeen(a) - timesSeen(b))
      .slice(0, questions);
  });
  return {
    slots: shuffle(chosen, bytes).map(([questionVersionId, { content }], index) => {
      const items = content.options ?? content.steps ?? content.left;
      return {
        slot: index + 1,
        questionVersionId,
        ...(items && { items: rename(items, bytes) }),
        ...(content.right && { right: rename(content.right, bytes) }),
      };
    }),
  };
}
