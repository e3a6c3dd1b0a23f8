import { pipeline } from 'node:stream/promises';
import { writeExport } from '../app/transfers/write-export.ts';
import { createAddresses, type Addresses } from '../config/addresses.ts';
import type { Config } from '../config/config.ts';
import { ArchiveCursorError } from '../data/archive/archive-cursor-error.ts';
import { EXPORT_USAGE, readExportCall } from './export-arguments.ts';
import type { ExportArguments } from './export-arguments.ts';
import { runCommand } from './run-command.ts';
import { ServiceCallError } from './service/call-service.ts';
import { exportFromService } from './service/export-from-service.ts';
import { writeOutput } from './write-output.ts';

const call = readCall(process.argv.slice(2));
if (call === null) process.exitCode = 2;
else if (call.service === null || process.argv.includes('--help')) {
  await runCommand({ usage: EXPORT_USAGE }, async ({ config, database: { pool } }) => {
    return await write(call, () => {
      const { voiceSecret } = config;
      return writeExport(pool, { ...call, voiceSecret, addresses: addressesOf(config, call), onLeftOut: tell });
    });
  });
} else {
  const { service } = call;
  const token = process.env['COLLOQUY_TOKEN'];
  process.exitCode = await write(call, () => exportFromService({ ...call, service, token, onLeftOut: tell }));
}

/** Null for wrong arguments. */
function readCall(args: readonly string[]): ExportArguments | null {
  try {
    return readExportCall(args.filter((argument) => argument !== '--help'));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    console.error(error.message);
    return null;
  }
}

/** @returns the exit code. */
async function write({ output }: ExportArguments, archive: () => AsyncIterable<string | Buffer>): Promise<number> {
  try {
    if (output === null) await pipeline(archive(), process.stdout, { end: false });
    else await writeOutput(output, archive());
    return 0;
  } catch (error) {
    if (error instanceof TypeError) return fail(error.message, 2);
    if (error instanceof ArchiveCursorError || error instanceof ServiceCallError) return fail(error.message, 1);
    // Of the file system: it names what could not be written.
    if (error instanceof Error && 'syscall' in error && 'path' in error) return fail(error.message, 1);
    throw error;
  }
}

/**
 * What names posts. The command cannot know where its service listens: a guess would be in the file for good.
 *
 * @throws {TypeError} where it is needed, and unknown.
 */
function addressesOf({ publicUrl, postUrl }: Config, { format }: ExportArguments): Addresses {
  if (format !== null && publicUrl === null) {
    throw new TypeError('Expected PUBLIC_URL: the file names posts by their addresses.');
  }
  return createAddresses({ service: () => publicUrl ?? '', postUrl });
}

function tell(leftOut: number): void {
  if (leftOut > 0) console.error(`Left out: ${leftOut} discussions of pages elsewhere. --format disqus has them.`);
}

function fail(message: string, code: number): number {
  console.error(message);
  return code;
}
