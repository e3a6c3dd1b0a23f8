import { ImportError } from './import-error.ts';
import type { ImportConnection } from './import-connection.ts';
import { withImportLock, type ImportTarget } from './import-lock.ts';
import type { PreparedExport, PrepareExport, ReadStep } from './prepared.ts';
import { createTally, type ImportCounts, type Remark, type Tally } from './report/tally.ts';
import { findDouble } from './write/find-double.ts';
import { importPosts } from './write/import-posts.ts';
import type { ImportRun } from './write/import-run.ts';
import { inTransaction } from './write/in-transaction.ts';
import { writeAuthors } from './write/write-authors.ts';

const AUTHORS = 500; // of one transaction

export interface ImportOptions {
  /** The format of the files. */
  readonly prepare: PrepareExport;
  /** Opens the database, once the files were read; it is closed at the end. */
  readonly open: () => Promise<ImportTarget>;
  /** Reads and counts as a real import does, and writes nothing. */
  readonly isDryRun: boolean;
  /** The address under which the site is known here, where its files name another one; null for theirs. */
  readonly site: string | null;
  /** Refuses files with any fault. Else a fault costs what it touches, and is told. */
  readonly isStrict: boolean;
  /** How many levels a chain of replies may have. */
  readonly maxReplyDepth: number;
  /** The kind of reaction that a vote becomes; null, and votes are left out, where there are no reactions. */
  readonly voteKind?: string | null;
  /** Ends the import after the post that is being written. */
  readonly signal: AbortSignal;
  /** Called with each piece that was read. The files are read twice, so that what is wrong with them is known before anything is written. */
  readonly onProgress: (step: ImportProgress) => void;
  /** Called before anything is written, with what somebody should know by then. */
  readonly onWarning: (warning: string) => void;
  /** Called with everything that was not taken as it stood. */
  readonly onRemark: (remark: Remark) => void;
}

interface ImportProgress {
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
  /** Whether the end of the files was reached. */
  readonly isComplete: boolean;
  /** Whether anything in the files was faulty. */
  readonly isFaulty: boolean;
}

/**
 * Imports files of one site. A second import of the same site adds what its files have since, and changes no row that is
 * there.
 *
 * @throws {ImportError} for files that are not of this format, before anything is written.
 * @throws the signal's reason if it was given before anything was written; later, the report says so.
 */
export async function importFiles(files: readonly string[], options: ImportOptions): Promise<ImportReport> {
  const tally = createTally();
  const onStep = (phase: ImportProgress['phase']) => (step: ReadStep) => {
    if (phase === 'check') options.signal.throwIfAborted();
    tally.takeRemarks().forEach(options.onRemark);
    if (step.bytes > 0) options.onProgress({ phase, bytes: step.bytes, counts: tally.read() });
  };

  const prepared = await options.prepare(files, { tally, site: options.site, onStep: onStep('check') });
  try {
    return await importInto(prepared, { tally, options, onStep: onStep('import') });
  } finally {
    await prepared.close?.();
  }
}

async function importInto(
  prepared: PreparedExport,
  { tally, options, onStep }: Omit<Import, 'prepared'>,
): Promise<ImportReport> {
  const { title, address, firstFault } = prepared;
  if (options.isStrict && firstFault !== null) throw new ImportError(firstFault.message, firstFault.line);
  const target = await options.open();
  try {
    const isComplete = await withImportLock(
      target,
      async (connection) => await importPrepared(connection, { prepared, tally, options, onStep }),
    );
    // The last posts are counted after the last bytes were read.
    options.onProgress({ phase: 'import', bytes: 0, counts: tally.read() });
    tally.takeRemarks().forEach(options.onRemark);
    const isFaulty = (firstFault ?? tally.firstFault) !== null;
    return { ...tally.read(), title, address, isDryRun: options.isDryRun, isComplete, isFaulty };
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

/** @returns whether the end of the files was reached. */
async function importPrepared(connection: ImportConnection, input: Import): Promise<boolean> {
  const { prepared, tally, options, onStep } = input;
  prepared.warnings.forEach(options.onWarning);
  if (options.site === null) await requireSingle(connection, prepared);
  if (options.isStrict) await requireSound(connection, input);
  const run = await startRun(connection, input);
  return await importPosts(run, { posts: prepared.readPosts({ tally, onStep }), signal: options.signal });
}

async function requireSingle(connection: ImportConnection, prepared: PreparedExport): Promise<void> {
  const double = await findDouble(connection.current, prepared);
  if (double === null) return;
  const known = double.source.slice(double.source.indexOf(':') + 1);
  throw new ImportError(
    `${double.posts} of the ${prepared.signs.length} posts are here already, imported from ${known}: they would come a second time. ` +
      `If it is the same site, name it with --site https://${known}; if not, with --site ${prepared.address}`,
  );
}

/** What is faulty only beside the rest of its post, such as an id that stands there twice, shows when the posts are read. */
async function requireSound(connection: ImportConnection, { prepared, options }: Import): Promise<void> {
  const tally = createTally();
  const rehearsal = { ...options, isDryRun: true };
  const run = await startRun(connection, { prepared, tally, options: rehearsal, onStep: () => undefined });
  const onStep = (): void => {
    options.signal.throwIfAborted();
    tally.takeRemarks();
  };
  await importPosts(run, { posts: prepared.readPosts({ tally, onStep }), signal: options.signal });
  options.signal.throwIfAborted();
  if (tally.firstFault !== null) throw new ImportError(tally.firstFault.message, tally.firstFault.line);
}

async function startRun(connection: ImportConnection, { prepared, tally, options }: Import): Promise<ImportRun> {
  const { isDryRun, maxReplyDepth, voteKind = null } = options;
  const authorIds = await writeAllAuthors(connection, { prepared, tally, isDryRun });
  return {
    ...{ connection, source: prepared.source, tally, isDryRun, maxReplyDepth, voteKind, authorIds },
    ...{ slugs: new Set(), slugVariants: new Map(), metTags: { counted: new Set(), waiting: new Set() } },
  };
}

/** In pieces: whoever else needs the connection waits for one of them, and not for all. */
async function writeAllAuthors(
  connection: ImportConnection,
  { prepared, tally, isDryRun }: Pick<Import, 'prepared' | 'tally'> & { readonly isDryRun: boolean },
): Promise<Map<string, string>> {
  const { source, authors, silentAuthors } = prepared;
  const handles = new Set<string>();
  const ids = new Map<string, string>();
  for (let start = 0; start === 0 || start < authors.length; start += AUTHORS) {
    const piece = authors.slice(start, start + AUTHORS);
    const given = { source, authors: piece, silentAuthors: start === 0 ? silentAuthors : 0 };
    const write = async (counts: Tally) =>
      await writeAuthors(connection.current, { prepared: given, tally: counts, isDryRun, handles });
    const written = isDryRun ? await write(tally) : await inTransaction({ connection, tally }, write);
    for (const [externalId, id] of written) ids.set(externalId, id);
  }
  return ids;
}
