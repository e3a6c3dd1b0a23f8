import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createAsk, type Ask } from '../shared/channel.ts';
import type { ClientQuestions } from './client-process.ts';
import { within } from '../shared/clock.ts';

/** The subscribers, in separate processes. */
export interface Followers {
  /** Spreads subscribers evenly over posts and processes. Each process connects to one server. */
  connect(target: Target): Promise<void>;
  /** Announces the events to come, by their posts. @returns how to wait for them. */
  expect(events: {
    from: number;
    posts: readonly number[];
  }): Promise<{ arrived(patienceMs: number): Promise<Arrived> }>;
  cpuMicros(): Promise<number>;
  disconnect(): Promise<void>;
  close(): Promise<void>;
}

export interface Target {
  readonly urls: readonly string[];
  readonly query: string;
  readonly postIds: readonly string[];
  readonly subscribers: number;
}

export interface Arrived {
  readonly firstAt: number;
  /** The time at which the last of all subscribers had the event, for each event. */
  readonly lastAt: readonly number[];
  readonly deliveries: number;
  readonly messageBytes: number;
}

const PROCESSES = 2;
const PROGRAM = fileURLToPath(new URL('client-process.ts', import.meta.url));

export function startFollowers(): Followers {
  const children = Array.from({ length: PROCESSES }, () => fork(PROGRAM, { execArgv: ['--import', 'tsx'] }));
  const asks = children.map((child) => createAsk<ClientQuestions>(child, 'A client process'));
  const all = <Value>(ask: (one: Ask<ClientQuestions>, index: number) => Promise<Value>) => Promise.all(asks.map(ask));

  return {
    async connect({ urls, query, postIds, subscribers }) {
      const each = subscribers / PROCESSES;
      await all((ask, index) =>
        ask('connect', {
          url: urls[index % urls.length] ?? '',
          query,
          postIds: [...postIds],
          follows: Array.from({ length: each }, (_, one) => one % postIds.length),
        }),
      );
    },
    async expect({ from, posts }) {
      await all((ask) => ask('expect', { from, posts: [...posts] }));
      const arrivals = all((ask) => ask('arrivals', null));
      arrivals.catch(() => undefined); // reported by `arrived`
      return {
        async arrived(patienceMs) {
          const parts = await within(patienceMs, arrivals, 'Delivery').catch(async (error: unknown) => {
            const progress = await all((ask) => ask('progress', null));
            throw new Error(`${String(error)} (${progress.join('; ')})`);
          });
          return {
            firstAt: Math.min(...parts.map(({ firstAt }) => firstAt)),
            lastAt: posts.map((_, event) => Math.max(...parts.map(({ lastAt }) => lastAt[event] ?? 0))),
            deliveries: parts.reduce((sum, { deliveries }) => sum + deliveries, 0),
            messageBytes: Math.max(...parts.map(({ messageBytes }) => messageBytes)),
          };
        },
      };
    },
    cpuMicros: async () => (await all((ask) => ask('cpuMicros', null))).reduce((sum, one) => sum + one, 0),
    disconnect: async () => void (await all((ask) => ask('disconnect', null))),
    async close() {
      await Promise.all(
        children.map(async (child) => {
          if (child.exitCode !== null || child.signalCode !== null) return;
          const exited = once(child, 'exit');
          child.kill();
          await exited;
        }),
      );
    },
  };
}
