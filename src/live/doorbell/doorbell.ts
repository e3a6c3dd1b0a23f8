/** "Post P is at seq N." A ring carries no content: an instance that hears it reads the log. */
export interface Ring {
  /** A topic: the id of a post, or what rings for its reactions, which are at a version. */
  readonly postId: string;
  readonly seq: number;
}

/** Hears rings; `missed` says that some may have been lost, so that every followed topic is checked. */
export interface Listener {
  heard(ring: Ring): void;
  missed(): void;
}

/** Carries rings from writers to the subscribers of all instances. A lost ring causes a delay, and no more. */
export interface Doorbell {
  /** Rings after a commit, never in the transaction. Returns at once and never fails. */
  ring(ring: Ring): void;
  listen(listener: Listener): void;
  /** Whether rings reach other instances now. Where they do not, their streams are late. */
  readonly isOpen: boolean;
  close(): Promise<void>;
}
