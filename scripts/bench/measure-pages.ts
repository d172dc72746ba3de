import { issueCertificate } from '#app/domain/certificates/issue-certificate.server.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { beginQuiz, type Desk, passQuiz } from '../drill/learn.ts';
import { enrolAndRead, makeAgencies, makePeople } from '../drill/make-people.ts';
import { openSite, publishAll, withGround } from '../drill/open-ground.ts';
import { openCounter } from './count-work.ts';
import { type Row, residentMb, round } from './measure.ts';
import { measureVisit } from './measure-visit.ts';
import { runWebs } from './run-web.ts';
import { expectStatus, signIn } from './visit.ts';

const USERS = 8;
/** How often it is done beforehand, for each process. */
const WARM = 1000;

/**
 * Pages under the load of eight people at once, each with her session, beside two limits of the same run: an answer
 * without a page (/healthz) and a page without a person's data (/accessibility).
 */
export async function measurePages({ seconds, webs: count }: { seconds: number; webs: number }): Promise<Row[]> {
  return withGround('bench-pages', async (ground) => {
    const site = await openSite(ground, 'truc');
    const { db } = site;
    const [course] = await publishAll(site);
    if (!course) throw new Error('content/ holds no course');
    const people = await makePeople(db, { count: USERS + 1, agencyCodes: await makeAgencies(db), seed: 'pages' });
    const desk: Desk = {
      db,
      now: () => new Date(),
      random: systemRandom,
      enqueue: async () => 'unavailable',
      appUrl: 'http://127.0.0.1:3000',
    };
    const ids = people.map((person) => person.id);
    await enrolAndRead(db, ids, course.id, new Date());
    const attempts: string[] = [];
    for (const personId of ids) attempts.push((await beginQuiz(desk, { personId, slug: course.slug })).attemptId);
    await passQuiz(desk, { personId: ids[USERS] ?? '', slug: course.slug, attemptId: attempts[USERS] ?? '' });
    const certificate = await db.certificate.findFirstOrThrow();
    await issueCertificate({ ...desk, storage: site.storage }, certificate.id);
    const lesson = await db.lesson.findFirstOrThrow({
      where: { edition: { currentOf: { id: course.id } } },
      orderBy: { position: 'asc' },
    });

    const webs = await runWebs(ground, site, { count });
    const clients = await signIn(site, webs, ids.slice(0, USERS));
    const counter = await openCounter(ground, site, webs.pids);
    await counter.client.query('VACUUM ANALYZE');
    let asked = 0;
    // Whoever looks up certificates is counted by address, as behind a proxy.
    const from = () => ({ 'X-Forwarded-For': `10.${(asked >> 12) & 255}.${(asked >> 4) & 255}.${1 + (asked++ & 15)}` });
    const pages: [string, (user: number) => string, () => Record<string, string>][] = [
      ['/healthz (limit: no page)', () => '/healthz', () => ({})],
      ['/accessibility (limit: a page alone)', () => '/accessibility', () => ({})],
      ['course', () => `/courses/${course.slug}`, () => ({})],
      ['lesson', () => `/courses/${course.slug}/lessons/${lesson.slug}`, () => ({})],
      ['attempt', (user) => `/attempts/${attempts[user]}`, () => ({})],
      ['verify', () => `/verify/${certificate.serial}`, from],
    ];
    const rows: Row[] = [];
    for (const [what, path, headers] of pages) {
      let bytes = 0;
      const visit = async (user: number) => {
        const reply = await clients[user]?.get(path(user), headers());
        if (reply) bytes = Buffer.byteLength(expectStatus(reply, 200).text);
      };
      rows.push({
        what,
        ...(await measureVisit(counter, { users: USERS, times: WARM * count, seconds }, visit)),
        bytes,
      });
    }
    const limit = Number(rows[1]?.perSecond);
    const memory = round(Math.max(...webs.pids.map(residentMb)), 0);
    return rows.map((row) => ({ ...row, ofPageAlone: round(Number(row.perSecond) / limit, 2), rssMb: memory }));
  });
}
