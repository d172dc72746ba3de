import { z } from 'zod';
import { sourceHosts, sourceKinds } from '#app/domain/catalogue/source-kinds.ts';
import { Day, InBoth, Slug, Text } from './sheets.ts';

/*
 * The documents that lessons rest on, and where each can be opened. They stand beside the editions: a law that is replaced
 * is told on every lesson that names it, also on those that were published before.
 */

const Source = z
  .strictObject({
    id: Slug,
    kind: z.enum(sourceKinds),
    /** A document of ASEAN and a page have none. */
    number: Text.max(60).optional(),
    title: InBoth,
    issuer: InBoth,
    date: Day.optional(),
    inForce: z.strictObject({ from: Day.optional(), to: Day.optional() }).optional(),
    amendedBy: z.array(Slug).default([]),
    /** Which document stands in its place: it is no longer law. */
    replacedBy: Slug.optional(),
    url: z
      .url({ protocol: /^https$/, error: 'an address begins with https://' })
      .max(500)
      .optional(),
    host: z.enum(sourceHosts).optional(),
    /** The day on which its number, date and state were last looked up. */
    checkedOn: Day.optional(),
    /** Nobody has opened its page in the gazette yet: it is named with that remark and without a link. */
    awaitsGazette: z.boolean().default(false),
  })
  .refine((source) => (source.url === undefined) === (source.host === undefined), {
    path: ['url'],
    message: 'an address and whose page it is (host) come together',
  })
  .refine((source) => source.number !== undefined || source.kind === 'page' || source.kind === 'asean', {
    path: ['number'],
    message: 'is missing: only a document of ASEAN and a page have none',
  });
export type Source = z.infer<typeof Source>;

/** sources.yaml */
export const SourceSheet = z.strictObject({ sources: z.array(Source) }).superRefine(({ sources }, context) => {
  const ids = sources.map((source) => source.id);
  for (const [index, { id, amendedBy, replacedBy }] of sources.entries()) {
    const tell = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: ['sources', index, field], message: `${id}: ${message}` });
    if (ids.indexOf(id) < index) tell('id', 'stands here twice');
    for (const other of amendedBy) if (!ids.includes(other)) tell('amendedBy', `there is no source ${other}`);
    if (replacedBy === id) tell('replacedBy', 'it cannot replace itself');
    else if (replacedBy && !ids.includes(replacedBy)) tell('replacedBy', `there is no source ${replacedBy}`);
  }
});
