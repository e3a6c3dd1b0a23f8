import { forgetReads } from '../data/reads/loaders.ts';
import { inTransaction } from '../data/database/transaction.ts';
import type { Transaction } from '../data/database/transaction.ts';
import type { ServiceSession } from './service-session.ts';

/** What a write leaves: the post that it was about, and its place in the log; null where nothing was written. */
export interface Written {
  readonly postId: string;
  readonly seq: number | null;
}

/**
 * Runs a write in one transaction. After the commit everything that was read before is forgotten, so that later fields of
 * the same request see it, and the doorbell rings.
 */
export async function write<Result extends Written>(
  { database, doorbell, loaders }: ServiceSession,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  const result = await inTransaction(database.prisma, work);
  forgetReads(loaders);
  if (result.seq !== null) doorbell.ring({ postId: result.postId, seq: result.seq });
  return result;
}
