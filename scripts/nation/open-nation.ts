import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { issueCertificate } from '#app/domain/certificates/issue-certificate.server.ts';
import { foldDeltas } from '#app/domain/reporting/fold.server.ts';
import { fillNation, type Tell } from '#prisma/seed/nation/fill-nation.ts';
import { UNITS } from '#prisma/seed/nation/plan-nation.ts';
import { type Ground, openSite, query, root, type Site, withGround } from '../drill/open-ground.ts';
import { Failure } from '../start/failure.mjs';
import { memoryHere, sizeMemory } from '../start/size-memory.mjs';

export type NationSize = { people: number; units: number; seed: string; documents: number };

/** What the certificates of a nation name; nobody serves it. */
const APP_URL = 'https://nation.truc.example';

const nameOf = (people: number) => `nation-${people}`;
const folderOf = (people: number) => path.join(root, '.data', nameOf(people));
const markOf = (people: number) => path.join(folderOf(people), 'nation.json');

/** Of what a nation of so many people was made; null where there is none, or half of one. */
export const readNation = (people: number): NationSize | null =>
  existsSync(markOf(people)) ? (JSON.parse(readFileSync(markOf(people), 'utf8')) as NationSize) : null;

/**
 * Makes a nation in a server and a folder of its own, never the product's. What a run that was cut short has left is
 * made anew; one that is whole is never overwritten.
 */
export async function makeNation(
  { people, units = UNITS, seed = 'nation', documents = 0 }: Partial<NationSize> & { people: number },
  tell?: Tell,
): Promise<void> {
  if (readNation(people))
    throw new Failure(`${folderOf(people)} holds a nation of ${people}: move it away to make another.`);
  rmSync(folderOf(people), { recursive: true, force: true });
  const memory = sizeMemory(memoryHere() * 2);
  const settings = {
    // quick rather than durable: a nation that is cut short is made anew
    ...{ fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off', wal_level: 'minimal' },
    ...{ max_wal_senders: 0, max_wal_size: '16GB', checkpoint_timeout: '1h', checkpoint_completion_target: 0.9 },
    maintenance_work_mem: memory.maintenance_work_mem,
  };
  await withGround(
    nameOf(people),
    async (ground) => {
      const site = await openSite(ground, 'truc');
      const world = { db: site.db, superuserUrl: site.superuserUrl, root, appUrl: APP_URL, now: () => new Date() };
      await fillNation(world, { people, units, seed, documents }, tell);
      await drawDocuments(site);
    },
    { settings, isKept: true },
  );
  writeFileSync(markOf(people), `${JSON.stringify({ people, units, seed, documents })}\n`);
}

/**
 * The nation of so many people, with the settings of every embedded server; it stays when the work is done. What work
 * before has left to fold is folded, as a worker would have.
 */
export async function withNation<T>(people: number, work: (ground: Ground, site: Site) => Promise<T>): Promise<T> {
  if (!readNation(people))
    throw new Failure(`There is no nation of ${people} people: npm run demo:nation -- --people ${people} makes it.`);
  return withGround(
    nameOf(people),
    async (ground) => {
      const site = await openSite(ground, 'truc');
      while ((await foldDeltas(site.db)) > 0);
      await query(site.superuserUrl, ['VACUUM (ANALYZE) "RollupDelta", "Assignment", "Standing"']);
      return work(ground, site);
    },
    { isKept: true },
  );
}

/** The documents of the certificates that bear no mark, as the worker draws them. */
async function drawDocuments({ db, storage }: Site): Promise<void> {
  const reserved = await db.certificate.findMany({ where: { status: 'RESERVED' }, select: { id: true } });
  const work = async () => {
    for (let next = reserved.shift(); next; next = reserved.shift())
      await issueCertificate({ db, storage, now: () => new Date() }, next.id);
  };
  await Promise.all([work(), work(), work()]);
}
