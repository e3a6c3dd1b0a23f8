import type { Header } from '../../archive/frame.ts';
import { fingerprintOf } from '../../archive/voice-key.ts';
import { identifyDatabase } from '../../data/archive/moments.ts';
import { ImportError } from '../import-error.ts';
import type { ImportConnection } from '../import-connection.ts';
import { withImportLock, type ImportTarget } from '../import-lock.ts';
import { createArchiveTally } from './archive-tally.ts';
import type { ArchiveRemark, ArchiveTally } from './archive-tally.ts';
import { ArchiveWriter } from './archive-writer.ts';
import { checkArchive } from './read/check-archive.ts';
import type { CheckedArchive } from './read/check-archive.ts';
import { createLineParser } from './read/parse-line.ts';
import { readArchiveLines } from './read/read-archive.ts';
import { findLogRoom, hasNews, readLastCursor, reserveLogRoom } from './target.ts';
import type { LogRoom } from './target.ts';

export interface ArchiveImportOptions {
  /** Opens the database, once the file was read; it is closed at the end. */
  readonly open: () => Promise<ImportTarget>;
  /** Does all of it, and undoes it. */
  readonly isDryRun: boolean;
  /** Refuses a file with any fault. */
  readonly isStrict: boolean;
  /** The key of the voices here. */
  readonly voiceSecret: string;
  /** Ends the import after the records that are being written. */
  readonly signal: AbortSignal;
  /** Hears of the bytes that were read since the last call. The file is read twice. */
  readonly onProgress: (step: ArchiveProgress) => void;
  readonly onRemark: (remark: ArchiveRemark) => void;
}

interface ArchiveProgress {
  readonly phase: 'check' | 'import';
  readonly bytes: number;
  /** Rows that were added by then. */
  readonly posts: number;
  readonly comments: number;
}

export interface ArchiveReport {
  readonly header: Header;
  readonly tally: ArchiveTally;
  readonly isDryRun: boolean;
  /** Whether all that the file has had been imported before. */
  readonly isOld: boolean;
  /** Whether it was read to its end. */
  readonly isComplete: boolean;
  /** Whether the archive itself has its end. */
  readonly isWhole: boolean;
  /** Whether guests keep their voices: they have the key that they were made with. */
  readonly hasSameVoices: boolean;
}

/**
 * Imports an archive of this service. Where nothing was changed here, it changes what changed there.
 *
 * @throws {ImportError} for a file that is no archive, before anything is written.
 */
export async function importArchive(file: string, options: ArchiveImportOptions): Promise<ArchiveReport> {
  const tally = createArchiveTally(options.onRemark);
  const checked = await checkArchive(file, { ...options, tally });
  const { header, isWhole } = checked;
  if (!isWhole && header.after !== null) {
    throw new ImportError('the archive was cut off; what changed cannot be taken in part: export it again');
  }
  const target = await options.open();
  try {
    const written = await importInto(target, { file, options, checked, tally });
    const hasSameVoices = header.voiceKey === fingerprintOf(options.voiceSecret);
    return { header, tally, isDryRun: options.isDryRun, isWhole, hasSameVoices, ...written };
  } finally {
    await target.close();
  }
}

interface Import {
  readonly file: string;
  readonly options: ArchiveImportOptions;
  readonly checked: CheckedArchive;
  readonly tally: ArchiveTally;
}

async function importInto(into: ImportTarget, given: Import): Promise<{ isOld: boolean; isComplete: boolean }> {
  await identifyDatabase(into.pool);
  return await withImportLock(into, async (connection) => {
    const { checked, tally, options } = given;
    const { header } = checked;
    if (!hasNews(header, await readLastCursor(connection.current, header))) return { isOld: true, isComplete: true };

    const room = await takeLogRoom(connection, given);
    // What changed is one moment of the other database, and is to be one here.
    const isAtomic = header.after !== null || options.isDryRun;
    const writer = new ArchiveWriter(connection, { checked, room, tally, isAtomic });
    return { isOld: false, isComplete: await writeAll(connection, { ...given, writer }) };
  });
}

/** A transaction of its own: nobody waits for the ends of the logs until the import is done. */
async function takeLogRoom(connection: ImportConnection, { checked, options }: Import): Promise<LogRoom> {
  await connection.begin();
  const room = await findLogRoom(connection.current, checked);
  if (!options.isDryRun) await reserveLogRoom(connection.current, { header: checked.header, room });
  await connection.commit();
  return room;
}

/** @returns whether the end of the file was reached. */
async function writeAll(
  connection: ImportConnection,
  { file, options, tally, writer }: Import & { readonly writer: ArchiveWriter },
): Promise<boolean> {
  const parse = createLineParser();
  const added = (type: string) => tally.counts.get(type)?.added ?? 0;
  const tell = (bytes: number) =>
    options.onProgress({ phase: 'import', bytes, posts: added('post'), comments: added('comment') });
  await writer.prepare();
  await writer.begin();
  for await (const line of readArchiveLines(file)) {
    tell(line.bytes.length + 1);
    if (options.signal.aborted) return false;
    // The first line is the header; what is faulty was named when the file was checked.
    if (line.number > 1) await writer.add(parse(line));
  }
  if (options.isDryRun) await connection.rollback();
  else await writer.end();
  tell(0);
  return true;
}
