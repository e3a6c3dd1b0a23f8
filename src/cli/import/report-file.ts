import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { ImportError } from '../../import/import-error.ts';
import type { Remark } from '../../import/report/tally.ts';

type ListedRemark = Remark & { readonly file: string };

/** The list of everything that an import did not take as it stood. */
interface ReportFile {
  write(remark: ListedRemark): void;
  /** Writes what is left. @throws {ImportError} where not all of it could be written, such as on a disk that is full. */
  close(): Promise<void>;
}

/**
 * A file of lines such as `export.xml:12: skipped: posts: without a date`, which editors lead from.
 *
 * @param files the files that are imported.
 * @throws {ImportError} for a file that cannot be written, and for one of those that are imported.
 */
export async function openReportFile(path: string, files: readonly string[]): Promise<ReportFile> {
  if (await isOneOf(files, path)) {
    throw new ImportError('the report would be written over a file that is imported; name another one with --report');
  }
  const stream = createWriteStream(path);
  await once(stream, 'open').catch((error: unknown) => {
    throw new ImportError(`the report cannot be written (${String(error)})`);
  });
  // Listened to from now on: an error that nobody hears ends the process in the middle of the import.
  const fault = finished(stream).then(
    () => null,
    (error: unknown) => new ImportError(`the report is not whole (${String(error)}); the import went on without it`),
  );
  return {
    write: ({ file, line, text }) => void stream.write(`${file}${line === null ? '' : `:${line}`}: ${text}\n`),
    async close() {
      stream.end();
      const found = await fault;
      if (found !== null) throw found;
    },
  };
}

/** Whether a path leads to one of some files, by whatever name. */
async function isOneOf(files: readonly string[], path: string): Promise<boolean> {
  const [wanted, ...found] = await Promise.all([path, ...files].map(async (one) => await stat(one).catch(() => null)));
  return wanted != null && found.some((one) => one?.ino === wanted.ino && one.dev === wanted.dev);
}

/** Where nobody asked for a list. */
export const NO_REPORT_FILE: ReportFile = { write: () => undefined, close: () => Promise.resolve() };
