import { parseArgs } from 'node:util';

export const EXPORT_USAGE = `npm run --silent export -- [--output FILE] [--after CURSOR | --format NAME]

Writes everything that is kept, as of one moment: a line of JSON for each record, to stdout or to a file. docs/archive.md describes
the lines. The service may go on meanwhile; only where the database is the embedded one, stop the service first.

  --output FILE   write to a file, which gets its name once it is whole, and replaces the one that had it
  --after CURSOR  write what changed since an earlier export; its first line has the cursor
  --format NAME   wordpress (WXR) or disqus (XML): what readers see, for other software. docs/leaving.md says what it holds.
                  It needs PUBLIC_URL, the address of the service`;

const FORMATS = ['wordpress', 'disqus'] as const;

export interface ExportCall {
  readonly output: string | null;
  readonly after: string | null;
  /** The form of another software; null for our own. */
  readonly format: (typeof FORMATS)[number] | null;
}

/** @throws {TypeError} for wrong arguments. */
export function readExportCall(args: readonly string[]): ExportCall {
  const { values } = parseArgs({
    args: [...args],
    options: { output: { type: 'string' }, after: { type: 'string' }, format: { type: 'string' } },
  });
  const format = FORMATS.find((name) => name === values.format) ?? null;
  if (values.format !== undefined && format === null)
    throw new TypeError(`Expected --format ${FORMATS.join(' or ')}; found "${values.format}".`);
  if (format !== null && values.after !== undefined)
    throw new TypeError('--after goes with our own form only: those of other software are always whole.');
  return { output: values.output ?? null, after: values.after ?? null, format };
}
