import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import type { Remark } from '../../import/report/tally.ts';

type ListedRemark = Remark & { readonly file: string };

/** The list of everything that an import did not take as it stood. */
interface ReportFile {
  write(remark: ListedRemark): void;
  /** Writes what is left. */
  close(): Promise<void>;
}

/** A file of lines such as `export.xml:12: skipped: posts: without a date`, which editors lead from. */
export async function openReportFile(path: string): Promise<ReportFile> {
  const stream = createWriteStream(path);
  await once(stream, 'open');
  return {
    write: ({ file, line, text }) => void stream.write(`${file}${line === null ? '' : `:${line}`}: ${text}\n`),
    async close() {
      stream.end();
      await once(stream, 'close');
    },
  };
}

/** Where nobody asked for a list. */
export const NO_REPORT_FILE: ReportFile = { write: () => undefined, close: () => Promise.resolve() };
