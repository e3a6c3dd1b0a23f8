import { forgetReads } from '../data/reads/loaders.ts';
import { inTransaction } from '../data/database/transaction.ts';
import type { Transaction } from '../data/database/transaction.ts';
import type { ServiceSession } from './service-session.ts';

/** The result of a write: the post that it changed and its place in the log, which is null if nothing was written. */
export interface Written {
  readonly postId: string;
  readonly seq: number | null;
}

/**
 * Runs a write in one transaction. After the commit it clears the loaders, so that later fields of the same request see the
 * write, and rings the doorbell.
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
