import type { Doorbell, Listener, Ring } from './doorbell.ts';

/** The doorbell of a single process. */
export function createMemoryDoorbell(): Doorbell {
  const listeners = new Set<Listener>();
  return {
    isOpen: true, // there are no other instances
    ring(ring: Ring) {
      for (const listener of listeners) listener.heard(ring);
    },
    listen(listener) {
      listeners.add(listener);
    },
    close() {
      listeners.clear();
      return Promise.resolve();
    },
  };
}
