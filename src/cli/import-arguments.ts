import { parseArgs } from 'node:util';

export const IMPORT_HELP = `Usage: npm run import -- FILE… [--dry-run] [--strict] [--site ADDRESS] [--report FILE]

Imports WordPress exports (WXR; in WordPress: Tools → Export), compressed with gzip or not: authors, published posts with
their categories and tags, and approved comments. Several files of one site are imported as one. The import of a newer
export of the same site adds what is new and leaves everything else as it is.

What is faulty in a file costs what it touches: a field, a comment or a post is mended or skipped, and counted in the
report.

  --dry-run       read the whole files and print the report, without writing anything
  --strict        refuse files with any fault
  --site ADDRESS  the address under which the site was imported before, if its files name another one
  --report FILE   write everything that was mended, changed or skipped to a file, with its lines
  --help          print this help

The import writes to the database of the service: DATABASE_URL, or the embedded one under DATA_DIR. Stop the service
before importing into the embedded one. Exit codes: 0 success, 1 error, 2 wrong arguments, 3 imported, but something in
the files is faulty, 130 stopped with Ctrl-C.
`;

export interface ImportArguments {
  readonly files: readonly string[];
  readonly isDryRun: boolean;
  readonly isStrict: boolean;
  readonly site: string | null;
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
        site: { type: 'string' },
        report: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return { kind: 'help' };
    if (positionals.length === 0) return { kind: 'misuse', message: 'expected a FILE; found none' };
    const { site = null, report = null } = values;
    if (site !== null && !isSite(site)) {
      return {
        kind: 'misuse',
        message: `--site "${site}" is not the address of a site, such as https://blog.example.org`,
      };
    }
    return { kind: 'import', files: positionals, isDryRun: values['dry-run'], isStrict: values.strict, site, report };
  } catch (error) {
    return { kind: 'misuse', message: error instanceof Error ? error.message : String(error) };
  }
}

function isSite(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
