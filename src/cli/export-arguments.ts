import { parseArgs } from 'node:util';

export const EXPORT_USAGE = `npm run --silent export -- [--output FILE] [--after CURSOR]

Writes everything that is kept, as of one moment: a line of JSON for each record, to stdout or to a file. docs/archive.md describes
the lines. The service may go on meanwhile; only where the database is the embedded one, stop the service first.

  --output FILE   write to a new file, which gets its name once it is whole
  --after CURSOR  write what changed since an earlier export; its first line has the cursor`;

export interface ExportCall {
  readonly output: string | null;
  readonly after: string | null;
}

/** @throws {TypeError} for wrong arguments. */
export function readExportCall(args: readonly string[]): ExportCall {
  const { values } = parseArgs({
    args: [...args],
    options: { output: { type: 'string' }, after: { type: 'string' } },
  });
  return { output: values.output ?? null, after: values.after ?? null };
}
