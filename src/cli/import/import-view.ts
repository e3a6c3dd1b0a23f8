import type { ImportListener } from '../../app/transfers/run-import.ts';
import type { ImportArguments } from './import-arguments.ts';
import { NO_REPORT_FILE, openReportFile } from './report-file.ts';
import { showProgress } from './show-progress.ts';

/** Shows an import at a terminal: the report on stdout, progress and warnings on stderr, remarks in a file. */
interface ImportView extends ImportListener {
  /** Leaves the last state of the progress on the screen; to call before anything else is printed. */
  stop(): void;
  /** Ends the list of remarks. */
  close(): Promise<void>;
}

export async function openImportView({ report, files }: ImportArguments): Promise<ImportView> {
  const list = report === null ? NO_REPORT_FILE : await openReportFile(report, files);
  let progress: ReturnType<typeof showProgress> | null = null;
  const stop = () => progress?.stop();
  return {
    onStart: (size) => {
      stop();
      progress = showProgress(process.stderr, size);
    },
    onStep: (step) => progress?.update(step),
    onWarning(warning) {
      stop();
      process.stderr.write(`${warning}\n`);
    },
    onRemark: list.write,
    onReport(text) {
      stop();
      process.stdout.write(`${text}\n`);
    },
    stop,
    close: list.close,
  };
}
