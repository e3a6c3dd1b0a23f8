import { setTimeout } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { Prisma } from '../../generated/prisma/client.ts';
import type { PrismaClient } from '../../generated/prisma/client.ts';
import { CodedError } from '../../errors/coded-error.ts';
import { isDatabaseAway } from './database-away.ts';
import { errorCode } from './database-error.ts';

export type Transaction = Prisma.TransactionClient;

const ATTEMPTS = 4;

/** One attempt at a transaction. */
export interface Attempt {
  /** Whether an earlier attempt may have been committed: its answer was lost. */
  readonly mayBeDone: boolean;
}

/**
 * Runs `work` in one transaction. A serialization failure or a deadlock is tried again up to three times, with jitter. Where the
 * connection is lost during the commit, nobody knows whether it took place: `work` runs once more and must recognise what it did.
 *
 * @throws {CodedError} `CONFLICT` when it still fails then, `SERVICE_UNAVAILABLE` when it stays unknown whether it is stored.
 */
export async function inTransaction<Result>(
  prisma: PrismaClient,
  work: (tx: Transaction, attempt: Attempt) => Promise<Result>,
): Promise<Result> {
  let mayBeDone = false;
  for (let attempt = 1; ; attempt += 1) {
    const progress = { isCommitting: false };
    try {
      return await prisma.$transaction(async (tx) => {
        const result = await work(tx, { mayBeDone });
        progress.isCommitting = true;
        return result;
      });
    } catch (error) {
      if (isDatabaseAway(error)) {
        if (mayBeDone) throw mayBeStored();
        if (!progress.isCommitting) throw error;
        mayBeDone = true;
        continue;
      }
      if (!isWriteConflict(error)) throw error;
      if (attempt >= ATTEMPTS) throw new CodedError('CONFLICT', 'Others wrote at the same time; try again.');
      await setTimeout(Math.random() * 20 * 2 ** attempt);
    }
  }
}

function mayBeStored(): CodedError {
  return new CodedError(
    'SERVICE_UNAVAILABLE',
    'The database went away during the write, and the write may be stored. Send it again under the same clientMutationId, or look.',
  );
}

/**
 * Runs statements of the pool in one transaction, READ COMMITTED whatever the database's default is: each statement sees
 * everything committed before it began, also during an earlier statement's wait for a lock.
 */
export async function inPoolTransaction<Result>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let isUnfinished = true;
  try {
    await client.query('BEGIN ISOLATION LEVEL READ COMMITTED');
    const result = await work(client);
    await client.query('COMMIT');
    isUnfinished = false;
    return result;
  } finally {
    // Closing the connection rolls back in any state.
    client.release(isUnfinished);
  }
}

/** Whether a row with the same key was there already. */
export function isUniqueViolation(error: unknown): boolean {
  return sqlState(error) === '23505';
}

/** Whether the transaction lost against another one: a serialization failure or a deadlock. */
export function isWriteConflict(error: unknown): boolean {
  const state = sqlState(error) ?? errorCode(error); // the driver adapter's error, or the one of `pg` itself
  return state === '40001' || state === '40P01';
}

/** PostgreSQL's own code of an error. The driver adapter's error holds it: within Prisma's, or alone where a commit fails. */
function sqlState(error: unknown): string | null {
  const adapterError =
    error instanceof Prisma.PrismaClientKnownRequestError ? error.meta?.['driverAdapterError'] : error;
  const cause = adapterError instanceof Error ? adapterError.cause : null;
  if (typeof cause !== 'object' || cause === null || !('originalCode' in cause)) return null;
  return typeof cause.originalCode === 'string' ? cause.originalCode : null;
}
