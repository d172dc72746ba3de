import { z } from 'zod';
import type { LegalPoint } from './legal-points.ts';
import { CourseCode, Day, FactId, InBoth, ProgrammeCode, Slug, Text } from './sheets.ts';
import type { Source } from './source-sheet.ts';

/*
 * What all courses share: the facts that they rest on, the terms that they use, the programmes that they count towards.
 */

/** How far a fact was checked. Only the checked part of a `partly-verified` one may be stated; `practice` is a method, never law. */
const standings = ['verified', 'partly-verified', 'practice', 'unverified'] as const;

const Fact = z.strictObject({
  id: FactId,
  standing: z.enum(standings),
  /** Law or institution changed lately: a lesson gives the day. */
  changed: z.boolean().optional(),
  /** A ranking, a count: a lesson says as of when, a quiz does not ask it. */
  volatile: z.boolean().optional(),
  /** The last day on which it holds, where that is known. */
  until: Day.optional(),
  statement: Text.max(3000),
  sources: z.array(z.string()).min(1).optional(),
});
export type Fact = z.infer<typeof Fact>;

/** facts.yaml */
export const FactSheet = z
  .strictObject({ facts: z.array(Fact), sources: z.record(z.string(), Text) })
  .superRefine(({ facts, sources }, context) => {
    for (const [index, fact] of facts.entries()) {
      if (facts.findIndex((other) => other.id === fact.id) < index) {
        context.addIssue({ code: 'custom', path: ['facts', index, 'id'], message: `${fact.id} stands here twice` });
      }
      for (const [at, source] of (fact.sources ?? []).entries()) {
        if (Object.hasOwn(sources, source)) continue;
        context.addIssue({
          code: 'custom',
          path: ['facts', index, 'sources', at],
          message: `${fact.id}: there is no source ${source}`,
        });
      }
    }
  });

const Variants = z.strictObject({ vi: z.array(Text), en: z.array(Text) });

const Term = z.strictObject({
  id: Slug,
  term: InBoth,
  definition: InBoth,
  /** How it is found in a lesson; a term without forms stands in the glossary alone. */
  forms: Variants,
  /** Wrong variants: an error wherever they stand. */
  avoid: Variants.optional(),
});
export type Term = z.infer<typeof Term>;

/** glossary.yaml */
export const GlossarySheet = z
  .strictObject({
    terms: z.array(Term),
    /** How names are written; no definition. */
    names: z.array(z.strictObject({ ...InBoth.shape, avoid: Variants })),
  })
  .superRefine(({ terms }, context) => {
    for (const [index, { id }] of terms.entries()) {
      if (terms.findIndex((other) => other.id === id) < index) {
        context.addIssue({ code: 'custom', path: ['terms', index, 'id'], message: `${id} stands here twice` });
      }
    }
  });
export type GlossarySheet = z.infer<typeof GlossarySheet>;

/** programmes/<name>.yaml */
export const ProgrammeSheet = z.strictObject({
  code: ProgrammeCode,
  /** Its place among the others, from 1. */
  position: z.int().min(1),
  name: InBoth,
  targetPercent: z.int().min(0).max(100),
  period: z
    .strictObject({ from: z.int().min(2000).max(2100), to: z.int().min(2000).max(2100) })
    .refine((period) => period.to >= period.from, { path: ['to'], message: 'lies before the beginning' }),
  legalBasis: InBoth,
  /** Who has passed all of the first, and where there are any, one of the second, is counted. */
  counts: z.strictObject({ allOf: z.array(CourseCode).min(1), oneOf: z.array(CourseCode).min(2).optional() }),
  /** The same rule in words. */
  countingRule: InBoth,
});
export type ProgrammeSheet = z.infer<typeof ProgrammeSheet>;

/** What a course is read against. */
export type Registers = {
  programmes: readonly ProgrammeSheet[];
  facts: ReadonlyMap<string, Fact>;
  /** By their ids, with the line of sources.yaml where each stands. */
  sources: ReadonlyMap<string, Source & { line: number }>;
  glossary: GlossarySheet;
  /** What a lawyer has to answer, in the order of legal-points.yaml. */
  legalPoints: readonly LegalPoint[];
};
