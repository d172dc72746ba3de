import type { Actor } from '#app/domain/accounts/policy.ts';
import { createSession, readSession } from '#app/domain/accounts/sessions.server.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { sql } from '#app/platform/sql.server.ts';
import { HttpClient } from '#tests/support/http-client.ts';
import type { Site } from '../../drill/open-ground.ts';
import type { RunningWebs } from '../run-web.ts';

export type Somebody = { client: HttpClient; actor: Actor };

/** Who looks at the nation, and what at: found in the rows, whatever size they are of. */
export type Cast = {
  learner: Somebody;
  /** Training managers over the country, a province and a commune of it. */
  nation: Somebody;
  province: Somebody & { code: string; people: number };
  commune: Somebody & { code: string; people: number };
  administrator: Somebody;
  lesson: { slug: string; lesson: string };
  /** Papers of the learner or of others, each with who wrote it. */
  openAttempt: { client: HttpClient; id: string };
  result: { client: HttpClient; id: string };
  serial: string;
  /** A name that many bear, and one whole number. */
  personnelNumber: string;
};

type Granted = { personId: string; code: string; people: number };

/** Signs them in, each at the process whose turn it is. */
export async function castNation({ db }: Site, webs: RunningWebs): Promise<Cast> {
  let turn = 0;
  const world = { db, now: () => new Date(), random: systemRandom };
  const signIn = async (personId: string): Promise<Somebody> => {
    const { token } = await createSession(world, personId);
    const actor = await readSession(world, token);
    if (!actor) throw new Error('a session that does not open');
    const url = webs.urls[turn++ % webs.urls.length] ?? '';
    return { client: new HttpClient({ url, appUrl: webs.appUrl, token }), actor };
  };
  const manages = async (isType: string): Promise<Granted> => {
    const granted = await db.maybeOne<Granted>`
      SELECT g."personId", a.code, r.people FROM "Grant" g JOIN "Agency" a ON a.id = g."agencyId"
        JOIN "RollupNow" r ON r."agencyId" = a.id AND r.kind = 'registered'
       WHERE g.role = 'TRAINING_MANAGER' AND ${sql.raw(isType)} ORDER BY r.people DESC, a.code LIMIT 1`;
    if (!granted) throw new Error(`nobody manages where ${isType}`);
    return granted;
  };
  const [country, inProvince, inCommune] = [
    await manages(`a.code = 'VN'`),
    await manages(`a.type IN ('province', 'city') AND a.code <> 'VN.P01'`),
    await manages(`a.type = 'commune'`),
  ];
  const learning = await db.maybeOne<{ personId: string; slug: string; lesson: string }>`
    SELECT e."personId", c.slug, l.slug AS lesson FROM "Enrolment" e JOIN "Course" c ON c.id = e."courseId"
      JOIN "LessonProgress" g ON g."enrolmentId" = e.id AND g."readAt" IS NULL JOIN "Lesson" l ON l."editionId" = e."editionId" AND l.code = g."lessonCode"
     WHERE EXISTS (SELECT 1 FROM "Certificate" t WHERE t."personId" = e."personId") LIMIT 1`;
  const paper = async (state: string) => {
    const found = await db.maybeOne<{ id: string; personId: string }>`
      SELECT id, "personId" FROM "Attempt" WHERE state = ${state}::"AttemptState" LIMIT 1`;
    if (!found) throw new Error(`no attempt is ${state}`);
    return { client: (await signIn(found.personId)).client, id: found.id };
  };
  const { personId: administratorId } = await db.grant.findFirstOrThrow({ where: { role: 'ADMINISTRATOR' } });
  const { serial } = await db.certificate.findFirstOrThrow({ where: { status: 'ISSUED' } });
  const { personnelNumber } = await db.person.findFirstOrThrow({ where: { id: inProvince.personId } });
  if (!learning) throw new Error('nobody is in the middle of a course');
  const { personId, ...lesson } = learning;
  return {
    learner: await signIn(personId),
    nation: await signIn(country.personId),
    province: { ...(await signIn(inProvince.personId)), ...inProvince },
    commune: { ...(await signIn(inCommune.personId)), ...inCommune },
    administrator: await signIn(administratorId),
    lesson,
    openAttempt: await paper('IN_PROGRESS'),
    result: await paper('FINISHED'),
    ...{ serial, personnelNumber },
  };
}
