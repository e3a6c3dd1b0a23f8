import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import type { Remark } from '../../import/report/tally.ts';

/** The list of everything that an import did not take as it stood. */
export interface ReportFile {
  write(remark: Remark): void;
  /** Writes what is left. */
  close(): Promise<void>;
}

/**
 * A file of lines such as `export.xml:12: skipped: posts: without a date`, which editors lead from.
 *
 * @param file the file that is imported, named where remarks do not name one.
 */
export async function openReportFile(path: string, file: string): Promise<ReportFile> {
  const stream = createWriteStream(path);
  await once(stream, 'open');
  return {
    write: (remark) =>
      void stream.write(`${remark.file ?? file}${remark.line === null ? '' : `:${remark.line}`}: ${remark.text}\n`),
    async close() {
      stream.end();
      await once(stream, 'close');
    },
  };
}

/** Where nobody asked for a list. */
export const NO_REPORT_FILE: ReportFile = { write: () => undefined, close: () => Promise.resolve() };
