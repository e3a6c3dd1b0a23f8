/** Why what changed since a cursor cannot be told, in a message for a person. */
export class ArchiveCursorError extends Error {
  constructor(why: string) {
    super(`The cursor cannot be used: ${why}.`);
    this.name = 'ArchiveCursorError';
  }
}
