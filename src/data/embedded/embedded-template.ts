import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, openAsBlob, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { z } from 'zod';

const MODULES = join(import.meta.dirname, '../../../node_modules');

/**
 * Makes an empty database once, for every first start after it: PostgreSQL's initdb takes seconds, a copy of what it made
 * takes a fraction of one. Where there is none, a first start makes its database itself.
 */
export async function makeEmbeddedTemplate(): Promise<void> {
  const file = findFile();
  if (existsSync(file)) return;

  const db = await PGlite.create();
  const dump = await db.dumpDataDir('none');
  await db.close();

  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, Buffer.from(await dump.arrayBuffer()));
  renameSync(draft, file); // atomic: a concurrent reader sees the whole file or none
}

/** The empty database that was made before; null where there is none. */
export async function readEmbeddedTemplate(): Promise<Blob | null> {
  const file = findFile();
  return existsSync(file) ? await openAsBlob(file) : null;
}

/** Another version of PGlite makes another one. */
function findFile(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(MODULES, '@electric-sql/pglite/package.json'), 'utf8'));
  const { version } = z.object({ version: z.string() }).parse(manifest);
  return join(MODULES, '.cache/colloquy', `embedded-${version}.tar`);
}
