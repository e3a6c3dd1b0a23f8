/** The export cannot be imported: said once, for a person, with the line where there is one. */
export class ImportError extends Error {
  /** Counted from 1; null where the fault is not in a line (no such file, say). */
  readonly line: number | null;

  constructor(message: string, line: number | null = null) {
    super(message);
    this.name = 'ImportError';
    this.line = line;
  }
}
