// The files of an embedded database hold what was withdrawn and who wrote it, so they are for their owner alone. PostgreSQL compiled
// for Emscripten makes some of them for everybody, and its file system sets the mode itself, whatever the umask of the process.
import { chmodSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { errorCode } from '../database/database-error.ts';

export const PRIVATE_DIRECTORY = 0o700;
export const PRIVATE_FILE = 0o600;

const OTHERS = 0o077; // the rights of everybody but the owner
const OURS = /^(?:db|db\.unfinished|db\.lock\..+|secrets\.json)$/;

type Options = Parameters<NodeFS['init']>[1];

/** The file system of a PGlite that gives nobody but the owner a right to what it makes. */
export class PrivateNodeFS extends NodeFS {
  override async init(db: PGlite, options: Options): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(db, options);
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), keepPrivate] } };
  }
}

/** What is used of Emscripten's file system, which calls its own methods by these names. */
interface EmscriptenFiles {
  chmod(path: unknown, mode: number, ...rest: unknown[]): void;
  mknod(path: unknown, mode: number, ...rest: unknown[]): unknown;
}

function keepPrivate({ FS }: { FS: EmscriptenFiles }): void {
  const { chmod, mknod } = FS;
  FS.chmod = (path, mode, ...rest) => chmod.call(FS, path, mode & ~OTHERS, ...rest);
  FS.mknod = (path, mode, ...rest) => mknod.call(FS, path, mode & ~OTHERS, ...rest);
}

/** Takes from everybody but the owner what an earlier release, or a copy, gave them in a data directory. */
export function makeDataDirPrivate(dataDir: string): void {
  const names = readdirSync(dataDir);
  // Where somebody keeps other things as well, the directory itself is theirs.
  if (names.every((name) => OURS.test(name))) makePrivate(dataDir);
  for (const name of names.filter((name) => OURS.test(name))) makeTreePrivate(join(dataDir, name));
}

function makeTreePrivate(path: string): void {
  if (makePrivate(path) !== 'directory') return;
  for (const name of readdirSync(path)) makeTreePrivate(join(path, name));
}

function makePrivate(path: string): 'directory' | 'other' {
  const found = lstatSync(path);
  if (found.isSymbolicLink()) return 'other';
  if ((found.mode & OTHERS) !== 0) tryToChmod(path, found.mode & 0o777 & ~OTHERS);
  return found.isDirectory() ? 'directory' : 'other';
}

function tryToChmod(path: string, mode: number): void {
  try {
    chmodSync(path, mode);
  } catch (error) {
    // A file system that has no such rights, or somebody else's file.
    if (!['EPERM', 'ENOTSUP', 'EROFS'].includes(errorCode(error) ?? '')) throw error;
  }
}
