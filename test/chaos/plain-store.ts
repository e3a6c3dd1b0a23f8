import pg from 'pg';

export interface PlainComment {
  readonly number: number;
  readonly body: string;
  readonly key: string;
}

/** A table of comments without a log. A repeated key returns the comment that exists. */
export async function openPlainStore(databaseUrl: string) {
  const pool = new pg.Pool({ connectionString: databaseUrl, connectionTimeoutMillis: 2_000 });
  pool.on('error', () => undefined);
  await inTransaction(pool, async (client) => {
    await client.query(
      'CREATE TABLE IF NOT EXISTS comment (number int PRIMARY KEY, client_mutation_id text UNIQUE, body text)',
    );
  });

  return {
    async add({ body, key }: Omit<PlainComment, 'number'>): Promise<{ comment: PlainComment; isNew: boolean }> {
      return await inTransaction(pool, async (client) => {
        const added = await client.query<{ number: number }>(
          `INSERT INTO comment SELECT coalesce(max(number), 0) + 1, $1, $2 FROM comment
           ON CONFLICT (client_mutation_id) DO NOTHING RETURNING number`,
          [key, body],
        );
        const there = await client.query<{ number: number }>(
          'SELECT number FROM comment WHERE client_mutation_id = $1',
          [key],
        );
        return { comment: { number: there.rows[0]?.number ?? 0, body, key }, isNew: added.rows.length > 0 };
      });
    },
  };
}

/** One write at a time over all instances, so that the numbers have no holes. */
async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  client.on('error', () => undefined);
  let failure: Error | undefined;
  try {
    await client.query('BEGIN; SELECT pg_advisory_xact_lock(1)');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    failure = error as Error;
    throw error;
  } finally {
    client.release(failure);
  }
}
