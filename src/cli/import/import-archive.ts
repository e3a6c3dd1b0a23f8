import type { Config } from '../../config/config.ts';
import { formatArchiveReport } from '../../import/colloquy/format-archive-report.ts';
import { importArchive } from '../../import/colloquy/import-archive.ts';
import { createTally } from '../../import/report/tally.ts';
import { openImportTarget } from './open-import-target.ts';
import type { ReportFile } from './report-file.ts';
import { showProgress } from './show-progress.ts';

interface ArchiveImportCall {
  readonly file: string;
  readonly size: number;
  readonly isDryRun: boolean;
  readonly isStrict: boolean;
  /** Lists each record that was skipped or changed, with its line. */
  readonly list: ReportFile;
  readonly signal: AbortSignal;
}

/** Imports an archive of this service, and prints what became of it. @returns the exit code. */
export async function runArchiveImport(config: Config, call: ArchiveImportCall): Promise<number> {
  const { file, size, list, ...options } = call;
  const view = showProgress(process.stderr, size);
  const nothing = createTally().read();
  try {
    const report = await importArchive(file, {
      ...options,
      voiceSecret: config.voiceSecret,
      open: () => openImportTarget(config, options),
      onProgress: (step) => view.update({ ...step, counts: nothing }),
      onRemark: (remark) => list.write({ file, ...remark }),
    });
    view.stop();
    process.stdout.write(`${formatArchiveReport(report)}\n`);
    if (!report.isComplete) return 130;
    return report.tally.isFaulty ? 3 : 0;
  } finally {
    view.stop();
  }
}
