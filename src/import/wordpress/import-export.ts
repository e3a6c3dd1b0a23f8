import type { Pool, PoolClient } from 'pg';
import { checkExport, type Manifest } from './check-export.ts';
import { decideItem } from './read/decide-item.ts';
import { ImportError } from '../import-error.ts';
import { importPost } from './import-post.ts';
import type { ImportRun } from './import-run.ts';
import { inTransaction } from './write/in-transaction.ts';
import { parsePost } from './read/parse-post.ts';
import { readExport } from './read/read-export.ts';
import type { ReadStep } from './read/read-text.ts';
import { createTally, type ImportCounts, type Tally } from '../tally.ts';
import { writeAuthors } from './write/write-authors.ts';

export interface ImportTarget {
  readonly pool: Pool;
  close(): Promise<void>;
}

export interface ImportOptions {
  /** Opens the database, after the file was found sound; it is closed at the end. */
  readonly open: () => Promise<ImportTarget>;
  /** Reads and counts as if it were real, and writes nothing. */
  readonly isDryRun: boolean;
  /** How many levels a chain of replies may have. */
  readonly maxReplyDepth: number;
  /** Ends the import after the post at which it is. */
  readonly signal: AbortSignal;
  /** Hears how much was read. The file is read twice: everything is checked before anything is written. */
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

/** Nobody else imports meanwhile: two of them would both find a post missing. */
const ADVISORY_LOCK = 72_707_401;

/**
 * Imports a WordPress export. A second run adds what the file has since, and changes nothing that is there.
 *
 * @throws {ImportError} for a file that is no such export, before anything is written.
 * @throws the signal's reason where it was given before anything was written; later, the report says so.
 */
export async function importExport(file: string, options: ImportOptions): Promise<ImportReport> {
  const tally = createTally();
  const hear = (phase: ImportProgress['phase']) => (step: ReadStep) => {
    if (phase === 'check') {
      options.signal.throwIfAborted();
      tally.note('control characters that no text may hold, left out', { count: step.controls });
    }
    options.onProgress({ phase, bytes: step.bytes, counts: tally.read() });
  };

  const manifest = await checkExport(file, hear('check'));
  const target = await options.open();
  try {
    const isComplete = await importChecked(file, {
      manifest,
      tally,
      options,
      pool: target.pool,
      onStep: hear('import'),
    });
    // What the last bytes held is counted after they were read.
    hear('import')({ bytes: 0, controls: 0 });
    const { title, address } = manifest;
    return { ...tally.read(), title, address, isDryRun: options.isDryRun, isComplete };
  } finally {
    await target.close();
  }
}

interface CheckedExport {
  readonly manifest: Manifest;
  readonly tally: Tally;
  readonly options: ImportOptions;
}

async function importChecked(
  file: string,
  { pool, onStep, ...checked }: CheckedExport & { pool: Pool; onStep: (step: ReadStep) => void },
): Promise<boolean> {
  const client = await pool.connect();
  try {
    await claim(client);
    const run = await startRun(client, checked);
    return await importItems(file, { run, onStep, signal: checked.options.signal });
  } finally {
    // The end of its connection gives up the lock and the settings, whatever state it is in.
    client.release(true);
  }
}

async function claim(client: PoolClient): Promise<void> {
  // A post with its hundred thousand comments takes longer than a request may.
  await client.query('SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0');
  const { rows } = await client.query<{ isMine: boolean }>('SELECT pg_try_advisory_lock($1) AS "isMine"', [
    ADVISORY_LOCK,
  ]);
  if (rows[0]?.isMine !== true) throw new ImportError('another import is at work on this database; wait for its end');
}

async function startRun(
  client: PoolClient,
  {
    manifest,
    tally,
    options: { isDryRun, maxReplyDepth },
  }: { manifest: Manifest; tally: Tally; options: ImportOptions },
): Promise<ImportRun> {
  const authorIds = isDryRun
    ? await writeAuthors(client, { manifest, tally, isDryRun })
    : await inTransaction({ client, tally }, (attempt) => writeAuthors(client, { manifest, tally: attempt, isDryRun }));
  return { client, manifest, tally, isDryRun, maxReplyDepth, authorIds, slugs: new Set(), tagSlugs: new Set() };
}

/** @returns whether the end of the file was reached. */
async function importItems(
  file: string,
  { run, onStep, signal }: { run: ImportRun; onStep: (step: ReadStep) => void; signal: AbortSignal },
): Promise<boolean> {
  const { tally } = run;
  const ids = new Set<string>();
  for await (const node of readExport(file, onStep)) {
    if (signal.aborted) return false;
    if (node.name !== 'item') continue;
    const skipped = decideItem(node);
    if (skipped !== null) {
      tally.skip(skipped.kind, skipped.reason);
      tally.skip('comments', 'on what is not taken', node.children.filter(({ name }) => name === 'wp:comment').length);
      continue;
    }
    const post = parsePost(node);
    if (ids.has(post.id)) tally.skip('posts', 'twice in the file');
    else await importPost(run, post);
    ids.add(post.id);
  }
  return true;
}
