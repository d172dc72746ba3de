import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { findStatements } from '../tests/support/find-statements.ts';
import { listStatements } from '../tests/support/list-statements.ts';

/** Writes docs/statements.md anew from the code. */
const root = path.resolve(import.meta.dirname, '..');
writeFileSync(path.join(root, 'docs/statements.md'), listStatements(findStatements(root)));
