// biome-ignore-all lint/suspicious/noTemplateCurlyInString: lines of the product as they are written
import type { Shown } from './mutant.ts';

/** Mutants that no test can notice, or that change nothing anybody could see: which, and why. */
export const ACCEPTED: readonly (Pick<Shown, 'file' | 'text' | 'becomes'> & { reason: string })[] = [
  {
    file: 'app/domain/assessment/grade-paper.ts',
    text: 'default:',
    becomes: 'default:',
    reason: 'Never come to: the types say that there is no other kind of question.',
  },
  {
    file: 'app/domain/assessment/review-paper.ts',
    text: 'default:',
    becomes: 'default:',
    reason: 'Never come to: the types say that there is no other kind of question.',
  },
  {
    file: 'app/domain/assessment/read-typed.ts',
    text: "const [, plus = '', digits = ''] = /^(?:([+\\-−–])\\s*)?(.*)$/su.exec(withoutUnit(cleanAnswer(text), unit)) ?? [];",
    becomes:
      "const [, plus = '', digits = ''] = /(?:([+\\-−–])\\s*)?(.*)$/su.exec(withoutUnit(cleanAnswer(text), unit)) ?? [];",
    reason: 'The pattern matches every text from its start.',
  },
  {
    file: 'app/domain/assessment/read-typed.ts',
    text: "const [, plus = '', digits = ''] = /^(?:([+\\-−–])\\s*)?(.*)$/su.exec(withoutUnit(cleanAnswer(text), unit)) ?? [];",
    becomes:
      "const [, plus = '', digits = ''] = /^(?:([+\\-−–])\\s*)?(.*)/su.exec(withoutUnit(cleanAnswer(text), unit)) ?? [];",
    reason: 'The pattern takes everything up to the end anyway.',
  },
  {
    file: 'app/domain/assessment/read-typed.ts',
    text: "const [, plus = '', digits = ''] = /^(?:([+\\-−–])\\s*)?(.*)$/su.exec(withoutUnit(cleanAnswer(text), unit)) ?? [];",
    becomes:
      "const [, plus = '', digits = ''] = /^(?:([+\\-−–])\\s*)?(.*)$/su.exec(withoutUnit(cleanAnswer(text), unit)) ?? [\"Stryker was here\"];",
    reason: 'Never come to: the pattern matches every text.',
  },
  {
    file: 'app/domain/assessment/read-typed.ts',
    text: "const [, whole = '', mark = '', decimals] = /^(.+)([.,])(\\d+)$/.exec(digits) ?? [];",
    becomes: "const [, whole = '', mark = '', decimals] = /(.+)([.,])(\\d+)$/.exec(digits) ?? [];",
    reason: 'A cleaned answer is one line: its first character is where the pattern begins.',
  },
  {
    file: 'app/domain/assessment/read-typed.ts',
    text: "const [, whole = '', mark = '', decimals] = /^(.+)([.,])(\\d+)$/.exec(digits) ?? [];",
    becomes: "const [, whole = '', mark = '', decimals] = /^(.+)([.,])(\\d+)$/.exec(digits) ?? [\"Stryker was here\"];",
    reason: 'The first of a match is the whole of it, and is not looked at.',
  },
  {
    file: 'app/domain/assessment/read-typed.ts',
    text: "const [, before = '', number = '', behind = ''] = /^([^\\d+\\-−–.,]*)(.*?)([^\\d.,]*)$/su.exec(text) ?? [];",
    becomes:
      "const [, before = '', number = '', behind = ''] = /([^\\d+\\-−–.,]*)(.*?)([^\\d.,]*)$/su.exec(text) ?? [];",
    reason: 'The pattern matches every text from its start.',
  },
  {
    file: 'app/domain/assessment/read-typed.ts',
    text: "const [, before = '', number = '', behind = ''] = /^([^\\d+\\-−–.,]*)(.*?)([^\\d.,]*)$/su.exec(text) ?? [];",
    becomes:
      "const [, before = '', number = '', behind = ''] = /^([^\\d+\\-−–.,]*)(.*?)([^\\d.,]*)$/su.exec(text) ?? [\"Stryker was here\"];",
    reason: 'Never come to: the pattern matches every text.',
  },
  {
    file: 'app/domain/assessment/read-typed.ts',
    text: 'return (apart < 0n ? -apart : apart) <= scaled(tolerance);',
    becomes: 'return (apart <= 0n ? -apart : apart) <= scaled(tolerance);',
    reason: 'Nothing is the same with either sign.',
  },
  {
    file: 'app/domain/assessment/review-paper.ts',
    text: "if (key.type !== 'scenario' || !answer || !('choice' in answer)) return {};",
    becomes: "if (false || !answer || !('choice' in answer)) return {};",
    reason: 'Only the key of a scenario has feedback: the condition tells it to the types.',
  },
  {
    file: 'app/domain/training/cursor.ts',
    text: 'if (!text) return null;',
    becomes: 'if (false) return null;',
    reason: 'An empty text is no JSON either; the condition says so without an exception.',
  },
  {
    file: 'app/domain/training/cursor.ts',
    text: "const isWritten = values.every((value, at) => typeof value === 'string' && shapes[at]?.test(value));",
    becomes: "const isWritten = values.every((value, at) => typeof value === 'string' && shapes[at].test(value));",
    reason: 'There are as many shapes as values by then; the mark is for the types.',
  },
  {
    file: 'app/domain/training/find-audience.server.ts',
    text: 'if (personIds.length === 0) return [];',
    becomes: 'if (false) return [];',
    reason: 'A saved statement: nobody is found where nobody was chosen.',
  },
  {
    file: 'app/domain/reporting/completion-report.server.ts',
    text: "if (kind !== 'enrolled' && kind !== 'completed') continue;",
    becomes: 'if (false) continue;',
    reason: 'Months are counted of these two kinds alone; the condition tells it to the types.',
  },
  {
    file: 'app/domain/accounts/count-audit.server.ts',
    text: 'ORDER BY "windowAt", action, address, "personId" LIMIT ${CHUNK} FOR UPDATE SKIP LOCKED)',
    becomes: 'ORDER BY "windowAt", action, address, "personId" LIMIT ${CHUNK})',
    reason:
      'A saved wait: the second of two at once would wait for the first, find its rows gone, and write none of them.',
  },
  {
    file: 'app/domain/accounts/sessions.server.ts',
    text: 'const rows = await db.session.findMany({ where: { userId, expiresAt: { gt: now } } });',
    becomes: 'const rows = await db.session.findMany({ where: { expiresAt: { gt: now } } });',
    reason: 'The library wants it of an adapter; nothing of ours asks for all sessions of a person.',
  },
  {
    file: 'app/domain/accounts/sessions.server.ts',
    text: 'const rows = await db.session.findMany({ where: { userId, expiresAt: { gt: now } } });',
    becomes: 'const rows = await db.session.findMany({ where: { userId, } });',
    reason: 'The library wants it of an adapter; nothing of ours asks for all sessions of a person.',
  },
  {
    file: 'app/domain/ledger/chain-audit.server.ts',
    text: 'if (events.length === 0) return 0;',
    becomes: 'if (false) return 0;',
    reason: 'Saved statements: of no events no links are made, and their number is 0 as well.',
  },
  {
    file: 'app/domain/training/material-changes.server.ts',
    text: 'WHERE m.number > 1 AND m."publishedAt" > ${now}::timestamptz - make_interval(days => ${TOLD_FOR_DAYS})',
    becomes: 'WHERE m.number >= 1 AND m."publishedAt" > ${now}::timestamptz - make_interval(days => ${TOLD_FOR_DAYS})',
    reason: 'Nothing is assigned before its first edition is published: the number says so without asking.',
  },
  {
    file: 'app/domain/accounts/sign-in-links.server.ts',
    text: "if (count !== 1) return 'gone';",
    becomes: "if (false) return 'gone';",
    reason: 'Under the locks of both people whoever comes second finds no open link before; this is a second lock.',
  },
  {
    file: 'app/domain/assessment/save-answers.server.ts',
    text: 'WHERE NOT EXISTS (SELECT 1 FROM "AttemptAnswer" s WHERE s."attemptId" = i.id AND s.slot = i.slot)',
    becomes: 'WHERE EXISTS (SELECT 1 FROM "AttemptAnswer" s WHERE s."attemptId" = i.id AND s.slot = i.slot)',
    reason: 'Saved statements: what is not stored here is weighed, and stored by that.',
  },
  {
    file: 'app/domain/certificates/reconcile-reserved.server.ts',
    text: 'AND ("unprintableAt" IS NULL OR "unprintableAt" < ${before(UNPRINTABLE_AGAIN_MS)})',
    becomes: 'AND ("unprintableAt" IS NULL OR "unprintableAt" <= ${before(UNPRINTABLE_AGAIN_MS)})',
    reason: 'A pause that ends at its last moment or just after it: the sweep comes once a minute.',
  },
  {
    file: 'app/domain/training/reconcile-batches.server.ts',
    text: 'WHERE state IN (\'PENDING\', \'CANCELLED\') AND "finishedAt" IS NULL AND "createdAt" < ${before}',
    becomes: 'WHERE state IN (\'PENDING\', \'CANCELLED\') AND "finishedAt" IS NULL AND "createdAt" <= ${before}',
    reason: 'A pause that ends at its last moment or just after it: the sweep comes once a minute.',
  },
];
