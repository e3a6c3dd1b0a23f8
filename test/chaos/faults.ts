import { setTimeout } from 'node:timers/promises';
import type { Random } from './random.ts';
import { startUntilUp, type Stage } from './stage.ts';

/** The faults that a run can cause. */
export const FAULTS = [
  'sockets hung',
  'sockets cut',
  'instance killed',
  'PostgreSQL crashed',
  'PostgreSQL unreachable',
  'Redis killed',
  'rings dropped',
] as const;
export type Fault = (typeof FAULTS)[number];

const ABSENCE = [100, 1_500] as const; // milliseconds for which a part is away
const LONG_FREEZE = [500, 3_000] as const; // milliseconds

export interface Disturbance {
  readonly faults: readonly Fault[];
  /** How often each fault is caused. */
  readonly rounds: number;
  readonly random: Random;
  readonly signal: AbortSignal;
  /** Waits until this part of the comments is written, from 0 to 1. */
  readonly untilWritten: (part: number) => Promise<void>;
  readonly say: (text: string) => void;
}

/**
 * Causes the faults at random times while comments are written; several at a time, but only one of each kind. When it
 * returns, everything is up again. @returns how often each fault was caused.
 */
export async function disturb(stage: Stage, options: Disturbance): Promise<Map<Fault, number>> {
  const { random, untilWritten, say } = options;
  const causes = createCauses(stage, options);
  const plan = planFaults(options);
  const counts = new Map<Fault, number>();
  const running = new Map<Fault, Promise<void>>();

  for (const [place, fault] of plan.entries()) {
    await untilWritten((place + random.next()) / (plan.length + 1));
    await running.get(fault);
    say(fault);
    running.set(
      fault,
      causes[fault]().then(() => say(`${fault}: over`)),
    );
    counts.set(fault, (counts.get(fault) ?? 0) + 1);
  }
  await Promise.all(running.values());
  return counts;
}

/** Each round has its own order. Sockets hang in the first half only, because clients take long to notice it. */
function planFaults({ faults, rounds, random }: Disturbance): Fault[] {
  return Array.from({ length: rounds }, (_, round) => {
    const order = random.shuffle(faults);
    return round < rounds / 2 ? order : order.filter((fault) => fault !== 'sockets hung');
  }).flat();
}

function createCauses(stage: Stage, { random, signal }: Disturbance): Record<Fault, () => Promise<void>> {
  const { instances, postgres, redis, toInstances, toPostgres, toRedis } = stage;
  const absence = async () => await setTimeout(random.between(...ABSENCE), undefined, { signal });
  return {
    'sockets hung': async () => toInstances.hang(random.between(0.05, 0.3)),
    'sockets cut': async () => toInstances.cut(random.between(0.1, 0.7)),
    async 'instance killed'() {
      const instance = random.pick(instances);
      await instance.kill();
      await absence();
      await startUntilUp(instance, signal);
    },
    async 'PostgreSQL crashed'() {
      await postgres.crash();
      await absence();
      await postgres.start();
    },
    async 'PostgreSQL unreachable'() {
      toPostgres.freeze();
      await absence();
      toPostgres.thaw();
    },
    async 'Redis killed'() {
      await redis.kill();
      await absence();
      await redis.start();
    },
    async 'rings dropped'() {
      toRedis.freeze();
      await setTimeout(random.between(...LONG_FREEZE), undefined, { signal });
      // Data that is still in the network is lost with its connections.
      toRedis.cut(random.pick([0, 1]));
      toRedis.thaw();
    },
  };
}
