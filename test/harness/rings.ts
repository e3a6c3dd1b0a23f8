import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { Doorbell, Ring } from '../../src/live/doorbell/doorbell.ts';

/** A ring of a post that is used by one test. */
export function aRing({ seq = 1 } = {}): Ring {
  return { postId: randomUUID(), seq };
}

export interface RingListener {
  /** Resolves when the doorbell is connected, for the first time or again. */
  untilOpen(): Promise<void>;
  until(ring: Ring): Promise<void>;
  /** The rings of these posts. Rings of other tests are left out. */
  ringsOf(...rings: readonly Ring[]): Ring[];
}

export function aListener(doorbell: Doorbell): RingListener {
  const heard: Ring[] = [];
  const events = new EventEmitter();
  let opened = 0;
  let awaited = 0;
  doorbell.listen({
    heard({ postId, seq }) {
      heard.push({ postId, seq });
      events.emit('heard');
    },
    missed() {
      opened += 1;
      events.emit('open');
    },
  });
  const ringsOf = (...rings: readonly Ring[]) =>
    heard.filter(({ postId }) => rings.some((ring) => ring.postId === postId));
  return {
    ringsOf,
    async untilOpen() {
      awaited += 1;
      while (opened < awaited) await once(events, 'open');
    },
    async until(ring) {
      while (!ringsOf(ring).some(({ seq }) => seq === ring.seq)) await once(events, 'heard');
    },
  };
}
