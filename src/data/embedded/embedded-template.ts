// PostgreSQL's initdb, the migrations and the demo take seconds at a first start, and a copy of what they made a fraction of
// one. So databases are made after the install; where there is none that fits, a first start makes its own.
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { PACKAGE_ROOT } from '../../config/package-root.ts';
import { readMigrationFiles } from '../database/migration-plan.ts';
import { MIGRATIONS } from '../database/migrate.ts';
import { packDirectory, unpackDirectory, writeDirectory } from './packed-directory.ts';
import type { PackedDirectory } from './packed-directory.ts';
import { PRIVATE_FILE } from './private-files.ts';

const MODULES = join(PACKAGE_ROOT, 'node_modules');

/** A database that first starts begin with. */
export interface Template {
  /** In lower case, without digits. */
  readonly name: string;
  /** Everything that decides what it holds, but for PGlite's version: another key, another template. */
  readonly key: string;
}

/** The migrations, and nothing else. */
export function emptyTemplate(): Template {
  return { name: 'empty', key: JSON.stringify(readMigrationFiles(MIGRATIONS)) };
}

/**
 * Makes a template, unless it is there, from what `fill` leaves in a data directory; it must have closed the database. An
 * older one of the same name goes.
 */
export async function makeTemplate(template: Template, fill: (dataDir: string) => Promise<void>): Promise<void> {
  const file = findFile(template);
  if (existsSync(file)) return;

  const dataDir = mkdtempSync(join(tmpdir(), 'colloquy-template-'));
  try {
    await fill(dataDir);
    mkdirSync(dirname(file), { recursive: true });
    const draft = `${file}.${randomUUID()}`;
    writeFileSync(draft, packDirectory(join(dataDir, 'db')), { mode: PRIVATE_FILE });
    renameSync(draft, file); // a start that reads it meanwhile finds it whole, or not at all
    removeOlder(file, template);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Fills an empty directory from a template, or says that there is none that can be read. */
export function copyTemplate(template: Template, directory: string): boolean {
  const packed = readTemplate(template);
  if (packed === null) return false;
  writeDirectory(packed, directory);
  return true;
}

/** A template only saves time: one that is damaged is as good as none. */
function readTemplate(template: Template): PackedDirectory | null {
  try {
    return unpackDirectory(readFileSync(findFile(template)));
  } catch {
    return null;
  }
}

function findFile({ name, key }: Template): string {
  const manifest: unknown = JSON.parse(readFileSync(join(MODULES, '@electric-sql/pglite/package.json'), 'utf8'));
  const { version } = z.object({ version: z.string() }).parse(manifest);
  const hash = createHash('sha256').update(`${version}\n${key}`).digest('hex').slice(0, 16);
  return join(MODULES, '.cache/colloquy', `${name}-${hash}.gz`);
}

function removeOlder(file: string, { name }: Template): void {
  const isOlder = (other: string) => new RegExp(`^${name}-[0-9a-f]{16}\\.gz$`).test(other) && other !== basename(file);
  for (const other of readdirSync(dirname(file)).filter(isOlder)) rmSync(join(dirname(file), other), { force: true });
}
