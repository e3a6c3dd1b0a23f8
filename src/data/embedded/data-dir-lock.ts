// PGlite locks nothing: two processes on one directory lose each other's acknowledged writes, silently.
//
// Each holder makes the next of a row of files, `db.lock.1`, `db.lock.2` …, and holds while there is no higher one. A process that
// takes over from a dead holder makes the next file, which only one of several can do. A file is never removed before the next
// one exists (a holder that releases the lock notes that in its own file), so no number is used twice.
import { mkdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { DatabaseUnavailableError } from '../database/database-error.ts';
import {
  identifyDirectory,
  listLockNumbers,
  lockFile,
  makeLockFile,
  readLockFile,
  releaseLockFile,
} from './lock-file.ts';
import { PRIVATE_DIRECTORY } from './private-files.ts';
import { identifySelf, isRunning, type ProcessIdentity } from './process-identity.ts';

const HEARTBEAT_MILLIS = 3_000;
/** A holder in another container counts as dead when its file has not been touched for this long. */
const SILENCE_MILLIS = 20_000;

/** The exclusive use of a directory. */
interface DataDirLock {
  release(): void;
}

/** Another process, or this one, has the embedded database open. */
export class DataDirLockedError extends DatabaseUnavailableError {
  /** The holder's pid, on its machine or in its container; null where it has not said. */
  readonly pid: number | null;

  constructor(directory: string, holder: ProcessIdentity | null) {
    super(`The embedded database in ${directory} is in use by ${nameHolder(holder)}.`, {
      cure:
        'Stop the service first, or choose another directory (DATA_DIR) or PostgreSQL (DATABASE_URL). ' +
        'Exports and imports can also go through the running service: --service ADDRESS.',
    });
    this.name = 'DataDirLockedError';
    this.pid = holder?.pid ?? null;
  }
}

/**
 * Takes the lock of a directory, also from a dead holder; creates the directory if it is missing.
 *
 * @throws {DataDirLockedError} when a process that runs holds it.
 */
export async function lockDataDir(directory: string): Promise<DataDirLock> {
  mkdirSync(directory, { recursive: true, mode: PRIVATE_DIRECTORY });
  for (;;) {
    const last = listLockNumbers(directory).at(-1) ?? 0;
    if (last > 0) await requireFree(directory, last);

    const mine = last + 1;
    if (!makeLockFile(directory, mine)) continue;
    if (listLockNumbers(directory).at(-1) === mine) return hold(directory, mine);
    rmSync(lockFile(directory, mine), { force: true });
  }
}

async function requireFree(directory: string, number: number): Promise<void> {
  const record = readLockFile(directory, number);
  if (record !== null && (record.isReleased || record.directory !== identifyDirectory(directory))) return;

  const isHeld = (record && isRunning(record.holder)) ?? (await hasHeartbeat(lockFile(directory, number)));
  if (isHeld) throw new DataDirLockedError(directory, record?.holder ?? null);
}

async function hasHeartbeat(file: string): Promise<boolean> {
  const lastBeat = readBeat(file);
  while (Date.now() - lastBeat < SILENCE_MILLIS) {
    await setTimeout(250);
    if (readBeat(file) > lastBeat) return true;
  }
  return false;
}

function readBeat(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function hold(directory: string, number: number): DataDirLock {
  for (const older of listLockNumbers(directory).filter((other) => other < number)) {
    rmSync(lockFile(directory, older), { force: true });
  }

  const heartbeat = setInterval(() => {
    tolerateLoss(() => utimesSync(lockFile(directory, number), new Date(), new Date()));
  }, HEARTBEAT_MILLIS).unref();

  return {
    release() {
      clearInterval(heartbeat);
      tolerateLoss(() => releaseLockFile(directory, number));
    },
  };
}

/** The whole directory may have been deleted; then there is no file to touch. */
function tolerateLoss(write: () => void): void {
  try {
    write();
  } catch {
    // A later start judges the lock by its process.
  }
}

function nameHolder(holder: ProcessIdentity | null): string {
  if (holder === null) return 'another process';
  if (holder.pid === process.pid && isRunning(holder) === true) return `this process (${holder.pid})`;
  return `process ${holder.pid}${holder.host === identifySelf().host ? '' : ` on ${holder.host}`}`;
}
