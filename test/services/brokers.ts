// The brokers that carry rings between instances. Both run the same tests.
import { inject } from 'vitest';
import { createClient } from 'redis';
import type { Database } from '../../src/data/database/database.ts';
import type { Doorbell } from '../../src/live/doorbell/doorbell.ts';
import { createPostgresDoorbell } from '../../src/live/doorbell/postgres-doorbell.ts';
import { createRedisDoorbell } from '../../src/live/doorbell/redis-doorbell.ts';
import { withDatabase } from '../harness/database-template.ts';
import { TEST_REDIS_URL } from '../harness/redis-server.ts';

export interface Broker {
  /** The port on this machine on which the broker listens. */
  readonly port: number;
  /** Opens a doorbell on the broker, through `port` when a test has a network of its own in front. */
  open(options?: { port?: number; onError?: (error: unknown) => void }): Doorbell;
  /** Sends a payload to all doorbells, as any client of the broker can. */
  say(payload: string): Promise<void>;
  /** Ends the connections of all doorbells, as an operator can. */
  disconnect(): Promise<void>;
}

export type BrokerName = 'LISTEN/NOTIFY' | 'Redis';

export const BROKERS: readonly BrokerName[] = ['LISTEN/NOTIFY', 'Redis'];

export async function theBroker(name: BrokerName, database: Database): Promise<Broker> {
  return name === 'Redis' ? redisBroker() : postgresBroker(database, await addressOf(database));
}

export async function addressOf(database: Database): Promise<string> {
  const template = inject('databaseTemplate');
  if (template.kind !== 'postgres') throw new Error('Run it with npm run test:services.');
  const { rows } = await database.pool.query<{ name: string }>('SELECT current_database() AS name');
  return withDatabase(template.serverUrl, rows[0]?.name ?? '');
}

function postgresBroker({ pool }: Database, url: string): Broker {
  return {
    port: Number(new URL(url).port || 5432),
    open: ({ port, onError = ignore } = {}) => createPostgresDoorbell({ databaseUrl: over(url, port), onError }),
    say: async (payload) => void (await pool.query(`SELECT pg_notify('colloquy_ring', $1)`, [payload])),
    disconnect: async () =>
      void (await pool.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = 'colloquy doorbell'`,
      )),
  };
}

function redisBroker(): Broker {
  const ask = async (command: string[]) => {
    const client = await createClient({ url: TEST_REDIS_URL }).connect();
    await client.sendCommand(command);
    await client.close();
  };
  return {
    port: Number(new URL(TEST_REDIS_URL).port || 6379),
    open: ({ port, onError = ignore } = {}) => createRedisDoorbell({ redisUrl: over(TEST_REDIS_URL, port), onError }),
    say: async (payload) => await ask(['PUBLISH', 'colloquy_ring', payload]),
    disconnect: async () => await ask(['CLIENT', 'KILL', 'TYPE', 'pubsub']),
  };
}

function over(url: string, port: number | undefined): string {
  if (port === undefined) return url;
  const changed = new URL(url);
  changed.port = String(port);
  return changed.href;
}

function ignore(): void {
  // Connections fail in these tests.
}
