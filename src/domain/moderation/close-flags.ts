import type { AuditRow } from '../../data/administered/audit.ts';
import { resolveFlags } from '../../data/administered/flags.ts';
import { takeFromQueue } from '../../data/administered/queue.ts';
import type { Transaction } from '../../data/database/transaction.ts';

/** Answers the flags of a comment with a decision, and takes it from the queue. @returns the seq of the queue's event, if there is one. */
export async function closeFlags(
  tx: Transaction,
  { commentId, entry: { id: decisionId, occurredAt } }: { readonly commentId: string; readonly entry: AuditRow },
): Promise<number | null> {
  await resolveFlags(tx, { commentId, decisionId, now: occurredAt });
  return await takeFromQueue(tx, { subject: { commentId }, decisionId, occurredAt });
}
