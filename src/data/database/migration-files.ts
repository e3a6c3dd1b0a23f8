import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface MigrationFile {
  readonly name: string;
  /** SHA-256 of the file's bytes in hexadecimal, as Prisma records it. */
  readonly checksum: string;
  readonly sql: string;
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
