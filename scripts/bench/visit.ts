import { createSession } from '#app/domain/accounts/sessions.server.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { HttpClient, type Reply } from '#tests/support/http-client.ts';
import type { Site } from '../drill/open-ground.ts';
import type { RunningWebs } from './run-web.ts';

/** A signed-in browser of each person, evenly over the web processes. */
export async function signIn(site: Site, webs: RunningWebs, personIds: readonly string[]): Promise<HttpClient[]> {
  const clients: HttpClient[] = [];
  for (const [index, personId] of personIds.entries()) {
    const { token } = await createSession({ db: site.db, now: () => new Date(), random: systemRandom }, personId);
    clients.push(new HttpClient({ url: webs.urls[index % webs.urls.length] ?? '', appUrl: webs.appUrl, token }));
  }
  return clients;
}

/** The same, when the answer is the expected one. @throws with what came instead */
export function expectStatus(reply: Reply, status: number): Reply {
  if (reply.status !== status)
    throw new Error(`status ${reply.status} instead of ${status}: ${reply.text.slice(0, 300)}`);
  return reply;
}
