import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { findUnusedClasses } from './support/find-unused-classes.ts';
import { AREAS, findCircles, findViolations, readSources } from './support/import-rules.ts';
import { findLongFiles, findLongFunctions, listFiles, readApp } from './support/length-rules.ts';
import { readTables } from './support/statement-rules.ts';

const root = path.resolve(import.meta.dirname, '..');

test('the sources keep the import rules', () => {
  const sources = readSources(root);
  expect(sources.size).toBeGreaterThan(50);
  expect(findViolations(sources)).toEqual([]);
});

test('every view that the migrations make belongs to an area, as every table does', () => {
  const folder = path.join(root, 'prisma/migrations');
  const made = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => readFileSync(path.join(folder, name, 'migration.sql'), 'utf8'))
    .flatMap((text) => [...text.matchAll(/CREATE (?:OR REPLACE )?VIEW "(\w+)"/g)].map(([, view]) => view));
  const tables = readTables(root);
  expect(made.filter((view) => !tables.has(view ?? ''))).toEqual([]);
  expect([...new Set(tables.values())].filter((area) => area !== 'platform' && !AREAS.includes(area as never))).toEqual(
    [],
  );
});

describe('a migration of a site that runs', () => {
  const lint = (sql: string) => {
    const at = mkdtempSync(path.join(tmpdir(), 'truc-migration-'));
    try {
      writeFileSync(path.join(at, 'migration.sql'), sql);
      const args = [path.join(root, 'scripts/test/lint-migrations.mjs'), path.join(at, 'migration.sql')];
      const { status, stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
      return { status, rules: [...new Set(stdout.match(/(?<=warning: )[a-z-]+/g))].sort() };
    } finally {
      rmSync(at, { recursive: true });
    }
  };

  test('is refused when it would hold up what runs', () => {
    const { status, rules } = lint(`
      ALTER TABLE "Person" ADD COLUMN shoe int NOT NULL;
      ALTER TABLE "Person" ADD CONSTRAINT "Person_shoe" CHECK (shoe > 0);
      ALTER TABLE "Person" DROP COLUMN "familyName";`);
    expect(status).toBe(1);
    expect(rules).toEqual([
      'adding-required-field',
      'ban-drop-column',
      'constraint-missing-not-valid',
      'require-lock-timeout',
    ]);
  });

  test('is let through when it does not wait long for a table and reads none while it holds it', () => {
    const sql = `
      SET LOCAL lock_timeout = '5s';
      CREATE TABLE "Shoe" (id uuid PRIMARY KEY, size int NOT NULL CHECK (size > 0));
      ALTER TABLE "Person" ADD COLUMN shoe int;
      ALTER TABLE "Person" ADD CONSTRAINT "Person_shoe" CHECK (shoe > 0) NOT VALID;`;
    expect(lint(sql)).toEqual({ status: 0, rules: [] });
  });
});

test('no files need each other before they can run', () => {
  expect(findCircles(readSources(root))).toEqual([]);
});

test('a planted circle is found by its files, and one of types alone is none', () => {
  const [a, b, c] = ['app/ui/a.ts', 'app/ui/b.ts', 'app/ui/c.ts'];
  const third = (source: string) =>
    findCircles(
      new Map([
        [a, "import { b } from './b.ts';"],
        [b, "export * from '#app/ui/c.ts';"],
        [c, source],
      ]),
    );
  expect(third("const { a } = await import('./a.ts');")).toEqual([[a, b, c]]);
  expect(third("import type { A } from './a.ts';")).toEqual([]);
});

describe('a planted violation of each rule is found', () => {
  const plants: [string, string, string][] = [
    ['1: ui does not import routes', 'app/ui/card.tsx', "import { x } from '#app/routes/site.tsx';"],
    ['1: ui does not import platform', 'app/ui/card.tsx', "import { x } from '#app/platform/job.ts';"],
    [
      '1: ui imports pure domain files only',
      'app/ui/card.tsx',
      "import { x } from '#app/domain/training/enrol.server.ts';",
    ],
    ['1: http does not import routes', 'app/http/serve.server.ts', "import { x } from '../routes/site.tsx';"],
    ['1: http does not import ui', 'app/http/serve.server.ts', "import { x } from '#app/ui/icon.tsx';"],
    [
      '1: domain does not import http',
      'app/domain/training/enrol.server.ts',
      "import { x } from '#app/http/headers.ts';",
    ],
    [
      '1: domain does not import jobs',
      'app/domain/training/enrol.server.ts',
      "const x = await import('#jobs/registry.ts');",
    ],
    [
      '1: domain does not import outside',
      'app/domain/training/enrol.server.ts',
      "import { x } from '#scripts/migrate.ts';",
    ],
    ['1: words does not import domain', 'app/words/shell.ts', "import { x } from '#app/domain/ids.ts';"],
    [
      '1: platform does not import domain',
      'app/platform/job.ts',
      "import { DomainError } from '#app/domain/errors.ts';",
    ],
    ['1: jobs does not import routes', 'jobs/registry.ts', "import { x } from '#app/routes/site.tsx';"],
    ['1: routes does not import jobs', 'app/routes/learn/course.tsx', "import { handlers } from '#jobs/registry.ts';"],
    ['1: routes does not import outside', 'app/routes/learn/course.tsx', "import { x } from '#prisma/seed/seed.ts';"],
    ['1: ui runs in a browser', 'app/ui/card.tsx', "import { readFileSync } from 'node:fs';"],
    [
      '2: agencies does not import training, which stands above it',
      'app/domain/agencies/move.server.ts',
      "import { x } from '../training/enrol.server.ts';",
    ],
    [
      '2: catalogue does not import authoring, which stands above it',
      'app/domain/catalogue/x.server.ts',
      "import { parseLesson } from '#app/domain/authoring/parse-lesson.ts';",
    ],
    [
      '2: training does not import authoring, which stands above it',
      'app/domain/training/enrol.server.ts',
      "import type { ParsedCourse } from '../authoring/parse-course.ts';",
    ],
    ['3: content is read by authoring only', 'app/domain/catalogue/x.server.ts', "readdirSync('content/courses');"],
    [
      '2: progress does not import assessment, which stands above it',
      'app/domain/progress/x.ts',
      "import type { Paper } from '#app/domain/assessment/paper.ts';",
    ],
    [
      '2: ledger does not import reporting, which stands above it',
      'app/domain/ledger/x.ts',
      "export * from '#app/domain/reporting/fold-deltas.server.ts';",
    ],
    [
      '2: what all areas share imports none of them',
      'app/domain/ids.ts',
      "import { x } from './ledger/record-audit.server.ts';",
    ],
    [
      '2: a pure file does no input or output',
      'app/domain/assessment/grade-paper.ts',
      "import { x } from '#app/platform/storage.server.ts';",
    ],
    [
      '3: queue and database drivers only in platform and jobs',
      'app/domain/reporting/x.server.ts',
      "import { Queue } from 'bullmq';",
    ],
    [
      '3: queue and database drivers only in platform and jobs',
      'app/routes/learn/course.tsx',
      "import { Redis } from 'ioredis';",
    ],
    [
      '3: queue and database drivers only in platform and jobs',
      'app/domain/accounts/x.server.ts',
      "import { PrismaPg } from '@prisma/adapter-pg';",
    ],
    [
      '3: pdfkit only where documents are drawn',
      'app/domain/training/x.server.ts',
      "import PDFDocument from 'pdfkit';",
    ],
    ['1: what is part of no layer', 'app/helpers/sum.ts', 'export const sum = 1;'],
    ['2: an area that the order does not name', 'app/domain/badges/award.ts', 'export const award = 1;'],
    [
      '2: an area that the order does not name',
      'app/domain/ledger/x.ts',
      "import { award } from '#app/domain/badges/award.ts';",
    ],
    [
      '2: a pure file does no input or output',
      'app/domain/assessment/grade-paper.ts',
      "import { readFileSync } from 'node:fs';",
    ],
    [
      '2: a pure file does no input or output',
      'app/domain/assessment/grade-paper.ts',
      "const { request } = await import('node:http');",
    ],
    ['2: a pure file does no input or output', 'app/words/format.ts', "import { execFile } from 'node:child_process';"],
    [
      '3: queue and database drivers only in platform and jobs',
      'app/domain/reporting/export-people.server.ts',
      "import pg from 'pg';",
    ],
    [
      '3: queue and database drivers only in platform and jobs',
      'app/domain/reporting/export-people.server.ts',
      "import { to } from 'pg-copy-streams';",
    ],
    [
      '3: Express only where requests arrive',
      'app/domain/training/x.server.ts',
      "import type { Request } from 'express';",
    ],
    ['3: Express only where requests arrive', 'app/routes/learn/course.tsx', "import type { Request } from 'express';"],
    ['3: React only where pages are made', 'app/domain/training/x.ts', "import { useState } from 'react';"],
    ['3: React only where pages are made', 'app/platform/x.ts', "import { renderToString } from 'react-dom/server';"],
    [
      '3: a route asks the domain, not the database',
      'app/routes/learn/course.tsx',
      "import { openDatabase } from '#app/platform/database.server.ts';",
    ],
    [
      '3: a route asks the domain, not the database',
      'app/routes/learn/course.tsx',
      'const people = await world.db.person.findMany({ where: { id } });',
    ],
    [
      '3: a route asks the domain, not the database',
      'app/routes/learn/course.tsx',
      "import { sql } from '#app/platform/sql.server.ts';",
    ],
    [
      '3: a route asks the domain, not the database',
      'app/http/serve.server.ts',
      'const [row] = await context.world.db.rows`SELECT 1`;',
    ],
    ['3: lucia only in accounts', 'app/http/session-cookie.ts', "import { Lucia } from 'lucia';"],
    ['3: Remix only at the edge', 'app/domain/training/x.server.ts', "import { redirect } from '@remix-run/node';"],
    ['3: Remix only at the edge', 'app/ui/link.tsx', "import { Link } from '@remix-run/react';"],
    ['3: process.env only in platform/env', 'app/http/serve.server.ts', 'const url = process.env.APP_URL;'],
    [
      '3: content is read by authoring only',
      'app/routes/learn/course.tsx',
      "const files = import.meta.glob('/content/**');",
    ],
    ['3: content is read by authoring only', 'app/http/x.ts', "readFileSync('content/courses/k1/quiz.yaml');"],
    [
      '4: only the policy makes a scope',
      'app/routes/manage/report.tsx',
      "import { Scope } from '#app/domain/agencies/scope.ts'; const scope = new Scope([], new Date());",
    ],
    [
      '4: only the policy makes a scope',
      'app/domain/training/x.server.ts',
      'const scope = { whole: [agencyId] } as unknown as Scope;',
    ],
    [
      '4: only the policy makes a scope',
      'app/routes/manage/report.tsx',
      "const scope = scopeOfGrants([{ role: 'ADMINISTRATOR', agencyId }], 'administer', now);",
    ],
    [
      '4: the tree is joined with a scope in within alone',
      'app/domain/training/x.server.ts',
      'sql`EXISTS (SELECT 1 FROM "AgencyAncestor" t WHERE t."agencyId" = a.id AND t."ancestorId" = ANY($1::uuid[]))`',
    ],
    [
      '4: the tree is joined with a scope in within alone',
      'app/domain/training/x.server.ts',
      'sql`SELECT a.id FROM "Agency" a WHERE a.id = ANY(scope.agencyIds)`',
    ],
    [
      '2: accounts asks no table of training, which stands above it',
      'app/domain/accounts/x.server.ts',
      'db.rows<Row>`SELECT a.id FROM "Person" p JOIN "Assignment" a ON a."personId" = p.id`;',
    ],
    [
      '2: catalogue asks no table of progress, which stands above it',
      'app/domain/catalogue/x.server.ts',
      'const read = sql.join([sql`EXISTS (SELECT 1 FROM "LessonProgress" g)`]);',
    ],
    [
      '2: training asks no table of assessment, which stands above it',
      'app/domain/training/x.server.ts',
      'const open = await tx.attempt.count({ where: { personId } });',
    ],
    [
      '2: accounts asks no table of progress, which stands above it',
      'app/domain/accounts/x.server.ts',
      'sql`SELECT 1 FROM "ValidCompletion" v`',
    ],
    [
      '2: platform asks no table of accounts, which stands above it',
      'app/platform/x.server.ts',
      'db.run`DELETE FROM "Session"`',
    ],
    [
      '5: a statement for one row says so',
      'app/domain/training/x.server.ts',
      'const [row] = await db.rows<{ n: number }>`SELECT 1 AS n`;',
    ],
    ['5: a statement for one row says so', 'jobs/x.ts', 'const n = (await tx.rows<Row>(sql`SELECT 1 AS n`))[0]?.n;'],
    ['5: a statement for one row says so', 'jobs/x.ts', 'return db.rows<Row>`SELECT 1`.then(([row]) => row ?? null);'],
  ];
  test.each(plants)('%s', (rule, file, source) => {
    expect(findViolations(new Map([[file, source]])).map((each) => each.rule)).toContain(rule);
  });

  test('what is allowed is not found', () => {
    const allowed = new Map([
      [
        'app/routes/learn/course.tsx',
        "import { enrol } from '#app/domain/training/enrol.server.ts'; import { json } from '@remix-run/node';",
      ],
      [
        'app/domain/assessment/x.server.ts',
        "import { x } from '#app/domain/catalogue/question-version.ts'; import type { Db } from '#app/platform/database.server.ts';",
      ],
      [
        'app/domain/training/y.server.ts',
        'sql`SELECT 1 FROM "ValidCompletion" v JOIN "Person" p ON p.id = v."personId"`',
      ],
      ['app/ui/question.tsx', "import type { Answer } from '#app/domain/assessment/question.ts';"],
      [
        'jobs/registry.ts',
        "import { enrol } from '#app/domain/training/enrol.server.ts'; import { Worker } from 'bullmq';",
      ],
    ]);
    expect(findViolations(allowed)).toEqual([]);
  });
});

describe('lengths', () => {
  test('no file of app/ is too long', () => {
    const sources = readApp(root);
    expect(sources.size).toBeGreaterThan(300);
    expect(findLongFiles(sources)).toEqual({});
  });

  test('no function of app/ is too long', () => {
    expect(findLongFunctions(readApp(root))).toEqual({});
  });

  const lines = (count: number) => '  work();\n'.repeat(count);
  const long = new Map([
    ['app/a.ts', `export function a() {\n${lines(99)}}\n`],
    ['app/b.tsx', `const B = () => {\n${lines(98)}};\ndescribe('b', () => {\n${lines(150)}});\n`],
    ['app/c.ts', `const c = wrap(async () => {\n  const d = function inner() {\n${lines(99)}  };\n});\n`],
    ['app/d.css', `${'a {}\n'.repeat(300)}`],
    ['app/e.css', `${'a {}\n'.repeat(301)}`],
  ]);

  test('a planted file and a planted function that are a line too long are found, and those that are not are none', () => {
    expect(findLongFunctions(long)).toEqual({ 'app/a.ts a': 101, 'app/c.ts wrap(…)': 103, 'app/c.ts inner': 101 });
    expect(findLongFiles(long)).toEqual({ 'app/e.css': 301 });
  });
});

describe('styles', () => {
  /** app/ui/chart.tsx numbers the steps of a heat map. */
  const COMPOSED = ['h1', 'h2', 'h3', 'h4', 'h5'];
  /** What is looked through for a class: the gallery names its own, drawings of lessons those of figures. */
  const makesPages =
    /^app\/(ui\/(?!gallery)|routes\/|root\.tsx|domain\/authoring\/(parse-figure|mark-terms|lesson-markup)\.ts)/;
  const sourcesFor = (style: string) => {
    const sources = [...readApp(root)].filter(
      ([file]) =>
        /(?<!\.test)\.tsx?$/.test(file) &&
        (makesPages.test(file) || (style.endsWith('/gallery.css') && file.startsWith('app/ui/gallery/'))),
    );
    const drawings = style.endsWith('/flow.css')
      ? listFiles(root, 'content/courses').filter((file) => /\.svg$/.test(file))
      : [];
    return [...sources.map(([, text]) => text), ...drawings.map((file) => readFileSync(path.join(root, file), 'utf8'))];
  };
  const styles = [...readApp(root)].filter(([file]) => file.endsWith('.css'));

  test.each(styles)('%s names no class that no page has', async (file, css) => {
    expect(await findUnusedClasses(css, sourcesFor(file), COMPOSED)).toEqual([]);
  });

  test('no measure or colour is named that no style asks for', () => {
    const all = styles.map(([, css]) => css).join('\n');
    const named = new Set([...all.matchAll(/(--[\w-]+)\s*:/g)].map(([, name = '']) => name));
    expect(named.size).toBeGreaterThan(50);
    expect([...named].filter((name) => !new RegExp(`var\\(${name}[,)]`).test(all))).toEqual([]);
  });

  test('a planted class is found, alone, beside one that is used, and inside of a query', async () => {
    const css = '.on {} .off, .on {} .on .lost {} li:not(.gone) {} @media print { .h9 {} } .h1 {} .dot {}';
    const page = "export const A = () => <i className={classes('row', isOn && 'on')}>off</i>;";
    const drawing = '<svg><path class="dot"/></svg>';
    expect(await findUnusedClasses(css, [page, drawing], COMPOSED)).toEqual(['off', 'lost', 'gone', 'h9']);
  });
});
