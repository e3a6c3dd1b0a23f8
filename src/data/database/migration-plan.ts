import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface MigrationFile {
  readonly name: string;
  /** SHA-256 of the file's bytes in hexadecimal, as Prisma records it. */
  readonly checksum: string;
  readonly sql: string;
}

/** The columns of `_prisma_migrations` that decide what is applied. */
interface MigrationRecord {
  readonly name: string;
  readonly checksum: string;
  readonly isFinished: boolean;
}

/** The tables of the database do not match the migrations of this release; the message says what to do. */
export class MigrationError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.name = 'MigrationError';
  }
}

/**
 * The migrations that are still to be applied, in order.
 *
 * @throws {MigrationError} if the applied migrations differ from the files.
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

/** The migrations of a directory, as `prisma migrate` lays them out, in their order. */
export function readMigrationFiles(directory: string): MigrationFile[] {
  return readdirSync(directory)
    .filter((name) => existsSync(join(directory, name, 'migration.sql')))
    .sort()
    .map((name) => readMigrationFile(name, readFileSync(join(directory, name, 'migration.sql'))));
}

function readMigrationFile(name: string, bytes: Buffer): MigrationFile {
  return { name, checksum: createHash('sha256').update(bytes).digest('hex'), sql: bytes.toString('utf8') };
}
