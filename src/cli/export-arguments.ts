import { parseArgs } from 'node:util';
import { EXPORT_FORMATS, type ExportCall } from '../app/transfers/write-export.ts';
import { readServiceAddress } from './service/service-address.ts';

export const EXPORT_USAGE = `npm run --silent export -- [--output FILE] [--after CURSOR | --format NAME] [--service ADDRESS]

Writes everything that is kept, as of one moment: a line of JSON for each record, to stdout or to a file. docs/archive.md describes
the lines. The service may go on meanwhile; where the database is the embedded one, stop the service, or let it export itself.

  --output FILE   write to a file, which gets its name once it is whole, and replaces the one that had it
  --after CURSOR  write what changed since an earlier export; its first line has the cursor
  --format NAME   wordpress (WXR) or disqus (XML): what readers see, for other software. docs/leaving.md says what it holds.
                  It needs PUBLIC_URL, the address of the service
  --service ADDRESS
                  let the service at this address, such as http://127.0.0.1:4000, export; the environment has the token of an
                  administrator as COLLOQUY_TOKEN`;

export interface ExportArguments extends ExportCall {
  readonly output: string | null;
  /** The address of a service that exports; null for its database. */
  readonly service: URL | null;
}

/** @throws {TypeError} for wrong arguments. */
export function readExportCall(args: readonly string[]): ExportArguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      output: { type: 'string' },
      after: { type: 'string' },
      format: { type: 'string' },
      service: { type: 'string' },
    },
  });
  const format = EXPORT_FORMATS.find((name) => name === values.format) ?? null;
  if (values.format !== undefined && format === null)
    throw new TypeError(`Expected --format ${EXPORT_FORMATS.join(' or ')}; found "${values.format}".`);
  if (format !== null && values.after !== undefined)
    throw new TypeError('--after goes with our own form only: those of other software are always whole.');
  const service = values.service === undefined ? null : readServiceAddress(values.service);
  return { output: values.output ?? null, after: values.after ?? null, format, service };
}
