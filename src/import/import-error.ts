/** Why a file cannot be imported, in a message for a person. */
export class ImportError extends Error {
  /** Counted from 1; null where the fault has no line, such as a missing file. */
  readonly line: number | null;

  constructor(message: string, line: number | null = null) {
    super(message);
    this.name = 'ImportError';
    this.line = line;
  }
}
