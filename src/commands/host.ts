/** What a command needs from the place it runs in: injected, so that commands can be tested. */
export interface Host {
  readonly out: (text: string) => void;
  readonly note: (text: string) => void;
  /** Whether notes go to a terminal that can redraw a line. */
  readonly interactive: boolean;
  /** Whether what is put out goes to a terminal that shows colours. */
  readonly colours: boolean;
  /** Characters in a line of the terminal. */
  readonly width: number;
  /** Milliseconds of a clock that never goes back; only for times shown to people. */
  readonly nowMs: () => number;
  /** The date and time in UTC as ISO 8601, to the second: when claims are registered and judged. */
  readonly now: () => string;
  /** Milliseconds that this process has had of the processor so far. */
  readonly cpuMs: () => number;
  readonly cores: number;
  /** Text that nobody can foresee, for samples; another each time. */
  readonly salt: () => string;
  /** Aborted where `stoppable` work is told to stop. */
  readonly signal: AbortSignal;
  /**
   * Does work that a signal stops in order: it must end soon after `signal` is aborted.
   * @throws StoppedError where it was stopped.
   */
  readonly stoppable: <T>(
    work: () => Promise<T>,
    /** Whether the work goes on where it was when it is run again. */
    left: { readonly goesOn: boolean },
  ) => Promise<T>;
}

/** Columns that tables need at the least, and those of what is no terminal. */
const [NARROWEST, USUAL] = [20, 100];

/** How wide tables are made: a terminal may have fewer columns than they need, or say that of 0. */
export const widthOf = (columns: number | undefined): number =>
  Math.max(NARROWEST, columns || USUAL);
