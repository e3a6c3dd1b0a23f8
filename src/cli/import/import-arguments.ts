import { parseArgs } from 'node:util';
import { readServiceAddress } from '../service/service-address.ts';
import { FORMAT_NAMES } from '../../app/transfers/import-formats.ts';
import type { ImportCall } from '../../app/transfers/run-import.ts';
import { isSiteAddress } from '../../import/source.ts';

export const IMPORT_HELP = `Usage: npm run import -- FILE… [--dry-run] [--strict] [--site ADDRESS] [--format NAME] [--report FILE] [--service ADDRESS]

Imports the exports of other software, compressed with gzip or not. docs/importing.md says what comes of each:

  wordpress  WXR (Tools → Export): authors, published posts with their categories and tags, approved comments
  disqus     XML (Admin → Setup → Export)
  remark42   a backup (backup-SITE-DATE.gz)
  commento   JSON (version 1)
  isso       JSON, in the generic form of its own import
  coral      CSV: users.csv, stories.csv and comments.csv, together

All but WordPress have comments on pages: each becomes a discussion that is found by the address of its page. Several files
of one site are imported as one. The import of a newer export of the same site adds what is new and leaves everything
else as it is.

Or imports archives that \`npm run export\` wrote, in their order: everything, or what changed since an earlier one. What was
changed here stays.

What is faulty in a file costs what it touches: a field, a comment or a post is mended or skipped, and counted in the
report.

  --dry-run       read the whole files and print the report, without writing anything
  --strict        refuse files with any fault
  --site ADDRESS  the address of the site: where a WordPress site or Coral was imported under another one, and where the
                  files name pages by their paths
  --format NAME   one of the names above, where the file is not recognised by its beginning
  --report FILE   write everything that was mended, changed or skipped to a file, with its lines
  --service ADDRESS
                  let the service at this address, such as http://127.0.0.1:4000, import the files; the environment has the token of an
                  administrator as COLLOQUY_TOKEN
  --help          print this help

The import writes to the database of the service: DATABASE_URL, or the embedded one under DATA_DIR. Before importing into the
embedded one, stop the service, or let it import with --service. Exit codes: 0 success, 1 error, 2 wrong arguments, 3 imported, but something in
the files is faulty, 130 stopped with Ctrl-C.
`;

export interface ImportArguments extends ImportCall {
  readonly report: string | null;
  /** The address of a service that imports; null for its database. */
  readonly service: URL | null;
}

/** The meaning of a command line. */
type CommandLine =
  | ({ readonly kind: 'import' } & ImportArguments)
  | { readonly kind: 'help' }
  | { readonly kind: 'misuse'; readonly message: string };

export function readImportCall(args: readonly string[]): CommandLine {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'dry-run': { type: 'boolean', default: false },
        strict: { type: 'boolean', default: false },
        site: { type: 'string' },
        report: { type: 'string' },
        format: { type: 'string' },
        service: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return { kind: 'help' };
    if (positionals.length === 0) return { kind: 'misuse', message: 'expected a FILE; found none' };
    const { site = null, report = null, format = null } = values;
    if (site !== null && !isSiteAddress(site)) {
      return {
        kind: 'misuse',
        message: `--site "${site}" is not the address of a site, such as https://blog.example.org`,
      };
    }
    if (format !== null && !FORMAT_NAMES.includes(format)) {
      return { kind: 'misuse', message: `--format "${format}" is none of ${FORMAT_NAMES.join(', ')}` };
    }
    const { strict: isStrict, 'dry-run': isDryRun } = values;
    const service = values.service === undefined ? null : readServiceAddress(values.service);
    return { kind: 'import', files: positionals, isDryRun, isStrict, site, format, report, service };
  } catch (error) {
    return { kind: 'misuse', message: error instanceof Error ? error.message : String(error) };
  }
}
