import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { AUDIT_SUBJECTS } from '#app/domain/ledger/audit-subjects.ts';
import { readSources } from '#tests/support/import-rules.ts';
import { auditWords } from './audit.ts';
import { locales } from './locale.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** The actions that the sources record, by what stands after `action:` in a file that records audit events. */
function recorded(): string[] {
  const found = new Set<string>();
  for (const file of readSources(root).keys()) {
    if (!/^(app|jobs|scripts)\//.test(file)) continue;
    const text = readFileSync(path.join(root, file), 'utf8');
    if (!/recordAudit|countAudit|"AuditEvent"/.test(text)) continue;
    for (const [, rest = ''] of text.matchAll(/\baction:([^,;]*)/g))
      for (const [, action = ''] of rest.matchAll(/'([a-z-]+\.[a-z-]+)'/g)) found.add(action);
  }
  return [...found].sort();
}

test.each(locales)('every act and every subject of the audit trail has its words in %s', (locale) => {
  const { actions, kinds } = auditWords(locale);
  expect(recorded().length).toBeGreaterThan(12);
  expect(recorded().filter((action) => !actions[action])).toEqual([]);
  expect(Object.keys(kinds).sort()).toEqual([...AUDIT_SUBJECTS].sort());
});
