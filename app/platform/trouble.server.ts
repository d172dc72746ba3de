import { type Log, messageOf } from './log.server.ts';
import type { Writer } from './sql.server.ts';

const TROUBLES = ['process', 'clock', 'storage', 'document'] as const;

/** What goes wrong: a process that ends, a clock that differs, a storage that is away, a document that is missing. */
export type Trouble = {
  kind: (typeof TROUBLES)[number];
  /** Which of them, such as a process by its name or a document by its serial. */
  subject: string;
  detail: Readonly<Record<string, string | number>>;
};

export type Troubles = {
  /** Says it in the log as an error and on the administrator's page, once a thing however often it comes. Never throws. */
  report(trouble: Trouble): Promise<void>;
  /** It is over. Never throws. */
  end(kind: Trouble['kind'], subject: string): Promise<void>;
};

/** The same thing that goes on is written again no sooner than this. */
const AGAIN_MS = 5_000;

/** Where troubles of this process are written down. A database that is away keeps nobody from going on. */
export function openTroubles({ db, log }: { db: Writer; log: Log }): Troubles {
  const written = new Map<string, { at: number; more: number }>();
  const unwritten = (error: unknown) => log.warn({ reason: messageOf(error) }, 'a trouble could not be written down');
  return {
    async report({ kind, subject, detail }) {
      const key = `${kind} ${subject}`;
      const last = written.get(key);
      if (last && performance.now() - last.at < AGAIN_MS) {
        last.more++;
        return;
      }
      const times = 1 + (last?.more ?? 0);
      written.set(key, { at: performance.now(), more: 0 });
      log.error({ kind, subject, ...detail }, 'trouble');
      await db.run`
        INSERT INTO "Trouble" AS t (kind, subject, detail, times) VALUES (${kind}, ${subject}, ${JSON.stringify(detail)}::jsonb, ${times})
        ON CONFLICT (kind, subject) DO UPDATE SET
          detail = excluded.detail, "lastAt" = excluded."lastAt", "endedAt" = NULL,
          since = CASE WHEN t."endedAt" IS NULL THEN t.since ELSE excluded.since END,
          times = CASE WHEN t."endedAt" IS NULL THEN t.times + excluded.times ELSE excluded.times END`.catch(
        (error) => {
          written.delete(key);
          unwritten(error);
        },
      );
    },
    async end(kind, subject) {
      written.delete(`${kind} ${subject}`);
      await db.run`
        UPDATE "Trouble" SET "endedAt" = now() WHERE kind = ${kind} AND subject = ${subject} AND "endedAt" IS NULL`.then(
        (ended) => ended && log.info({ kind, subject }, 'trouble is over'),
        unwritten,
      );
    },
  };
}
