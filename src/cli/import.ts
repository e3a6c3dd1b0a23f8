import { statSync } from 'node:fs';
import { readConfig, type Config } from '../config/config.ts';
import { formatReport } from '../import/format-report.ts';
import { isArchive } from '../import/colloquy/read-archive.ts';
import { ImportError } from '../import/import-error.ts';
import { importFile } from '../import/import-file.ts';
import { prepareWordPress } from '../import/wordpress/prepare-wordpress.ts';
import { runArchiveImport } from './import-archive.ts';
import { IMPORT_HELP, readImportCall, type ImportArguments } from './import-arguments.ts';
import { isForPeople } from './is-for-people.ts';
import { openImportTarget } from './open-import-target.ts';
import { showProgress } from './show-progress.ts';

// An import signs and hashes nothing, and nobody calls it: with these, nothing of that is required or generated.
const UNUSED = {
  AUTH_SECRET: 'unused'.repeat(8),
  VOICE_SECRET: 'not used'.repeat(8),
  PUBLIC_URL: 'https://unused.invalid',
};

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const call = readImportCall(args);
  if (call.kind === 'help') {
    process.stdout.write(IMPORT_HELP);
    return 0;
  }
  if (call.kind === 'misuse') {
    process.stderr.write(`${call.message}\n\n${IMPORT_HELP}`);
    return 2;
  }

  try {
    if (await isArchive(call.file)) return await importOwn(call);
    return await runImport(readConfig({ ...process.env, ...UNUSED }), call);
  } catch (error) {
    const isStopped = error instanceof DOMException && error.name === 'AbortError';
    process.stderr.write(isStopped ? 'Stopped; nothing was written.\n' : `${explain(error, call.file)}\n`);
    return isStopped ? 130 : 1;
  }
}

/** An archive has voices, whose key is compared with that of the service. */
async function importOwn(call: ImportArguments): Promise<number> {
  const { AUTH_SECRET, PUBLIC_URL } = UNUSED;
  const stop = stopOnInterrupt();
  try {
    const config = readConfig({ ...process.env, AUTH_SECRET, PUBLIC_URL });
    return await runArchiveImport(config, { ...call, size: statSync(call.file).size, signal: stop.signal });
  } finally {
    stop.release();
  }
}

async function runImport(config: Config, { file, isDryRun }: ImportArguments): Promise<number> {
  const stop = stopOnInterrupt();
  const view = showProgress(process.stderr, statSync(file, { throwIfNoEntry: false })?.size ?? 0);
  const options = { isDryRun, maxReplyDepth: config.maxReplyDepth, signal: stop.signal, onProgress: view.update };
  try {
    const open = () => openImportTarget(config, { isDryRun });
    const report = await importFile(file, { ...options, prepare: prepareWordPress, open });
    view.stop();
    process.stdout.write(`${formatReport(report)}\n`);
    return report.isComplete ? 0 : 130;
  } finally {
    view.stop();
    stop.release();
  }
}

/** The first Ctrl-C ends the import after the post that is being written, the second ends the process. */
function stopOnInterrupt(): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController();
  const stop = () => {
    process.stderr.write('\nStopping after this post … (press Ctrl-C again to stop at once, without it)\n');
    controller.abort();
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  return {
    signal: controller.signal,
    release: () => {
      process.off('SIGINT', stop).off('SIGTERM', stop);
    },
  };
}

function explain(error: unknown, file: string): string {
  if (error instanceof ImportError) return `${file}${error.line === null ? '' : `:${error.line}`}: ${error.message}`;
  if (isForPeople(error)) return error.message;
  return error instanceof Error ? `The import failed: ${error.stack ?? error.message}` : String(error);
}
