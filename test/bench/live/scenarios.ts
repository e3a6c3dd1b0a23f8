/** The subscribers of a run, and what they follow. */
export interface Scenario {
  readonly name: string;
  readonly subscribers: number;
  readonly posts: number;
  /** Instances that share the subscribers; only the service can have two. */
  readonly instances: 1 | 2;
  /**
   * Whether another instance of the service takes the writes. With ten subscribers per post, a write costs many times as
   * much as its deliveries, and would hide their cost.
   */
  readonly writesElsewhere: boolean;
  /**
   * Events written per second; null: as many as possible. With few deliveries per event, a round needs many events, the
   * work of an idle server counts, and the cost of a delivery depends on how often the server wakes. So all contestants
   * get the same rate.
   */
  readonly eventsASecond: number | null;
}

/** How much is measured. */
export interface Effort {
  /** Events before the measurement, because code is slow on its first run. */
  readonly warmEvents: number;
  /** Events without subscribers, to measure the cost of a write. */
  readonly writtenEvents: number;
  /** The events of a round with a fixed rate. */
  readonly pacedRound: number;
  /** How long an idle server is measured, for a fixed rate: the time in which each socket is pinged once. */
  readonly idleMs: number;
  readonly rounds: number;
  /** The aimed length of a round. */
  readonly roundSeconds: number;
  /** Events at one per second, with subscribers. */
  readonly pacedEvents: number;
  /** Events at one per second, before the subscribers connect. */
  readonly quietEvents: number;
  readonly patienceMs: number;
}

const ONE = { instances: 1, posts: 1, writesElsewhere: false, eventsASecond: null } as const;
const MANY = { instances: 1, writesElsewhere: true, eventsASecond: 100 } as const;
const TWO = { ...ONE, name: 'two-instances', instances: 2 } as const;

export const SCENARIOS: readonly Scenario[] = [
  { name: '1000x1', subscribers: 1_000, ...ONE },
  { name: '5000x1', subscribers: 5_000, ...ONE },
  { name: '10000x1', subscribers: 10_000, ...ONE },
  { name: '10000x1000', subscribers: 10_000, posts: 1_000, ...MANY },
  { ...TWO, subscribers: 10_000 },
];

const QUICK_TWO = { name: 'two-instances', subscribers: 200, posts: 20, instances: 2 } as const;

/** A quick check that everything runs; its figures mean nothing. */
export const QUICK_SCENARIOS: readonly Scenario[] = [
  { name: '200x1', subscribers: 200, ...ONE },
  { ...MANY, ...QUICK_TWO },
];

export const FULL: Effort = {
  warmEvents: 60,
  writtenEvents: 150,
  pacedRound: 200,
  idleMs: 12_000, // 12 seconds
  rounds: 5,
  roundSeconds: 1,
  pacedEvents: 10,
  quietEvents: 5,
  patienceMs: 45_000, // 45 seconds
};

export const QUICK: Effort = {
  warmEvents: 5,
  writtenEvents: 10,
  pacedRound: 20,
  idleMs: 500, // half a second
  rounds: 1,
  roundSeconds: 0.3,
  pacedEvents: 2,
  quietEvents: 1,
  patienceMs: 15_000, // 15 seconds
};
