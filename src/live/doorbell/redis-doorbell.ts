import { createClient } from 'redis';
import type { Doorbell } from './doorbell.ts';
import type { Wire, WireEvents } from './broker-connection.ts';
import { createWiredDoorbell } from './broker-doorbell.ts';

// One for every installation on the same Redis, whose channels know no databases anyway: a ring of another one is about a
// post that nobody follows here, and one that is followed (a copy of the database, the site) makes a stream look, no more.
const CHANNEL = 'colloquy_ring';

/** The doorbell of several instances through one Redis, 6 or later: it keeps nothing there. */
export function createRedisDoorbell({
  redisUrl,
  onError,
}: {
  redisUrl: string;
  onError: (error: unknown) => void;
}): Doorbell {
  return createWiredDoorbell({ makeWire: (events) => makeWire(redisUrl, events), onError });
}

function makeWire(url: string, { heard, lost }: WireEvents): Wire {
  const client = createClient({
    url,
    name: 'colloquy-doorbell',
    // With it one connection hears and tells, and a sign of life is one of both directions.
    RESP: 3,
    // Whoever made the wire connects again, looks for signs of life, and keeps what is to be sent.
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
