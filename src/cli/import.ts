import { statSync } from 'node:fs';
import { readConfig, type Config } from '../config/config.ts';
import { isArchive } from '../import/colloquy/read-archive.ts';
import { chooseFormat } from './import/import-formats.ts';
import { ImportError } from '../import/import-error.ts';
import { importFiles } from '../import/import-files.ts';
import { formatReport } from '../import/report/format-report.ts';
import { runArchiveImport } from './import/import-archive.ts';
import { IMPORT_HELP, readImportCall, type ImportArguments } from './import/import-arguments.ts';
import { isForPeople } from './is-for-people.ts';
import { openImportTarget } from './import/open-import-target.ts';
import { NO_REPORT_FILE, openReportFile, type ReportFile } from './import/report-file.ts';
import { showProgress } from './import/show-progress.ts';

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
    if (await isArchive(call.files[0] ?? '')) return await importArchives(call);
    return await runImport(readConfig({ ...process.env, ...UNUSED }), call);
  } catch (error) {
    const isStopped = error instanceof DOMException && error.name === 'AbortError';
    process.stderr.write(isStopped ? 'Stopped; nothing was written.\n' : `${explain(error, call.files)}\n`);
    return isStopped ? 130 : 1;
  }
}

/** Each after the one before it. An archive has voices, whose key is compared with that of the service. */
async function importArchives(call: ImportArguments): Promise<number> {
  const { AUTH_SECRET, PUBLIC_URL } = UNUSED;
  const config = readConfig({ ...process.env, AUTH_SECRET, PUBLIC_URL });
  const { files, isDryRun, isStrict } = call;
  const stop = stopOnInterrupt();
  const list = await openList(call);
  let worst = 0;
  try {
    for (const file of files) {
      const { size } = statSync(file);
      const code = await runArchiveImport(config, { file, size, isDryRun, isStrict, list, signal: stop.signal });
      if (code !== 0 && code !== 3) return code;
      worst = Math.max(worst, code);
    }
    return worst;
  } finally {
    await list.close();
    stop.release();
  }
}

async function runImport(config: Config, call: ImportArguments): Promise<number> {
  const { files, isDryRun, isStrict, site, format } = call;
  const stop = stopOnInterrupt();
  const size = files.reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
  const view = showProgress(process.stderr, size);
  const list = await openList(call);
  try {
    const report = await importFiles(files, {
      ...{ isDryRun, isStrict, site, maxReplyDepth: config.maxReplyDepth, signal: stop.signal },
      prepare: await chooseFormat(files[0] ?? '', format),
      voteKind: config.reactions[0] ?? null,
      open: () => openImportTarget(config, { isDryRun }),
      onProgress: view.update,
      onWarning(warning) {
        view.stop();
        process.stderr.write(`${warning}\n`);
      },
      onRemark: list.write,
    });
    view.stop();
    process.stdout.write(`${formatReport(report)}\n`);
    return report.isComplete ? (report.isFaulty ? 3 : 0) : 130;
  } finally {
    view.stop();
    await list.close();
    stop.release();
  }
}

async function openList({ report, files }: ImportArguments): Promise<ReportFile> {
  return report === null ? NO_REPORT_FILE : await openReportFile(report, files[0] ?? '');
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
  if (error instanceof ImportError)
    return `${files.join(', ')}${error.line === null ? '' : `:${error.line}`}: ${error.message}`;
  if (isForPeople(error)) return error.message;
  return error instanceof Error ? `The import failed: ${error.stack ?? error.message}` : String(error);
}
