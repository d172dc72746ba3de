/** What a person can put right: its message is one clear sentence, shown without a stack. */
export class Failure extends Error {
  name = 'Failure';
}

/** The person asked to stop while a step was under way. */
export class Stopped extends Error {
  name = 'Stopped';
}

const causes = {
  EACCES: 'it belongs to somebody else or is closed',
  EPERM: 'it belongs to somebody else or is closed',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
};

/** What is shown to the person: a stack only where nobody has thought of the cause. */
export function explain(error) {
  if (error instanceof Failure) return error.message;
  const cause = causes[error?.code];
  if (cause && error.path) return `Trúc cannot use ${error.path} (${error.code}): ${cause}.`;
  return error?.stack ?? String(error);
}
