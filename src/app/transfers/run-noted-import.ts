import { noteTransfer } from '../../domain/note-transfer.ts';
import type { ServiceSession } from '../../domain/service-session.ts';
import type { TransferOptions } from './open-transfer-pool.ts';
import { runImport, type ImportCall, type ImportOutcome, type ImportSettings } from './run-import.ts';

interface NotedImport extends Pick<TransferOptions, 'logger'> {
  readonly call: ImportCall;
  readonly session: ServiceSession;
}

/**
 * Runs an import, and writes into the audit log that it has written something, however it ended. Not before: an archive may bring the author
 * of the account that imports it, which would be made anew for the entry.
 */
export async function runNotedImport(
  { call, session, logger }: NotedImport,
  settings: ImportSettings,
): Promise<ImportOutcome> {
  const known = { form: '', isBegun: false };
  try {
    return await runImport(call, {
      ...settings,
      onForm: (form) => (known.form = form),
      onStep(step) {
        known.isBegun ||= step.phase === 'import' && !call.isDryRun;
        settings.onStep(step);
      },
    });
  } finally {
    if (known.isBegun) {
      await noteTransfer(session, { what: 'importSite', form: known.form }).catch((error: unknown) => {
        logger.error({ err: error, requestId: session.requestId }, 'an import is missing in the audit log');
      });
    }
  }
}
