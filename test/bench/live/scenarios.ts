/** Who follows what. */
export interface Scenario {
  readonly name: string;
  readonly subscribers: number;
  readonly posts: number;
  /** Instances that share the subscribers; only the service can have two. */
  readonly instances: 1 | 2;
  /**
   * Whether another instance of the service takes the writes. With ten subscribers a post, a write costs many times what
   * its deliveries cost, and would hide them.
   */
  readonly writesElsewhere: boolean;
  /**
   * How many are written a second; null: as many as are taken. Where an event has few deliveries, a round needs many, what
   * the server does while it is idle counts, and what a delivery costs depends on how often the server wakes for one: so
   * everybody is given the same.
   */
  readonly eventsASecond: number | null;
}

/** How much is measured. */
export interface Effort {
  /** Events before anything is measured, for code that has not run yet is slow. */
  readonly warmEvents: number;
  /** Events without subscribers, to know what a write costs. */
  readonly writtenEvents: number;
  /** The events of a round, where so many are written a second. */
  readonly pacedRound: number;
  /** How long an idle server is watched, where that counts: as long as it takes to ask each socket whether it lives. */
  readonly idleMs: number;
  readonly rounds: number;
  /** What a round of a burst should take. */
  readonly roundSeconds: number;
  /** Events at one a second, with subscribers… */
  readonly pacedEvents: number;
  /** …and without any, before they come. */
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

/** A look at whether everything runs; its figures mean nothing. */
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
