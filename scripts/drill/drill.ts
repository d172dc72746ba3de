/** What an option is when it is not given; where that is a number, a whole number above 0 is asked for. */
export type DrillOptions = Readonly<Record<string, string | number>>;

/** A drill: what breaks, under which load, and what must hold all the same. */
export type Drill<Options extends DrillOptions = DrillOptions> = {
  /** Besides its own, each drill has `seed`. */
  options: Options;
  /** Options that take one of a few words. */
  choices?: Partial<Record<keyof Options, readonly string[]>>;
  /** Whether everything held; says line by line what happens. */
  run(given: Options & { seed: string; say: (line: string) => void }): Promise<boolean>;
};

export const defineDrill = <Options extends DrillOptions>(drill: Drill<Options>): Drill => drill as unknown as Drill;
