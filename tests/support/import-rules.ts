import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { findPickedRow, findTablesAbove, readTables } from './statement-rules.ts';

/** The areas of the domain in their order: an area imports only areas that come after it. */
export const AREAS = [
  'authoring',
  'reporting',
  'learning',
  'assessment',
  'progress',
  'certificates',
  'training',
  'catalogue',
  'accounts',
  'agencies',
  'ledger',
] as const;

const TABLES = readTables(path.resolve(import.meta.dirname, '../..'));

type Sources = ReadonlyMap<string, string>;
export type Violation = { file: string; rule: string; imports: string };

const SHARED_DOMAIN = /^app\/domain\/[^/]+\.ts$/;

/** The part of the product that a file belongs to, as the import rules know it. */
function layerOf(file: string): string {
  if (/^app\/(root|entry\.[a-z]+|routes)\.tsx?$/.test(file) || file.startsWith('app/routes/')) return 'routes';
  const inApp = /^app\/(ui|http|words|domain|platform)\//.exec(file)?.[1];
  if (inApp) return inApp;
  if (file.startsWith('jobs/')) return 'jobs';
  if (file.startsWith('prisma/generated/')) return 'generated';
  if (/^(scripts|prisma|tests)\//.test(file)) return 'outside';
  return /^app\/.+\//.test(file) && !/^app\/entry\./.test(file) ? 'unknown' : 'config';
}

const MAY_IMPORT: Record<string, readonly string[]> = {
  routes: ['routes', 'ui', 'http', 'words', 'domain', 'platform', 'config'],
  http: ['http', 'words', 'domain', 'platform'],
  jobs: ['jobs', 'domain', 'words', 'platform'],
  domain: ['domain', 'words', 'platform'],
  ui: ['ui', 'words', 'domain'],
  words: ['words'],
  platform: ['platform', 'generated'],
};

/** The modules of Node.js that reach outside of the process. */
const REACHES_OUT =
  /^node:(fs|net|tls|http|https|http2|dns|dgram|child_process|cluster|worker_threads|readline|repl)(\/|$)/;

const areaOf = (file: string): string | undefined => /^app\/domain\/([^/]+)\//.exec(file)?.[1];
const isUnlisted = (area: string | undefined): boolean => area !== undefined && !AREAS.includes(area as never);

const isServer = (file: string) => /\.server\.tsx?$/.test(file);
/** What makes its answer from its arguments alone. */
const isPure = (file: string) => /^app\/(domain|words)\//.test(file) && !isServer(file);
const isEntry = (file: string) => /^app\/entry\.[a-z]+\.tsx?$/.test(file);
const isTest = (file: string) => /\.test\.tsx?$/.test(file);

function resolve(from: string, specifier: string): string | null {
  if (specifier.startsWith('#')) return specifier.slice(1).replace(/\?.*$/, '');
  if (specifier.startsWith('.'))
    return path.posix.normalize(path.posix.join(path.posix.dirname(from), specifier)).replace(/\?.*$/, '');
  return null;
}

/** All imports of a source, dynamic ones and types included. */
function importsOf(source: string): string[] {
  return ts.preProcessFile(source, true, true).importedFiles.map((each) => each.fileName);
}

function checkInside(file: string, target: string): string | null {
  const from = layerOf(file);
  const to = layerOf(target);
  const allowed = MAY_IMPORT[from];
  if (!allowed) return null;
  // The web process is an entry: it alone puts everything together.
  if (!allowed.includes(to)) return `1: ${from} does not import ${to}`;
  if (isUnlisted(areaOf(target))) return '2: an area that the order does not name';
  if ((from === 'routes' || from === 'http') && DATABASE.has(target) && !isEntry(file))
    return '3: a route asks the domain, not the database';
  if (from === 'ui' && to === 'domain' && isServer(target)) return '1: ui imports pure domain files only';
  if (from === 'domain' && to === 'domain' && !SHARED_DOMAIN.test(target)) {
    const own = AREAS.indexOf(file.split('/')[2] as never);
    const other = AREAS.indexOf(target.split('/')[2] as never);
    if (SHARED_DOMAIN.test(file)) return '2: what all areas share imports none of them';
    if (other < own) return `2: ${AREAS[own]} does not import ${AREAS[other]}, which stands above it`;
  }
  if (from === 'domain' && to === 'platform' && !isServer(file) && isServer(target))
    return '2: a pure file does no input or output';
  return null;
}

const DATABASE = new Set(['app/platform/database.server.ts', 'app/platform/sql.server.ts']);

const PACKAGES: readonly { name: RegExp; in: RegExp; rule: string }[] = [
  {
    name: /^(bullmq|ioredis|@prisma\/adapter-pg|pg|pg-copy-streams)(\/|$)/,
    in: /^(app\/platform|jobs)\//,
    rule: '3: queue and database drivers only in platform and jobs',
  },
  {
    name: /^pdfkit(\/|$)/,
    in: /^app\/domain\/(certificates|reporting)\//,
    rule: '3: pdfkit only where documents are drawn',
  },
  {
    name: /^(express|compression|sirv)(\/|$)/,
    in: /^app\/http\/|^app\/entry\.web\.ts$/,
    rule: '3: Express only where requests arrive',
  },
  {
    name: /^(react|react-dom|@conform-to\/[a-z]+)(\/|$)/,
    in: /^app\/(ui|routes|http)\/|^app\/(root|entry\.(client|server))\.tsx?$/,
    rule: '3: React only where pages are made',
  },
  { name: /^lucia(\/|$)/, in: /^app\/domain\/accounts\//, rule: '3: lucia only in accounts' },
  {
    name: /^@remix-run\//,
    in: /^app\/(routes|http)\/|^app\/(root|entry\.[a-z]+|routes)\.tsx?$/,
    rule: '3: Remix only at the edge',
  },
];

/** Every breach of the rules of design, by file and rule. Only `app` and `jobs` are bound; tests beside the code are not. */
export function findViolations(sources: Sources): Violation[] {
  const found: Violation[] = [];
  for (const [file, source] of sources) {
    if (isTest(file)) continue;
    if (layerOf(file) === 'unknown') found.push({ file, rule: '1: what is part of no layer', imports: '' });
    if (isUnlisted(areaOf(file)))
      found.push({ file, rule: '2: an area that the order does not name', imports: areaOf(file) ?? '' });
    for (const specifier of importsOf(source)) {
      const target = resolve(file, specifier);
      if (target) {
        const rule = checkInside(file, target);
        if (rule) found.push({ file, rule, imports: specifier });
      } else if (/^(app|jobs)\//.test(file)) {
        for (const bound of PACKAGES) {
          if (bound.name.test(specifier) && !bound.in.test(file))
            found.push({ file, rule: bound.rule, imports: specifier });
        }
        if (isPure(file) && REACHES_OUT.test(specifier))
          found.push({ file, rule: '2: a pure file does no input or output', imports: specifier });
        if (layerOf(file) === 'ui' && /^node:/.test(specifier))
          found.push({ file, rule: '1: ui runs in a browser', imports: specifier });
      }
    }
    if (/^(app|jobs)\//.test(file)) {
      const asked = /\bdb\s*\.\s*(\w+\s*\.\s*\w+|(?:rows|one|maybeOne|run|transaction)\b)/.exec(source)?.[0];
      if (asked && /^app\/(routes|http|ui)\//.test(file)) {
        found.push({ file, rule: '3: a route asks the domain, not the database', imports: asked });
      }
      const making = /\bnew\s+Scope\b|\bas\s+(?:unknown\s+as\s+)?Scope\b|\bextends\s+Scope\b/.exec(source)?.[0];
      if (making && file !== 'app/domain/accounts/policy.ts')
        found.push({ file, rule: '4: only the policy makes a scope', imports: making });
      const forged = /\bscopeOfGrants\b/.exec(source)?.[0];
      if (forged && !/^app\/domain\/accounts\/(policy|hold-scope\.server)\.ts$/.test(file))
        found.push({ file, rule: '4: only the policy makes a scope', imports: forged });
      const joined =
        /"ancestorId"\s*(?:=\s*ANY\b|IN\b)|\b\w*[sS]cope\w*\s*\.\s*agencyIds\b|\{[^{}]*\b(?:whole|alone|agencyIds)\b[^{}]*\}\s*:\s*Scope\b/.exec(
          source,
        )?.[0];
      if (joined && file !== 'app/domain/agencies/within.server.ts')
        found.push({ file, rule: '4: the tree is joined with a scope in within alone', imports: joined });
      const area = areaOf(file) ?? (layerOf(file) === 'platform' ? 'platform' : undefined);
      for (const table of area ? findTablesAbove(source, area, AREAS, TABLES) : [])
        found.push({
          file,
          rule: `2: ${area} asks no table of ${TABLES.get(table)}, which stands above it`,
          imports: table,
        });
      const picked = findPickedRow(source);
      if (picked) found.push({ file, rule: '5: a statement for one row says so', imports: picked });
      if (/\bprocess\.env\b/.test(source) && file !== 'app/platform/env.server.ts') {
        found.push({ file, rule: '3: process.env only in platform/env', imports: 'process.env' });
      }
      if (
        /['"`/](?:\.\.?\/)*content\/(?:courses|programmes)|import\.meta\.glob/.test(source) &&
        !file.startsWith('app/domain/authoring/')
      ) {
        found.push({ file, rule: '3: content is read by authoring only', imports: 'content/' });
      }
    }
  }
  return found;
}

const TYPES_ALONE = /^(import|export) type [^;]*;/gm;

/** Files that need each other before either can run, each circle by the names on it. Types are gone by then. */
export function findCircles(sources: Sources): string[][] {
  const circles: string[][] = [];
  const done = new Set<string>();
  const walk = (file: string, way: readonly string[]): void => {
    const at = way.indexOf(file);
    if (at >= 0) circles.push(way.slice(at));
    if (at >= 0 || done.has(file)) return;
    for (const specifier of importsOf((sources.get(file) ?? '').replace(TYPES_ALONE, ''))) {
      const target = resolve(file, specifier);
      if (target && sources.has(target)) walk(target, [...way, file]);
    }
    done.add(file);
  };
  for (const file of sources.keys()) walk(file, []);
  return circles;
}

/** The project's own sources, as they are on disk. */
export function readSources(root: string): Map<string, string> {
  const sources = new Map<string, string>();
  const walk = (folder: string) => {
    if (!existsSync(path.join(root, folder))) return;
    for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
      const file = `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (entry.name !== 'generated' && entry.name !== 'node_modules') walk(file);
      } else if (/\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts')) {
        sources.set(file, readFileSync(path.join(root, file), 'utf8'));
      }
    }
  };
  for (const folder of ['app', 'jobs', 'scripts', 'prisma']) walk(folder);
  return sources;
}
