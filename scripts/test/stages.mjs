import { join } from 'node:path';
import { Failure } from '../start/failure.mjs';
import { root } from '../start/paths.mjs';

const tool = (...path) => join(root, 'node_modules', ...path);
const vitest = (...projects) => ({
  counts: 'vitest',
  args: [tool('vitest', 'vitest.mjs'), 'run', ...projects.flatMap((project) => ['--project', project])],
});

/**
 * The parts of the stage over real servers, and the projects of each. They run together, so that one computes while
 * another waits; each can be named alone.
 */
const PARTS = { integration: ['integration', 'statements'], simulation: ['simulation'], http: ['http', 'http-alone'] };

const overServers = (parts) => ({
  name: 'servers',
  title: parts.length < Object.keys(PARTS).length ? parts.join(', ') : 'over real servers',
  ...vitest(...parts.flatMap((part) => PARTS[part])),
  needs: ['postgres', 'redis'],
});

/**
 * In this order: what is quick to fail comes first. `needs` names what must run beside the stage, `counts` whose report
 * tells the number of tests.
 */
const stages = [
  { name: 'lint', title: 'format and lint', args: [tool('@biomejs', 'biome', 'bin', 'biome'), 'check', '.'] },
  {
    name: 'unused',
    title: 'unused files and packages',
    args: [tool('knip', 'bin', 'knip.js'), '--no-progress', '--treat-config-hints-as-errors'],
  },
  { name: 'migrations', title: 'migrations', args: [join(root, 'scripts', 'test', 'lint-migrations.mjs')] },
  { name: 'types', title: 'types', args: [tool('typescript-native', 'bin', 'tsc'), '--noEmit'] },
  { name: 'unit', title: 'unit', ...vitest('unit') },
  { name: 'content', title: 'content', args: ['--import', 'tsx', join(root, 'scripts', 'content-check.ts')] },
  { name: 'architecture', title: 'architecture', ...vitest('architecture') },
  { name: 'build', title: 'build', args: [join(root, 'scripts', 'build.mjs')] },
  overServers(Object.keys(PARTS)),
  {
    name: 'browser',
    title: 'browser',
    counts: 'playwright',
    args: [tool('@playwright', 'test', 'cli.js'), 'test'],
    needs: ['postgres', 'redis', 'chromium'],
  },
];

const groups = { check: ['lint', 'unused', 'migrations', 'types', 'unit'], format: ['lint'], flows: ['integration'] };

/** The stages a person names, in the order of the list; all of them without a name. */
export function chooseStages(names) {
  if (names.length === 0) return stages;
  const wanted = names.flatMap((name) => groups[name] ?? [name]);
  const known = [...stages.map(({ name }) => name), ...Object.keys(PARTS)];
  const unknown = wanted.filter((name) => !known.includes(name));
  if (unknown.length) {
    throw new Failure(`There is no stage "${unknown[0]}": choose from ${known.join(', ')}, or check.`);
  }
  const parts = Object.keys(PARTS).filter((part) => wanted.includes('servers') || wanted.includes(part));
  return stages.flatMap((stage) => {
    if (stage.name === 'servers') return parts.length > 0 ? [overServers(parts)] : [];
    return wanted.includes(stage.name) ? [stage] : [];
  });
}
