import type { Scenario } from '../scenarios.ts';
import type { ServerProcess } from '../server-process.ts';
import type { Writer } from '../write-comment.ts';

/** A server to be measured. */
export interface Contestant {
  readonly name: 'limit' | 'stock' | 'this';
  start(scenario: Scenario): Promise<Running>;
  /** Releases what is kept between scenarios. */
  close(): Promise<void>;
}

/** A contestant that is running. */
export interface Running {
  /** The servers that deliver; the subscribers are shared among them. */
  readonly servers: readonly ServerProcess[];
  readonly postIds: readonly string[];
  readonly writer: Writer;
  /** The contestant's own counters; null when it has none. */
  counters(): Promise<Counters | null>;
  close(): Promise<void>;
}

export interface Counters {
  readonly executions: number;
  readonly deliveries: number;
}
