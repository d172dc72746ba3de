/** An agency that was granted, with everything below it or alone, from an instant on or until one; null: without an end. */
export type GrantedAgency = {
  agencyId: string;
  withSubunits: boolean;
  validFrom: Date | null;
  validTo: Date | null;
};

/**
 * The agencies that somebody may reach at an instant. Only `accounts/policy.ts` makes one, from grants: a list of ids is
 * no scope, so that what came from a browser cannot be taken for what was granted.
 */
export class Scope {
  /** With everything below them. */
  readonly #whole: readonly string[];
  /** Without what is below them. */
  readonly #alone: readonly string[];

  /** Of grants those that hold at the instant: from the moment on in which they begin, and until they end. */
  constructor(granted: readonly GrantedAgency[], at: Date) {
    const held = granted.filter(
      ({ validFrom, validTo }) => (validFrom === null || validFrom <= at) && (validTo === null || at < validTo),
    );
    const whole = new Set(held.filter((each) => each.withSubunits).map((each) => each.agencyId));
    const alone = new Set(held.map((each) => each.agencyId).filter((agencyId) => !whole.has(agencyId)));
    this.#whole = [...whole];
    this.#alone = [...alone];
  }

  get whole(): readonly string[] {
    return this.#whole;
  }

  get alone(): readonly string[] {
    return this.#alone;
  }

  /** Every agency that was granted, once. */
  get agencyIds(): readonly string[] {
    return [...this.#whole, ...this.#alone];
  }

  /** Nothing was granted. */
  get isEmpty(): boolean {
    return this.agencyIds.length === 0;
  }

  /** The agency that was granted where there is but one. */
  get only(): string | null {
    return this.agencyIds.length === 1 ? (this.agencyIds[0] ?? null) : null;
  }

  isSameAs(other: Scope): boolean {
    const same = (mine: readonly string[], theirs: readonly string[]) =>
      mine.length === theirs.length && mine.every((agencyId) => theirs.includes(agencyId));
    return same(this.whole, other.whole) && same(this.alone, other.alone);
  }
}
