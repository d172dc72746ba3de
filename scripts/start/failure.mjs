/** What a person can put right: its message is one clear sentence, shown without a stack. */
export class Failure extends Error {
  name = 'Failure';
}

/** The person asked to stop while a step was under way. */
export class Stopped extends Error {
  name = 'Stopped';
}
