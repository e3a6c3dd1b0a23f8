import { createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { ArchiveCursorError } from '../data/archive/archive-cursor-error.ts';
import { exportArchive } from '../export/export-archive.ts';
import { EXPORT_USAGE, readExportCall } from './export-arguments.ts';
import { runCommand } from './run-command.ts';

await runCommand({ usage: EXPORT_USAGE }, async ({ config, database }) => {
  try {
    const { output, after } = readExportCall(process.argv.slice(2));
    const { voiceSecret } = config;
    const archive = exportArchive(database.pool, { after, voiceSecret, now: new Date() });
    if (output === null) await pipeline(archive, process.stdout, { end: false });
    else await writeFile(output, archive);
    return 0;
  } catch (error) {
    if (error instanceof TypeError) return fail(error.message, 2);
    if (error instanceof ArchiveCursorError) return fail(error.message, 1);
    throw error;
  }
});

/** Under another name until it is whole: a backup that was cut off is not taken for one. */
async function writeFile(output: string, archive: AsyncIterable<string>): Promise<void> {
  const draft = `${output}.part`;
  await pipeline(archive, createWriteStream(draft, { mode: 0o600 }));
  await rename(draft, output);
}

function fail(message: string, code: number): number {
  console.error(message);
  return code;
}
