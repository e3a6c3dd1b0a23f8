import { readConfig, type Config } from '../config/config.ts';
import { isArchive } from '../import/colloquy/read/read-archive.ts';
import { ImportError } from '../import/import-error.ts';
import { explainImportError, runImport, type ImportListener, type ImportOutcome } from '../app/transfers/run-import.ts';
import { IMPORT_HELP, readImportCall, type ImportArguments } from './import/import-arguments.ts';
import { openImportView } from './import/import-view.ts';
import { isForPeople } from './is-for-people.ts';
import { openImportTarget } from './import/open-import-target.ts';
import { importThroughService } from './service/import-through-service.ts';

// An import signs nothing, and nobody calls it: with these, nothing of that is required or generated.
const UNUSED = { AUTH_SECRET: 'unused'.repeat(8), PUBLIC_URL: 'https://unused.invalid' };
// Archives have voices, whose key is compared with that of the service. Nothing else hashes any.
const UNUSED_VOICES = { VOICE_SECRET: 'not used'.repeat(8) };

const EXIT_CODES: Readonly<Record<ImportOutcome, number>> = { done: 0, faulty: 3, stopped: 130 };

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
    return EXIT_CODES[await importFrom(call)];
  } catch (error) {
    const isStopped = error instanceof DOMException && error.name === 'AbortError';
    process.stderr.write(isStopped ? 'Stopped; nothing was written.\n' : `${explain(error, call.files)}\n`);
    return isStopped ? 130 : 1;
  }
}

async function importFrom(call: ImportArguments): Promise<ImportOutcome> {
  const stop = stopOnInterrupt();
  const view = await openImportView(call);
  try {
    const outcome = await runWith(view, { call, signal: stop.signal });
    view.stop();
    await view.close();
    return outcome;
  } catch (error) {
    view.stop();
    // Of the report, too, what went wrong first says more.
    await view.close().catch(() => undefined);
    throw error;
  } finally {
    stop.release();
  }
}

interface Running {
  readonly call: ImportArguments;
  readonly signal: AbortSignal;
}

async function runWith(view: ImportListener, { call, signal }: Running): Promise<ImportOutcome> {
  if (call.service !== null) {
    const [token, hasRemarks] = [process.env['COLLOQUY_TOKEN'], call.report !== null];
    return await importThroughService(call, {
      ...view,
      service: call.service,
      token,
      hasRemarks,
      signal,
    });
  }
  const { maxReplyDepth, reactions, voiceSecret, ...config } = await readSettings(call);
  const open = () => openImportTarget(config, call);
  return await runImport(call, { ...view, maxReplyDepth, reactions, voiceSecret, open, signal });
}

async function readSettings({ files: [file = ''] }: ImportArguments): Promise<Config> {
  return readConfig({ ...process.env, ...UNUSED, ...((await isArchive(file)) ? {} : UNUSED_VOICES) });
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

function explain(error: unknown, files: readonly string[]): string {
  if (error instanceof ImportError) return explainImportError(error, files);
  if (isForPeople(error)) return error.message;
  return error instanceof Error ? `The import failed: ${error.stack ?? error.message}` : String(error);
}
