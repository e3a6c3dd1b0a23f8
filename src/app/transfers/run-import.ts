// One import as somebody asks for it: files of one site, or archives, each after the one before it.
import { statSync } from 'node:fs';
import { formatArchiveReport } from '../../import/colloquy/format-archive-report.ts';
import { importArchive } from '../../import/colloquy/import-archive.ts';
import { isArchive } from '../../import/colloquy/read/read-archive.ts';
import type { ImportError } from '../../import/import-error.ts';
import { importFiles } from '../../import/import-files.ts';
import { chooseFormat } from './import-formats.ts';
import type { ImportTarget } from '../../import/import-lock.ts';
import { formatReport } from '../../import/report/format-report.ts';
import type { Remark } from '../../import/report/tally.ts';

/** What is imported, and how. */
export interface ImportCall {
  readonly files: readonly string[];
  readonly isDryRun: boolean;
  readonly isStrict: boolean;
  readonly site: string | null;
  /** Null where the files show it. */
  readonly format: string | null;
}

/** What was read since the last step, and what was written by then. */
export interface ImportStep {
  readonly phase: 'check' | 'import';
  readonly bytes: number;
  readonly posts: number;
  readonly comments: number;
}

/** Hears of an import, in the words of the command. */
export interface ImportListener {
  /** Files are begun, with their size: each is read twice. */
  onStart(size: number): void;
  onStep(step: ImportStep): void;
  onWarning(warning: string): void;
  /** Something was not taken as it stood. */
  onRemark(remark: Remark & { readonly file: string }): void;
  onReport(text: string): void;
}

export interface ImportSettings extends ImportListener {
  readonly voiceSecret: string;
  readonly maxReplyDepth: number;
  /** The kinds of reactions: votes become the first of them. */
  readonly reactions: readonly string[];
  readonly open: () => Promise<ImportTarget>;
  readonly signal: AbortSignal;
  /** Told the form of the files, once it is known. */
  readonly onForm?: (form: string) => void;
}

/** How an import ended; `faulty`: something was skipped or mended. */
export type ImportOutcome = 'done' | 'faulty' | 'stopped';

/**
 * @throws {ImportError} for files that cannot be imported, before anything of them is written.
 * @throws the signal's reason if it was given before anything was written.
 */
export async function runImport(call: ImportCall, settings: ImportSettings): Promise<ImportOutcome> {
  if (!(await isArchive(call.files[0] ?? ''))) return await importExports(call, settings);
  settings.onForm?.('archive');
  let outcome: ImportOutcome = 'done';
  for (const file of call.files) {
    const next = await importOne(file, { call, settings });
    if (next === 'stopped') return next;
    if (next === 'faulty') outcome = next;
  }
  return outcome;
}

/** What an {@link ImportError} says of the files of an import. */
export function explainImportError({ line, message }: ImportError, files: readonly string[]): string {
  return `${files.join(', ')}${line === null ? '' : `:${line}`}: ${message}`;
}

async function importOne(
  file: string,
  { call, settings }: { readonly call: ImportCall; readonly settings: ImportSettings },
): Promise<ImportOutcome> {
  const { isDryRun, isStrict } = call;
  const { voiceSecret, open, signal } = settings;
  settings.onStart(sizeOf([file]));
  const report = await importArchive(file, {
    ...{ isDryRun, isStrict, voiceSecret, open, signal },
    onProgress: (step) => settings.onStep(step),
    onRemark: (remark) => settings.onRemark({ file, ...remark }),
  });
  settings.onReport(formatArchiveReport(report));
  if (!report.isComplete) return 'stopped';
  return report.tally.isFaulty ? 'faulty' : 'done';
}

async function importExports(call: ImportCall, settings: ImportSettings): Promise<ImportOutcome> {
  const { files, isDryRun, isStrict, site, format } = call;
  const { maxReplyDepth, reactions, open, signal, onWarning } = settings;
  const [file = ''] = files;
  settings.onStart(sizeOf(files));
  const { name, prepare } = await chooseFormat(file, format);
  settings.onForm?.(name);
  const report = await importFiles(files, {
    ...{ prepare, isDryRun, isStrict, site, maxReplyDepth, open, signal, onWarning },
    voteKind: reactions[0] ?? null,
    onProgress: ({ phase, bytes, counts: { taken } }) =>
      settings.onStep({ phase, bytes, posts: taken.posts, comments: taken.comments }),
    onRemark: (remark) => settings.onRemark({ ...remark, file: remark.file ?? file }),
  });
  settings.onReport(formatReport(report));
  if (!report.isComplete) return 'stopped';
  return report.isFaulty ? 'faulty' : 'done';
}

function sizeOf(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
}
