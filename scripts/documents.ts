import { parseArgs } from 'node:util';
import { DOCUMENTED, documentName } from '#app/domain/certificates/issue-certificate.server.ts';
import { recoverDocument } from '#app/domain/certificates/recover-document.server.ts';
import { recordAudit } from '#app/domain/ledger/record-audit.server.ts';
import { type Db, openDatabase } from '#app/platform/database.server.ts';
import { openLog } from '#app/platform/log.server.ts';
import { openStorage, provideStorage, type Storage, sha256 } from '#app/platform/storage.server.ts';
import { readStorageMark, writeStorageMark } from '#app/platform/storage-mark.server.ts';
import { openTroubles } from '#app/platform/trouble.server.ts';
import { productStorageUrl } from './backup/storage-url.ts';
import { openProductDatabase } from './start/open-database.mjs';

const PAGE = 500;
const NAMED = 20;

type Counts = { stored: number; drawnAgain: number; wanting: string[]; lost: string[] };

/** All documents of issued certificates, by serial: compared with their rows, and with `repair` drawn again. */
async function goThrough(db: Db, storage: Storage, { repair }: { repair: boolean }): Promise<Counts> {
  const counts: Counts = { stored: 0, drawnAgain: 0, wanting: [], lost: [] };
  const world = { db, storage, troubles: openTroubles({ db, log: openLog('silent', 'script') }) };
  for (let after = ''; ; ) {
    const rows = await db.certificate.findMany({
      where: { ...DOCUMENTED, serial: { gt: after } },
      orderBy: { serial: 'asc' },
      take: PAGE,
      select: { serial: true, documentSha256: true },
    });
    for (const { serial, documentSha256 } of rows) {
      const hash = documentSha256 ?? '';
      const bytes = await storage.get(documentName(serial, hash));
      if (bytes && sha256(bytes) === hash) counts.stored++;
      else if (!repair) counts.wanting.push(serial);
      else {
        const { outcome } = await recoverDocument(world, { serial, documentSha256: hash });
        if (outcome === 'lost') counts.lost.push(serial);
        else counts.drawnAgain++;
      }
    }
    if (rows.length < PAGE) return counts;
    after = rows.at(-1)?.serial ?? after;
  }
}

/**
 * `npm run documents`: compares every stored document with its row. `--repair` draws again what is missing or altered;
 * `--mark` makes the folder of STORAGE_URL the storage of this database, for whoever has lost the old one.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { repair: { type: 'boolean' }, mark: { type: 'boolean' } } });
  const url = productStorageUrl();
  const database = await openProductDatabase();
  const db = openDatabase(database.url, { max: 2, application: 'truc-documents' });
  try {
    if (values.mark) {
      const before = await readStorageMark(db);
      const mark = await provideStorage(url);
      await db.transaction(async (tx) => {
        await writeStorageMark(tx, mark);
        await recordAudit(tx, {
          ...{ at: new Date(), actorId: null, action: 'storage.marked', subjectType: 'storage', subjectId: mark },
          before: { mark: before },
          after: { mark, url },
        });
      });
      console.log(`${url} is the storage of this database from now on.`);
    }
    const storage = openStorage(url, () => readStorageMark(db));
    const state = await storage.check();
    if (state !== 'well') {
      console.error(`The storage at ${url} is ${state}: nothing was compared.`);
      return 1;
    }
    const { stored, drawnAgain, wanting, lost } = await goThrough(db, storage, { repair: values.repair ?? false });
    console.log(`${stored} documents are as their rows say, ${drawnAgain} were drawn again.`);
    for (const [what, serials] of [
      ['missing or altered', wanting],
      ['not to be drawn as they were issued', lost],
    ] as const) {
      if (serials.length === 0) continue;
      const more = serials.length > NAMED ? ` and ${serials.length - NAMED} more` : '';
      console.error(`${serials.length} are ${what}: ${serials.slice(0, NAMED).join(', ')}${more}`);
    }
    return wanting.length + lost.length === 0 ? 0 : 1;
  } finally {
    await db.close();
    await database.stop();
  }
}

try {
  process.exit(await main());
} catch (error) {
  const { name, code } = error as { name?: string; code?: string };
  const isSentence = name === 'Failure' || code?.startsWith('ERR_PARSE_ARGS');
  console.error(isSentence ? (error as Error).message : error);
  process.exit(1);
}
