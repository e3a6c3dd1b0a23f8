import type { Pool, PoolClient } from 'pg';
import { IMPORT_LOCK, takeSessionLock } from '../data/database/advisory-locks.ts';
import { ImportError } from './import-error.ts';
import type { PreparedExport, PrepareExport, ReadStep } from './prepared.ts';
import { createTally, type ImportCounts, type Tally } from './tally.ts';
import { importPost } from './write/import-post.ts';
import type { ImportRun } from './write/import-run.ts';
import { inTransaction } from './write/in-transaction.ts';
import { writeAuthors } from './write/write-authors.ts';

interface ImportTarget {
  readonly pool: Pool;
  close(): Promise<void>;
}

export interface ImportOptions {
  /** The format of the file. */
  readonly prepare: PrepareExport;
  /** Opens the database, once the file was found sound; it is closed at the end. */
  readonly open: () => Promise<ImportTarget>;
  /** Reads and counts as a real import does, and writes nothing. */
  readonly isDryRun: boolean;
  /** How many levels a chain of replies may have. */
  readonly maxReplyDepth: number;
  /** Ends the import after the post that is being written. */
  readonly signal: AbortSignal;
  /** Called with each piece that was read. The file is read twice: everything is checked before anything is written. */
  readonly onProgress: (step: ImportProgress) => void;
}

export interface ImportProgress {
  readonly phase: 'check' | 'import';
  /** Read since the last call. */
  readonly bytes: number;
  readonly counts: ImportCounts;
}

/** What an import did, or would do. */
export interface ImportReport extends ImportCounts {
  readonly title: string;
  readonly address: string;
  readonly isDryRun: boolean;
  /** Whether the end of the file was reached. */
  readonly isComplete: boolean;
}

/**
 * Imports a file. A second import of the same site adds what its file has since, and changes no row that is there.
 *
 * @throws {ImportError} for a file that is not of this format, before anything is written.
 * @throws the signal's reason if it was given before anything was written; later, the report says so.
 */
export async function importFile(file: string, options: ImportOptions): Promise<ImportReport> {
  const tally = createTally();
  const report = (phase: ImportProgress['phase']) => (step: ReadStep) => {
    if (phase === 'check') {
      options.signal.throwIfAborted();
      tally.note('control characters, removed', { count: step.controls });
    }
    options.onProgress({ phase, bytes: step.bytes, counts: tally.read() });
  };

  const prepared = await options.prepare(file, report('check'));
  const target = await options.open();
  try {
    const isComplete = await importPrepared(target.pool, { prepared, tally, options, onStep: report('import') });
    // The last posts are counted after the last bytes were read.
    report('import')({ bytes: 0, controls: 0 });
    const { title, address } = prepared;
    return { ...tally.read(), title, address, isDryRun: options.isDryRun, isComplete };
  } finally {
    await target.close();
  }
}

interface Import {
  readonly prepared: PreparedExport;
  readonly tally: Tally;
  readonly options: ImportOptions;
  readonly onStep: (step: ReadStep) => void;
}

/** @returns whether the end of the file was reached. */
async function importPrepared(pool: Pool, input: Import): Promise<boolean> {
  const { prepared, tally, options, onStep } = input;
  const client = await pool.connect();
  try {
    await claim(client);
    const run = await startRun(client, input);
    for await (const post of prepared.readPosts({ tally, onStep })) {
      if (options.signal.aborted) return false;
      await importPost(run, post);
    }
    return true;
  } finally {
    // Closing the connection releases the lock and the settings, whatever state it is in, but only once the server has noticed: whoever
    // imports the next file at once would be told that this import is running.
    await client.query('SELECT pg_advisory_unlock_all()').catch(() => undefined);
    client.release(true);
  }
}

async function claim(client: PoolClient): Promise<void> {
  // A post with its hundred thousand comments takes longer than a request may.
  await client.query('SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0');
  if (await takeSessionLock(client, IMPORT_LOCK)) return;
  throw new ImportError('another import is running on this database; wait for its end');
}

async function startRun(client: PoolClient, { prepared, tally, options }: Import): Promise<ImportRun> {
  const { isDryRun, maxReplyDepth } = options;
  const write = (counts: Tally) => writeAuthors(client, { prepared, tally: counts, isDryRun });
  const authorIds = isDryRun ? await write(tally) : await inTransaction({ client, tally }, write);
  const { source } = prepared;
  return { client, source, tally, isDryRun, maxReplyDepth, authorIds, slugs: new Set(), tagSlugs: new Set() };
}
