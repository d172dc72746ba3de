import type { RequestContext } from './request-context.server.ts';

const faulty = new WeakSet<RequestContext>();

/** An action that answers with faults says so here, for the loaders of the same answer. */
export const markFaulty = (context: RequestContext): void => void faulty.add(context);

/** Whether this answer carries faults, so that its title can begin with that. */
export const isFaulty = (context: RequestContext): boolean => faulty.has(context);
