import type { Pool, PoolClient } from 'pg';
import type { Connection } from '../data/database/transaction.ts';

/** The way of an import to the database. */
export interface ImportConnection {
  /** What statements are sent through now; to be asked for anew after each `begin` and each end of a transaction. */
  readonly current: Connection;
  /** Reads while a transaction is open; null where the database has one connection. */
  readonly beside: Connection | null;
  begin(): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

const BEGIN = 'BEGIN ISOLATION LEVEL READ COMMITTED';

/** A connection that the import has for itself. */
export function keepConnection(client: PoolClient, pool: Pool): ImportConnection {
  const send = (text: string) => async () => void (await client.query(text));
  const beside = pool.options.max > 1 ? pool : null;
  return { current: client, beside, begin: send(BEGIN), commit: send('COMMIT'), rollback: send('ROLLBACK') };
}

/**
 * The only connection of an embedded database that is in use: taken for each transaction, and given back at its end, so that requests
 * are answered between them.
 */
export class SharedConnection implements ImportConnection {
  readonly beside = null;
  readonly #pool: Pool;
  #held: PoolClient | null = null;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  get current(): Connection {
    return this.#held ?? this.#pool;
  }

  async begin(): Promise<void> {
    this.#held = await this.#pool.connect();
    await this.#held.query(BEGIN);
  }

  async commit(): Promise<void> {
    await this.#end('COMMIT');
  }

  async rollback(): Promise<void> {
    await this.#end('ROLLBACK');
  }

  /** Ends a transaction that an error, or a stop, has left open: closing its connection undoes it. */
  abandon(): void {
    this.#held?.release(true);
    this.#held = null;
  }

  async #end(text: string): Promise<void> {
    await this.#held?.query(text);
    this.#held?.release();
    this.#held = null;
  }
}
