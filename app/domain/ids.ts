import { z } from 'zod';
import { DomainError } from './errors.ts';

/** An id as the browser may send it. */
export const Id = z.uuid();

/** The id, or `not-found` when it cannot be one: a malformed id is never a 500. */
export function parseId(value: string | undefined): string {
  const parsed = Id.safeParse(value);
  if (!parsed.success) throw new DomainError('not-found', { id: String(value).slice(0, 80) });
  return parsed.data;
}
