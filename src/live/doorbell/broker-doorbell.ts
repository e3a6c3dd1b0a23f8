import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Doorbell, Listener, Ring } from './doorbell.ts';
import { formatRing, parseRing } from './ring-payload.ts';
import { WireKeeper } from './broker-client.ts';
import type { MakeWire, Wire } from './broker-connection.ts';

const MOST_WAITING = 10_000; // posts: what rings beyond them while there is no wire is found by the others' slow poll
const LAST_RINGS_WITHIN = 1_000; // 1 second, when it is closed

export interface WiredDoorbellOptions {
  readonly makeWire: MakeWire;
  readonly onError: (error: unknown) => void;
}

/**
 * The doorbell of several instances, whatever carries it. What rings while other rings are on their way is coalesced: of
 * each post, the last is told. A wire that is away, or gone without a word, delays rings, and nothing else.
 */
export function createWiredDoorbell({ makeWire, onError }: WiredDoorbellOptions): Doorbell {
  const own = randomUUID();
  const listeners = new Set<Listener>();
  const waiting = new Map<string, number>();
  const keeper = new WireKeeper({ makeWire, heard, opened, onError });
  let busy: Wire | null = null;
  let sending = Promise.resolve();

  function tell(ring: Ring): void {
    for (const listener of listeners) listener.heard(ring);
  }

  function heard(payload: string): void {
    const ring = parseRing(payload);
    // Its own followers have heard it already, and may have heard a later one since.
    if (ring !== null && ring.from !== own) tell(ring);
  }

  function opened(): void {
    for (const listener of listeners) listener.missed();
    flush();
  }

  function keep({ postId, seq }: Ring): void {
    const known = waiting.get(postId);
    if (known === undefined && waiting.size >= MOST_WAITING) return;
    waiting.set(postId, Math.max(seq, known ?? 0));
  }

  function flush(): void {
    const wire = keeper.current;
    if (wire === null || wire === busy) return;
    busy = wire;
    sending = sendOver(wire);
  }

  async function sendOver(wire: Wire): Promise<void> {
    while (waiting.size > 0 && keeper.current === wire) {
      const rings = [...waiting].map(([postId, seq]) => ({ postId, seq, from: own }));
      waiting.clear();
      try {
        await wire.send(rings.map(formatRing));
      } catch (error) {
        // Once more over the next wire: it may have been lost on the way.
        rings.forEach(keep);
        if (keeper.current === wire) keeper.lose(error);
        break;
      }
    }
    if (busy === wire) busy = null;
  }

  void keeper.run();
  return {
    ring(ring) {
      // Who follows here need not wait for the way over the wire.
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
      await keeper.close();
    },
  };
}
