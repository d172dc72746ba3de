import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Problem } from './problem.ts';

type Path = readonly PropertyKey[];

export type YamlReading<T> = {
  /** Null when there are problems. */
  value: T | null;
  problems: Problem[];
  /** The line of what stands at the path, or of the nearest thing around it. */
  lineOf(path: Path): number;
};

/** Where a value begins; where it is missing, the mapping that lacks it. */
function offsetOf(document: Document, path: Path): number {
  for (let depth = path.length; depth >= 0; depth--) {
    const around = document.getIn(path.slice(0, depth - 1), true);
    const last = path[depth - 1];
    if (depth > 0 && isMap(around)) {
      const pair = around.items.find((item) => isScalar(item.key) && item.key.value === last);
      if (pair && isScalar(pair.key) && pair.key.range) return pair.key.range[0];
    }
    const node = depth > 0 ? document.getIn(path.slice(0, depth), true) : document.contents;
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

const named = (path: Path): string =>
  path.map((part) => (typeof part === 'number' ? part + 1 : String(part))).join('.');

/** Reads YAML against a schema. Every problem is told with its line, not the first only. */
export function readYaml<Schema extends z.ZodType>(
  file: string,
  text: string,
  schema: Schema,
): YamlReading<z.output<Schema>> {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, uniqueKeys: true });
  const lineOf = (path: Path) => counter.linePos(offsetOf(document, path)).line || 1;

  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    const problems = faults.map((fault) => ({
      file,
      line: fault.linePos?.[0].line ?? 1,
      message: `this is not YAML: ${fault.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '')}`,
    }));
    return { value: null, problems, lineOf };
  }

  const parsed = schema.safeParse(document.toJS(), {
    error: (issue) => (issue.input === undefined && issue.code === 'invalid_type' ? 'is missing' : undefined),
  });
  if (parsed.success) return { value: parsed.data, problems: [], lineOf };
  const problems = parsed.error.issues.flatMap((issue): Problem[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        file,
        line: lineOf([...issue.path, key]),
        message: `${named([...issue.path, key])}: there is no such field`,
      }));
    }
    const subject = named(issue.path);
    return [{ file, line: lineOf(issue.path), message: subject ? `${subject}: ${issue.message}` : issue.message }];
  });
  return { value: null, problems, lineOf };
}
