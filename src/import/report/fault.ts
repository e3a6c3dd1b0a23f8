/** What is wrong at a place of a file, and what was made of it. */
export interface Fault {
  /** Counted from 1. */
  readonly line: number;
  /** In the plural, so that a number may stand before it. */
  readonly message: string;
  /** What stands there: it is told beside the place, and is not part of what is counted. */
  readonly example?: string;
  /** Whether a strict import takes it all the same. */
  readonly isHarmless?: boolean;
}
