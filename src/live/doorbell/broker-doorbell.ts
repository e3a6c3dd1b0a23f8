import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Doorbell, Listener, Ring } from './doorbell.ts';
import { BrokerClient } from './broker-client.ts';
import type { BrokerConnection, ConnectToBroker } from './broker-connection.ts';

const MOST_WAITING = 10_000; // posts: without a connection, the slow poll of the other instances finds what rings beyond them
const LAST_RINGS_WITHIN = 1_000; // 1 second, when it closes

interface BrokerDoorbellOptions {
  readonly connect: ConnectToBroker;
  readonly onError: (error: unknown) => void;
  /** A connection is open, the first one or a later one. */
  readonly onOpened?: () => void;
  /** 20 milliseconds from one send to the next. The first ring after a pause is sent at once. */
  readonly gatherFor?: number;
}

/**
 * The doorbell of several instances, over any broker. What rings while other rings are being sent, or right after them, is coalesced:
 * all of it is sent at once, and only the last ring of each post. A broker that is away, or silent, delays rings, and nothing else.
 */
export function createBrokerDoorbell({ connect, onError, onOpened, gatherFor = 20 }: BrokerDoorbellOptions): Doorbell {
  const own = randomUUID();
  const listeners = new Set<Listener>();
  const waiting = new Map<string, number>();
  const client = new BrokerClient({ connect, heard, opened, onError });
  let busy: BrokerConnection | null = null;
  let sending = Promise.resolve();

  function tell(ring: Ring): void {
    for (const listener of listeners) listener.heard(ring);
  }

  function heard(payload: string): void {
    const ring = parseRing(payload);
    // This instance's subscribers have heard it already, and may have heard a later one since.
    if (ring !== null && ring.from !== own) tell(ring);
  }

  function opened(): void {
    onOpened?.();
    for (const listener of listeners) listener.missed();
    flush();
  }

  function keep({ postId, seq }: Ring): void {
    const known = waiting.get(postId);
    if (known === undefined && waiting.size >= MOST_WAITING) return;
    waiting.set(postId, Math.max(seq, known ?? 0));
  }

  function flush(): void {
    const connection = client.current;
    if (connection === null || connection === busy) return;
    busy = connection;
    sending = sendOver(connection);
  }

  async function sendOver(connection: BrokerConnection): Promise<void> {
    while (waiting.size > 0 && client.current === connection) {
      const rings = [...waiting].map(([postId, seq]) => ({ postId, seq, from: own }));
      waiting.clear();
      const gathered = gatherFor > 0 ? setTimeout(gatherFor, undefined, { ref: false }) : undefined;
      try {
        await connection.send(rings.map(formatRing));
      } catch (error) {
        // Again over the next connection: it may have been lost on the way.
        rings.forEach(keep);
        if (client.current === connection) client.lose(error);
        break;
      }
      await gathered;
    }
    if (busy === connection) busy = null;
  }

  void client.run();
  return {
    get isOpen() {
      return client.current !== null;
    },
    ring(ring) {
      // This instance's subscribers need not wait for the broker.
      tell(ring);
      keep(ring);
      flush();
    },
    listen(listener) {
      listeners.add(listener);
    },
    async close() {
      listeners.clear();
      await Promise.race([sending, setTimeout(LAST_RINGS_WITHIN, undefined, { ref: false })]);
      await client.close();
    },
  };
}

const PAYLOAD =
  /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:\/reactions)?) (\d{1,15}) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** A ring as it is sent, with the id of its doorbell, by which a doorbell recognises its own rings. */
interface SentRing extends Ring {
  readonly from: string;
}

function formatRing({ postId, seq, from }: SentRing): string {
  return `${postId} ${seq} ${from}`;
}

/** Reads a ring; null for anything else, which other clients of the broker may write to the channel. */
function parseRing(payload: string): SentRing | null {
  const [, postId, seq, from] = PAYLOAD.exec(payload) ?? [];
  if (postId === undefined || seq === undefined || from === undefined) return null;
  return { postId, seq: Number(seq), from };
}
