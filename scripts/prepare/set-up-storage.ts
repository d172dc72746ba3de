import { DOCUMENTED, documentName } from '#app/domain/certificates/issue-certificate.server.ts';
import type { Db } from '#app/platform/database.server.ts';
import { openStorage, provideStorage } from '#app/platform/storage.server.ts';
import { readStorageMark, writeStorageMark } from '#app/platform/storage-mark.server.ts';

/** Enough to tell a storage from an empty folder, few enough to be looked for at every start. */
const LOOKED_FOR = 20;

/**
 * Marks the storage of documents the first time, and from then on only looks whether it is the marked one. A sentence
 * when it is not: nothing is made in its place, and certificates wait until it is back.
 */
export async function setUpStorage(db: Db, url: string): Promise<string | null> {
  const mark = await readStorageMark(db);
  if (mark === null) {
    if (await areDocumentsMissing(db, url)) {
      return `Certificates were issued, and none of their documents is at ${url}: no storage was made there. ${REMEDY}`;
    }
    await writeStorageMark(db, await provideStorage(url));
    return null;
  }
  const state = await openStorage(url, async () => mark).check();
  switch (state) {
    case 'well':
      return null;
    case 'unwritable':
      return `Documents cannot be written at ${url}: certificates wait until they can.`;
    case 'foreign':
      return `What is at ${url} is the storage of another product: certificates wait. ${REMEDY}`;
    case 'absent':
    case 'unmarked':
      return `The storage of documents is not at ${url}: certificates wait until it is back. ${REMEDY}`;
    default:
      return state satisfies never;
  }
}

const REMEDY =
  'Put it back, or set STORAGE_URL; if it is lost, "npm run documents -- --mark --repair" begins a new one and draws every document again.';

/** Of a product from before storages were marked: whether the documents that it has issued last are all elsewhere. */
async function areDocumentsMissing(db: Db, url: string): Promise<boolean> {
  const newest = await db.certificate.findMany({
    where: DOCUMENTED,
    orderBy: { issuedAt: 'desc' },
    take: LOOKED_FOR,
    select: { serial: true, documentSha256: true },
  });
  const storage = openStorage(url);
  const found = await Promise.all(
    newest.map(({ serial, documentSha256 }) =>
      storage.get(documentName(serial, documentSha256 ?? '')).catch(() => null),
    ),
  );
  return found.length > 0 && found.every((document) => document === null);
}
