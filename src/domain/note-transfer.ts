import { writeAudit } from '../data/administered/audit.ts';
import { inTransaction } from '../data/database/transaction.ts';
import { requireAccount } from './permission.ts';
import type { ServiceSession } from './service-session.ts';

/** An export or an import of the whole site. */
interface Transfer {
  readonly what: keyof typeof ACTIONS;
  /** The form of its files. */
  readonly form: string;
}

const ACTIONS = { exportSite: 'EXPORT_SITE', importSite: 'IMPORT_SITE' } as const;

/** Writes into the audit log that the viewer takes the site away, or brings files. */
export async function noteTransfer(session: ServiceSession, { what, form }: Transfer): Promise<void> {
  const { id: actorId } = await requireAccount(session, what);
  const entry = { action: ACTIONS[what], actorId, reason: form, occurredAt: session.now() };
  await inTransaction(session.database.prisma, async (tx) => {
    await writeAudit(tx, entry);
  });
}
