import { issueCertificate } from '#app/domain/certificates/issue-certificate.server.ts';
import { renderCertificatePdf } from '#app/domain/certificates/render-pdf.server.ts';
import { Statement } from '#app/domain/certificates/statement.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { beginQuiz, type Desk, eachOf, passQuiz } from '../drill/learn.ts';
import { enrolAndRead, makeAgencies, makePeople } from '../drill/make-people.ts';
import { openSite, publishAll, withGround } from '../drill/open-ground.ts';
import { percentile, type Row, round } from './measure.ts';

/**
 * Certificates issued by one process, four at once as the worker does, each drawn, stored and its row changed; in
 * turns with the same pages only drawn, which is the limit.
 */
export async function measureCertificates({ count }: { count: number }): Promise<Row[]> {
  return withGround('bench-certificates', async (ground) => {
    const site = await openSite(ground, 'truc');
    const { db, storage } = site;
    const [course] = await publishAll(site);
    if (!course) throw new Error('content/ holds no course');
    const people = await makePeople(db, { count, agencyCodes: await makeAgencies(db), seed: 'certificates' });
    const desk: Desk = {
      db,
      now: () => new Date(),
      random: systemRandom,
      enqueue: async () => 'unavailable',
      appUrl: 'https://truc.example',
    };
    const ids = people.map((person) => person.id);
    await enrolAndRead(db, ids, course.id, new Date());
    await eachOf(ids, 8, async (personId) => passQuiz(desk, await beginQuiz(desk, { personId, slug: course.slug })));
    const reserved = await db.certificate.findMany({ select: { id: true, statement: true }, orderBy: { id: 'asc' } });
    const statements = reserved.map((row) => Statement.parse(row.statement));

    const rounds = 5;
    const size = Math.floor(count / (rounds + 1));
    // The first round pays for parsing fonts and compiling; it counts nowhere.
    const timed = async (act: () => Promise<unknown>) => {
      const [from, cpu] = [performance.now(), process.cpuUsage()];
      await act();
      const used = process.cpuUsage(cpu);
      return { ms: performance.now() - from, cpuMs: (used.user + used.system) / 1000 };
    };
    const sizes: number[] = [];
    const drawn = { ms: 0, cpuMs: 0 };
    const issued = { ms: 0, cpuMs: 0 };
    for (let turn = 0; turn <= rounds; turn++) {
      const part = (items: readonly unknown[]) => items.slice(turn * size, (turn + 1) * size);
      const bare = await timed(async () => {
        for (const statement of part(statements))
          sizes.push((await renderCertificatePdf(statement as Statement)).length);
      });
      const whole = await timed(() =>
        eachOf(
          part(reserved) as typeof reserved,
          4,
          async ({ id }) => void (await issueCertificate({ db, storage, now: desk.now }, id)),
        ),
      );
      if (turn === 0) continue;
      drawn.ms += bare.ms;
      drawn.cpuMs += bare.cpuMs;
      issued.ms += whole.ms;
      issued.cpuMs += whole.cpuMs;
    }
    const done = await db.certificate.count({ where: { status: 'ISSUED' } });
    if (done !== size * (rounds + 1)) throw new Error(`${done} certificates issued of ${size * (rounds + 1)}`);
    const all = size * rounds;
    const row = (what: string, took: typeof drawn, more: Record<string, number>): Row => ({
      what,
      perSecond: round((all / took.ms) * 1000),
      cpuMs: round(took.cpuMs / all, 2),
      count: all,
      ...more,
    });
    return [
      row('drawn only (limit)', drawn, { bytes: percentile(sizes, 50) }),
      row('issued: drawn, stored, row changed', issued, {
        bytes: percentile(sizes, 50),
        ofLimit: round(drawn.ms / issued.ms, 2),
      }),
    ];
  });
}
