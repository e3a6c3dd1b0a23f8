import { parseArgs } from 'node:util';

export const IMPORT_HELP = `Usage: npm run import -- FILE [--dry-run] [--strict] [--report FILE]

Imports a WordPress export (WXR; in WordPress: Tools → Export): authors, published posts with their categories and
tags, and approved comments. The import of a newer export of the same site adds what is new and leaves everything else
as it is.

Or imports an archive that \`npm run export\` wrote: everything, or what changed since an earlier one. What was changed here stays.

  --dry-run      read the whole file and print the report, without writing anything
  --strict       refuse an archive with any fault
  --report FILE  write every record of an archive that was skipped or changed to a file, with its line
  --help         print this help

The import writes to the database of the service: DATABASE_URL, or the embedded one under DATA_DIR. Stop the service
before importing into the embedded one. Exit codes: 0 success, 1 error, 2 wrong arguments, 3 imported, but
something in the file is faulty, 130 stopped with Ctrl-C.
`;

export interface ImportArguments {
  readonly file: string;
  readonly isDryRun: boolean;
  readonly isStrict: boolean;
  readonly report: string | null;
}

/** The meaning of a command line. */
type ImportCall =
  | ({ readonly kind: 'import' } & ImportArguments)
  | { readonly kind: 'help' }
  | { readonly kind: 'misuse'; readonly message: string };

export function readImportCall(args: readonly string[]): ImportCall {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'dry-run': { type: 'boolean', default: false },
        strict: { type: 'boolean', default: false },
        report: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return { kind: 'help' };
    const [file, ...others] = positionals;
    if (file === undefined || others.length > 0) {
      return { kind: 'misuse', message: `expected one FILE; found ${positionals.length}` };
    }
    return {
      kind: 'import',
      file,
      isDryRun: values['dry-run'],
      isStrict: values.strict,
      report: values.report ?? null,
    };
  } catch (error) {
    return { kind: 'misuse', message: error instanceof Error ? error.message : String(error) };
  }
}
