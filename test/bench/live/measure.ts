import { setTimeout } from 'node:timers/promises';
import { burst, probe, writeCost, type Burst } from './burst.ts';
import type { Contestant, Counters } from './contestants/contestant.ts';
import { FOLLOWED } from './documents.ts';
import { startFollowers } from './followers.ts';
import { paced, quiet, type Answers, type Paced } from './paced.ts';
import type { Effort, Scenario } from './scenarios.ts';
import type { ServerProcess } from './server-process.ts';
import { createStage, type Stage } from './stage.ts';
import { eventsFor } from '../shared/statistics.ts';

/** The measurement of one contestant in one scenario. */
export interface Measurement {
  readonly bursts: readonly Burst[];
  readonly eventsARound: number;
  /** Deliveries of one event. */
  readonly perEvent: number;
  readonly paced: Paced;
  readonly quiet: Answers;
  /** Server CPU microseconds per event without subscribers: to write it, or to be notified of it. */
  readonly writeMicros: number;
  /** For each server, with all subscribers connected and nothing to deliver. */
  readonly idleBytesASubscriber: readonly number[];
  readonly peakBytes: readonly number[];
  /** Executions and deliveries per event, by the contestant's own count, over all its servers. */
  readonly counted: Counters | null;
}

const WARM_SUBSCRIBERS = 100;
const PROBE_DELIVERIES = 600;

export async function measure(
  contestant: Contestant,
  { scenario, effort }: { scenario: Scenario; effort: Effort },
): Promise<Measurement> {
  const running = await contestant.start(scenario);
  const followers = startFollowers();
  try {
    const stage = createStage(scenario, { running, followers, effort });
    const { servers, postIds } = running;
    const connect = async (subscribers: number) =>
      await followers.connect({ urls: servers.map(({ url }) => url), query: FOLLOWED, postIds, subscribers });

    // Code is slow on its first run, and what it loads then would be counted as memory of the subscribers.
    await connect(WARM_SUBSCRIBERS);
    await settle(servers);
    await burst(stage, effort.warmEvents);
    await followers.disconnect();
    await settle(servers);

    const silence = await quiet(stage, effort.quietEvents);
    const writeMicros = await writeCost(stage, effort.writtenEvents);

    const before = await restingBytes(servers);
    await connect(scenario.subscribers);
    await settle(servers);
    const after = await restingBytes(servers);
    const share = scenario.subscribers / servers.length;
    if (scenario.eventsASecond !== null) stage.idleMicros = await watchIdle(servers, effort.idleMs);

    await Promise.all(servers.map((server) => server.ask('forgetPeak', null)));
    const rate = await probe(stage, Math.max(2, PROBE_DELIVERIES / stage.perEvent));
    const eventsARound =
      scenario.eventsASecond === null
        ? eventsFor(effort.roundSeconds, { rate, perEvent: stage.perEvent })
        : effort.pacedRound;
    const counted = await running.counters();
    const { bursts, results } = await deliver(stage, eventsARound);
    const recounted = await running.counters();
    const events = eventsARound * effort.rounds + effort.pacedEvents;

    return {
      bursts,
      eventsARound,
      perEvent: stage.perEvent,
      paced: results,
      quiet: silence,
      writeMicros,
      idleBytesASubscriber: after.map((bytes, index) => (bytes - (before[index] ?? 0)) / share),
      peakBytes: await Promise.all(servers.map((server) => server.ask('peakBytes', null))),
      counted: counted && recounted && perEvent(events, [counted, recounted]),
    };
  } finally {
    await followers.close();
    await running.close();
  }
}

function perEvent(events: number, [before, after]: readonly [Counters, Counters]): Counters {
  return {
    executions: (after.executions - before.executions) / events,
    deliveries: (after.deliveries - before.deliveries) / events,
  };
}

async function deliver(stage: Stage, eventsARound: number): Promise<{ bursts: Burst[]; results: Paced }> {
  const bursts: Burst[] = [];
  while (bursts.length < stage.effort.rounds) bursts.push(await burst(stage, eventsARound));
  return { bursts, results: await paced(stage, stage.effort.pacedEvents) };
}

async function watchIdle(servers: readonly ServerProcess[], millis: number): Promise<number[]> {
  const before = await Promise.all(servers.map((server) => server.ask('usage', null)));
  await setTimeout(millis);
  const after = await Promise.all(servers.map((server) => server.ask('usage', null)));
  return after.map(({ cpuMicros }, index) => (cpuMicros - (before[index]?.cpuMicros ?? 0)) / (millis / 1000));
}

async function restingBytes(servers: readonly ServerProcess[]): Promise<number[]> {
  return await Promise.all(servers.map((server) => server.ask('restingBytes', null)));
}

/** Subscriptions are not acknowledged: they are in place when the server is idle. */
async function settle(servers: readonly ServerProcess[]): Promise<void> {
  const [step, idle] = [250, 25_000]; // milliseconds, and microseconds of CPU in it: a tenth
  for (const server of servers) {
    let before = await server.ask('usage', null);
    for (let isBusy = true; isBusy;) {
      await setTimeout(step);
      const usage = await server.ask('usage', null);
      isBusy = usage.cpuMicros - before.cpuMicros > idle;
      before = usage;
    }
  }
}
