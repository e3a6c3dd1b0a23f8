/** What is wrong at a place of a file, and what was made of it. */
export interface Fault {
  /** Counted from 1. */
  readonly line: number;
  /** In the plural, so that a number may stand before it. */
  readonly message: string;
  /** Whether a strict import takes it all the same. */
  readonly isHarmless?: boolean;
}
