import type { MigrationFile } from './migration-files.ts';

/** A row of `_prisma_migrations`, as far as it decides what is to be done. */
interface MigrationRecord {
  readonly name: string;
  readonly checksum: string;
  readonly isFinished: boolean;
}

/** The database's tables and the migrations of this release do not go together; the message says what to do. */
export class MigrationError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.name = 'MigrationError';
  }
}

/**
 * What is to be applied, in order.
 *
 * @throws {MigrationError} when what was applied is not what the files say.
 */
export function planMigrations(files: readonly MigrationFile[], records: readonly MigrationRecord[]): MigrationFile[] {
  const applied = new Map(records.map((record) => [record.name, record]));
  const known = new Set(files.map(({ name }) => name));

  const failed = records.find(({ isFinished }) => !isFinished);
  if (failed) {
    throw new MigrationError(
      `The migration ${failed.name} was begun and not finished, by another tool: look at what it left, then \`npx prisma migrate resolve\`.`,
    );
  }
  const newer = records.find(({ name }) => !known.has(name));
  if (newer) {
    throw new MigrationError(
      `The database was migrated by a newer release (it has ${newer.name}, which this one does not know): start that release.`,
    );
  }
  const edited = files.find(({ name, checksum }) => applied.has(name) && applied.get(name)?.checksum !== checksum);
  if (edited) {
    throw new MigrationError(
      `The migration ${edited.name} was edited after this database applied it: restore the file, and put the change into a new migration.`,
    );
  }
  return files.filter(({ name }) => !applied.has(name));
}
