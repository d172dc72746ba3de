/** Five codes for the whole product. A sixth needs a decision record. */
export type Code = 'not-found' | 'forbidden' | 'conflict' | 'gone' | 'unavailable';

/** A refusal a person may see: `code` is translated at the edge, `detail` goes to the log and nowhere else. */
export class DomainError extends Error {
  constructor(
    readonly code: Code,
    readonly detail: Readonly<Record<string, string>> = {},
  ) {
    super(code);
    this.name = 'DomainError';
  }
}
