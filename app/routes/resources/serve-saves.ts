import { json } from '@remix-run/node';
import { z } from 'zod';
import { SavesOnTheirWay } from '#app/domain/assessment/save-answers.server.ts';
import type { Device } from '#app/domain/assessment/weigh-saves.ts';
import { parseId } from '#app/domain/ids.ts';
import { deviceOf } from '#app/http/device.ts';
import { NO_STORE } from '#app/http/headers.ts';
import { type Served, serveJson } from '#app/http/serve.server.ts';

const Body = z.object({ saves: SavesOnTheirWay });

export type SavesOfPerson = { attemptId: string; personId: string; saves: unknown[]; device: Device | null };
type Told = { outcome: string };

/**
 * Answers that a page of an attempt sends: JSON in, what became of each of them out. 401 where the session is over, 404
 * where the attempt is another person's; what the answers themselves meet is said of each, with 200.
 */
export const serveSaves = <T extends Told>(act: (world: Served['world'], saves: SavesOfPerson) => Promise<T>) =>
  serveJson(async ({ world, context, params, request }) => {
    const tell = (status: number, told: Told) => json(told, { status, headers: NO_STORE });
    const actor = await context.actor();
    if (!actor) return tell(401, { outcome: 'sign-in' });
    const attemptId = parseId(params.attemptId);
    const parsed = Body.safeParse(await request.json().catch(() => null));
    if (!parsed.success) return tell(400, { outcome: 'malformed' });
    const { saves } = parsed.data;
    const told = await act(world, { attemptId, personId: actor.personId, saves, device: deviceOf(request.headers) });
    return tell(told.outcome === 'not-found' ? 404 : 200, told);
  });
