import type { Scenario } from '../scenarios.ts';
import type { ServerProcess } from '../server-process.ts';
import type { Writer } from '../write-comment.ts';

/** Somebody who is measured. */
export interface Contestant {
  readonly name: 'limit' | 'stock' | 'this';
  start(scenario: Scenario): Promise<Running>;
  /** Frees what outlives the scenarios. */
  close(): Promise<void>;
}

/** A contestant that answers. */
export interface Running {
  /** The servers that deliver; the subscribers are shared among them. */
  readonly servers: readonly ServerProcess[];
  readonly postIds: readonly string[];
  readonly writer: Writer;
  /** What the contestant counts itself, where it does. */
  counters(): Promise<Counters | null>;
  close(): Promise<void>;
}

export interface Counters {
  readonly executions: number;
  readonly deliveries: number;
}
