// One of the files that `data-dir-lock.ts` describes: written atomically, and validated when read.
import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { errorCode } from '../database/database-error.ts';
import { PRIVATE_FILE } from './private-files.ts';
import { identifySelf, processIdentity } from './process-identity.ts';

const NAME = /^db\.lock\.([1-9]\d{0,14})$/;

const lockRecord = z.object({
  holder: processIdentity,
  /** Which directory it is about: the copy of one that is in use is free. */
  directory: z.string(),
  isReleased: z.boolean(),
});

type LockRecord = Readonly<z.infer<typeof lockRecord>>;

export function lockFile(directory: string, number: number): string {
  return join(directory, `db.lock.${number}`);
}

/** The numbers of the files that are there, lowest first. */
export function listLockNumbers(directory: string): number[] {
  return readdirSync(directory)
    .map((name) => Number(NAME.exec(name)?.[1] ?? 0))
    .filter((number) => number > 0)
    .sort((a, b) => a - b);
}

/** Creates a file in the name of this process; false if it exists. */
export function makeLockFile(directory: string, number: number): boolean {
  const file = lockFile(directory, number);
  const draft = writeDraft(directory, { isReleased: false });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    // A file system without links: the file is there at once, though not whole, which a reader waits for.
    return makeInPlace(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Says in this process's own file that it has left. */
export function releaseLockFile(directory: string, number: number): void {
  renameSync(writeDraft(directory, { isReleased: true }), lockFile(directory, number));
}

/** The content of a file; null if it is missing or incomplete. */
export function readLockFile(directory: string, number: number): LockRecord | null {
  try {
    return lockRecord.parse(JSON.parse(readFileSync(lockFile(directory, number), 'utf8')));
  } catch {
    return null;
  }
}

/** A directory's identity, which a copy does not share. */
export function identifyDirectory(directory: string): string {
  return String(statSync(directory, { bigint: true }).ino);
}

function writeDraft(directory: string, { isReleased }: { isReleased: boolean }): string {
  const record: LockRecord = { holder: identifySelf(), directory: identifyDirectory(directory), isReleased };
  const draft = join(directory, `db.lock.draft-${randomUUID()}`);
  writeFileSync(draft, `${JSON.stringify(record, null, 2)}\n`, { mode: PRIVATE_FILE });
  return draft;
}

function makeInPlace(draft: string, file: string): boolean {
  try {
    writeFileSync(file, readFileSync(draft), { flag: 'wx', mode: PRIVATE_FILE });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}
