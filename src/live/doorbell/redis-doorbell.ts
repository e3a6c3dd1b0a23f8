import { createClient } from 'redis';
import type { Doorbell } from './doorbell.ts';
import type { BrokerConnection, BrokerEvents } from './broker-connection.ts';
import { createBrokerDoorbell } from './broker-doorbell.ts';

// One channel for every installation on the same Redis, whose channels know no databases anyway: a ring of another one is
// about a post that nobody follows here, or (in a copy of a database, or for the site) only makes a stream read once more.
const CHANNEL = 'colloquy_ring';

/** The doorbell of several instances through one Redis, 6 or later: it keeps nothing there. */
export function createRedisDoorbell({
  redisUrl,
  ...reporting
}: {
  redisUrl: string;
  onError: (error: unknown) => void;
  onOpened?: () => void;
}): Doorbell {
  return createBrokerDoorbell({ connect: (events) => connect(redisUrl, events), ...reporting });
}

function connect(url: string, { heard, lost }: BrokerEvents): BrokerConnection {
  const client = createClient({
    url,
    name: 'colloquy-doorbell',
    // With it one connection publishes and subscribes, so a sign of life proves both directions.
    RESP: 3,
    // BrokerClient connects again, asks for signs of life, and keeps what is still to be sent.
    socket: { reconnectStrategy: false },
    disableOfflineQueue: true,
    maintNotifications: 'disabled',
  });
  client.on('error', lost);

  return {
    async open() {
      await client.connect();
      await client.subscribe(CHANNEL, heard);
    },
    async send(payloads) {
      await Promise.all(payloads.map((payload) => client.publish(CHANNEL, payload)));
    },
    async check() {
      await client.ping();
    },
    end: () => client.close(),
    destroy: () => client.destroy(),
  };
}
