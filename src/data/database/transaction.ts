import { setTimeout } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { Prisma } from '../../generated/prisma/client.ts';
import type { PrismaClient } from '../../generated/prisma/client.ts';
import { CodedError } from '../../errors/coded-error.ts';
import { errorCode } from './database-error.ts';

export type Transaction = Prisma.TransactionClient;

const ATTEMPTS = 4;

/**
 * Runs `work` in one transaction. A serialization failure or a deadlock is tried again up to three times, with jitter.
 *
 * @throws {CodedError} `CONFLICT` when it still fails then.
 */
export async function inTransaction<Result>(
  prisma: PrismaClient,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await prisma.$transaction(work);
    } catch (error) {
      if (!isWriteConflict(error)) throw error;
      if (attempt === ATTEMPTS) throw new CodedError('CONFLICT', 'Others wrote at the same time; try again.');
      await setTimeout(Math.random() * 20 * 2 ** attempt);
    }
  }
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
