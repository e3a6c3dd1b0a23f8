import { Socket } from 'node:net';
import pg from 'pg';
import type { Doorbell } from './doorbell.ts';
import type { BrokerConnection, BrokerEvents } from './broker-connection.ts';
import { createBrokerDoorbell } from './broker-doorbell.ts';

const CHANNEL = 'colloquy_ring';

/**
 * The doorbell of several instances on one PostgreSQL: LISTEN and NOTIFY on a connection of its own, for NOTIFY takes a
 * lock of the whole cluster at commit.
 */
export function createPostgresDoorbell({
  databaseUrl,
  ...reporting
}: {
  databaseUrl: string;
  onError: (error: unknown) => void;
  onOpened?: () => void;
}): Doorbell {
  return createBrokerDoorbell({ connect: (events) => connect(databaseUrl, events), ...reporting });
}

function connect(connectionString: string, { heard, lost }: BrokerEvents): BrokerConnection {
  // Ours to destroy: the driver says goodbye first, which a network that has gone never answers.
  const socket = new Socket();
  const client = new pg.Client({
    connectionString,
    fallback_application_name: 'colloquy doorbell',
    keepAlive: true,
    stream: () => socket,
  });
  client.on('error', lost);
  client.on('end', () => lost(new Error('The connection has ended.')));
  client.on('notification', ({ payload = '' }) => heard(payload));

  return {
    async open() {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
    },
    async send(payloads) {
      await client.query('SELECT pg_notify($1, ring) FROM unnest($2::text[]) ring', [CHANNEL, payloads]);
    },
    async check() {
      await client.query('SELECT 1');
    },
    end: () => client.end(),
    destroy: () => void socket.destroy(),
  };
}
