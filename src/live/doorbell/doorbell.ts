/** "Post P is at seq N." It says only that there is something to read: who hears it reads the log. */
export interface Ring {
  readonly postId: string;
  readonly seq: number;
}

/** Who hears a ring; `missed` says that rings may have been lost, so that everything followed is looked at. */
export interface Listener {
  heard(ring: Ring): void;
  missed(): void;
}

/** Carries rings between the writers and the followers of all instances. A ring may be lost: it delays, no more. */
export interface Doorbell {
  /** Rings after a commit, never in the transaction. Returns at once and never fails. */
  ring(ring: Ring): void;
  listen(listener: Listener): void;
  close(): Promise<void>;
}
