import type { PoolClient } from 'pg';

const ATTEMPTS = 4;
// A serialization failure and a deadlock: nothing is wrong but that others wrote at the same time.
const RETRYABLE = ['40001', '40P01'];

/** Does all of it or nothing. What only failed because others wrote as well is done again. */
export async function inTransaction<Result>(client: PoolClient, work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    await client.query('BEGIN');
    try {
      const result = await work();
      await client.query('COMMIT');
      return result;
    } catch (error) {
      // What went wrong is more telling than that the connection is gone besides.
      await client.query('ROLLBACK').catch(() => undefined);
      if (attempt === ATTEMPTS || !isRetryable(error)) throw error;
    }
  }
}

function isRetryable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && RETRYABLE.includes(String(error.code));
}
