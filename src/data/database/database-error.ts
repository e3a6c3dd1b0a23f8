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

/** The code that Node or PostgreSQL gave an error, or null. */
export function errorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
