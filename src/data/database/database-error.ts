/** The database cannot be used, and why; the message is for the person who runs the service and never holds a password. */
export class DatabaseUnavailableError extends Error {
  /** What to do about it, in one line. */
  readonly cure: string;

  constructor(what: string, { cure, cause }: { cure: string; cause?: unknown }) {
    super(`${what} ${cure}`, cause === undefined ? {} : { cause });
    this.name = 'DatabaseUnavailableError';
    this.cure = cure;
  }
}
