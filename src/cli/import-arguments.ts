import { parseArgs } from 'node:util';

export const IMPORT_HELP = `Usage: npm run import -- FILE [--dry-run]

Imports a WordPress export (WXR; in WordPress: Tools → Export): its authors, its published posts with their
categories and tags, and their approved comments. A second run adds what the file has since, and changes nothing
that is there.

  --dry-run   read everything, write nothing, and print the report all the same
  --help      print this

The database is that of the service: DATABASE_URL, or the embedded one under DATA_DIR, for which the service must be
stopped. Exit codes: 0 done, 1 an error, 2 a wrong call, 130 stopped with Ctrl-C.
`;

/** What a command line asks for. */
export type ImportCall =
  | { readonly kind: 'import'; readonly file: string; readonly isDryRun: boolean }
  | { readonly kind: 'help' }
  | { readonly kind: 'misuse'; readonly message: string };

export function readImportCall(args: readonly string[]): ImportCall {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'dry-run': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return { kind: 'help' };
    const [file, ...others] = positionals;
    if (file === undefined || others.length > 0) {
      return { kind: 'misuse', message: `expected one FILE; found ${positionals.length}` };
    }
    return { kind: 'import', file, isDryRun: values['dry-run'] };
  } catch (error) {
    return { kind: 'misuse', message: error instanceof Error ? error.message : String(error) };
  }
}
