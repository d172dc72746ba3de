import { join } from 'node:path';
import { Failure } from '../start/failure.mjs';
import { root } from '../start/paths.mjs';

const tool = (...path) => join(root, 'node_modules', ...path);
const vitest = (...projects) => ({
  counts: 'vitest',
  args: [tool('vitest', 'vitest.mjs'), 'run', ...projects.flatMap((project) => ['--project', project])],
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
  {
    name: 'integration',
    title: 'integration and flows',
    ...vitest('integration', 'statements'),
    needs: ['postgres', 'redis'],
  },
  { name: 'architecture', title: 'architecture', ...vitest('architecture') },
  { name: 'simulation', title: 'simulation', ...vitest('simulation'), needs: ['postgres', 'redis'] },
  { name: 'build', title: 'build', args: [join(root, 'scripts', 'build.mjs')] },
  { name: 'http', title: 'over HTTP', ...vitest('http', 'http-alone'), needs: ['postgres', 'redis'] },
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
  const unknown = wanted.filter((name) => !stages.some((stage) => stage.name === name));
  if (unknown.length) {
    throw new Failure(
      `There is no stage "${unknown[0]}": choose from ${stages.map(({ name }) => name).join(', ')}, or check.`,
    );
  }
  return stages.filter(({ name }) => wanted.includes(name));
}
