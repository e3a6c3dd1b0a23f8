import { pipeline } from 'node:stream/promises';
import { createAddresses } from '../config/addresses.ts';
import { ArchiveCursorError } from '../data/archive/archive-cursor-error.ts';
import { exportArchive } from '../export/export-archive.ts';
import { exportDisqus } from '../export/export-disqus.ts';
import { exportWordPress } from '../export/export-wordpress.ts';
import { EXPORT_USAGE, readExportCall } from './export-arguments.ts';
import type { ExportCall } from './export-arguments.ts';
import { runCommand } from './run-command.ts';
import type { Command } from './run-command.ts';
import { writeOutput } from './write-output.ts';

await runCommand({ usage: EXPORT_USAGE }, async ({ config, database }) => {
  try {
    const call = readExportCall(process.argv.slice(2));
    const { output } = call;
    const archive = open(call, { config, database });
    if (output === null) await pipeline(archive, process.stdout, { end: false });
    else await writeOutput(output, archive);
    return 0;
  } catch (error) {
    if (error instanceof TypeError) return fail(error.message, 2);
    if (error instanceof ArchiveCursorError) return fail(error.message, 1);
    // Of the file system: it names what could not be written.
    if (error instanceof Error && 'syscall' in error && 'path' in error) return fail(error.message, 1);
    throw error;
  }
});

/** @throws {TypeError} where the service has no address. */
function open({ after, format }: ExportCall, { config, database: { pool } }: Command): AsyncGenerator<string> {
  const { voiceSecret, publicUrl, postUrl } = config;
  if (format === null) return exportArchive(pool, { after, voiceSecret, now: new Date() });
  if (publicUrl === null) throw new TypeError('Expected PUBLIC_URL: the file names posts by their addresses.');
  const service = publicUrl.replace(/\/+$/, '');
  const addresses = createAddresses({ service: () => service, postUrl });
  return format === 'wordpress'
    ? exportWordPress(pool, { addresses, onLeftOut: tell })
    : exportDisqus(pool, { addresses });
}

function tell(leftOut: number): void {
  if (leftOut > 0) console.error(`Left out: ${leftOut} discussions of pages elsewhere. --format disqus has them.`);
}

function fail(message: string, code: number): number {
  console.error(message);
  return code;
}
