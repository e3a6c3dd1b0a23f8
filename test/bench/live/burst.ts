import { setTimeout } from 'node:timers/promises';
import type { Stage } from './stage.ts';
import { now } from '../shared/clock.ts';

/** The cost of one round of events. */
export interface Burst {
  readonly deliveriesPerSecond: number;
  /** Server CPU microseconds per delivery, for each server, including its writes. */
  readonly serverMicros: readonly number[];
  /** From before the first write until after the last delivery. */
  readonly seconds: number;
  readonly clientMicros: number;
  readonly messageBytes: number;
}

const WRITERS = 8; // in parallel, so that writing is not the bottleneck

/** Writes `events` comments at the rate of the stage, and waits until every subscriber has all of them. */
export async function burst(stage: Stage, events: number): Promise<Burst> {
  const { servers } = stage.running;
  const { posts, from } = stage.takeEvents(events);
  const { arrived } = await stage.followers.expect({ from, posts });
  const before = await Promise.all(servers.map((server) => server.ask('usage', null)));
  const clientsBefore = await stage.followers.cpuMicros();
  const began = now();

  await writeAll(stage, { from, posts });
  const { firstAt, lastAt, deliveries, messageBytes } = await arrived(stage.effort.patienceMs);

  const seconds = (now() - began) / 1000;
  const after = await Promise.all(servers.map((server) => server.ask('usage', null)));
  const clientsAfter = await stage.followers.cpuMicros();
  // Each instance delivers its share, so its CPU time is divided by that.
  const share = deliveries / servers.length;
  return {
    deliveriesPerSecond: deliveries / ((Math.max(...lastAt) - firstAt) / 1000),
    seconds,
    serverMicros: after.map(({ cpuMicros }, index) => {
      const idle = (stage.idleMicros[index] ?? 0) * seconds;
      return (cpuMicros - (before[index]?.cpuMicros ?? 0) - idle) / share;
    }),
    clientMicros: (clientsAfter - clientsBefore) / deliveries,
    messageBytes,
  };
}

/** CPU microseconds of the first server per event without subscribers: to write it, or to be notified of it. */
export async function writeCost(stage: Stage, events: number): Promise<number> {
  const [server] = stage.running.servers;
  const before = await server?.ask('usage', null);
  await writeAll(stage, stage.takeEvents(events));
  const after = await server?.ask('usage', null);
  return ((after?.cpuMicros ?? 0) - (before?.cpuMicros ?? 0)) / events;
}

async function writeAll(
  { running, eventsASecond }: Stage,
  { from, posts }: { from: number; posts: readonly number[] },
) {
  const events = posts.entries();
  const began = now();
  const write = async () => {
    for (const [at, post] of events) {
      if (eventsASecond !== null) await setTimeout(began + (at * 1000) / eventsASecond - now());
      await running.writer.write(from + at, running.postIds[post] ?? '');
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, write));
}

/** Deliveries per second of a first, small burst, from which the size of the rounds is derived. */
export async function probe(stage: Stage, events: number): Promise<number> {
  const { seconds } = await burst(stage, events);
  return (events * stage.perEvent) / seconds;
}
