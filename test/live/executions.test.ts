import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { Executions } from '../../src/live/delivery/executions.ts';
import type { Feed, LiveEvent } from '../../src/live/feeds/feed.ts';

interface Told extends LiveEvent {
  readonly text: string;
}

/** A feed of texts, which may be edited. */
function aFeed(texts: string[]): Feed<Told> {
  return {
    key: 'texts',
    topic: 'texts',
    read: (after) => Promise.resolve(texts.slice(after).map((text, index) => ({ position: after + index + 1, text }))),
  };
}

/** Executions of which each lasts until it is ended. */
function aQueue(eventsAtOnce: number) {
  const executions = new Executions({ eventsAtOnce });
  const running = new Map<string, () => void>();
  const told: unknown[] = [];
  const run = (name: string, { subscribers = 1, feed = aFeed(['as it was']), readAt = Date.now() } = {}) =>
    executions.run({
      event: { position: 1 },
      ...{ readAt, feed, subscribers },
      execute: async (event) => {
        told.push('text' in event ? event.text : null);
        await new Promise<void>((resolve) => running.set(name, resolve));
        running.delete(name);
        return name;
      },
    });
  return { executions, run, running, told };
}

test('few events are executed at once, whoever subscribed, and what most wait for comes first', async () => {
  const { run, running } = aQueue(2);
  const done = [run('a'), run('b'), run('c'), run('d', { subscribers: 100 })];
  await nextTurn();

  expect([...running.keys()]).toEqual(['a', 'b']);
  running.get('a')?.();
  await vi.waitFor(() => expect([...running.keys()]).toEqual(['b', 'd']));
  running.get('b')?.();
  running.get('d')?.();
  await vi.waitFor(() => expect([...running.keys()]).toEqual(['c']));
  running.get('c')?.();

  expect(await Promise.all(done)).toEqual(['a', 'b', 'c', 'd']);
});

test('an event that has waited is read again, because its text may have been withdrawn since', async () => {
  const { run, running, told } = aQueue(1);
  const readAt = Date.now() - 10_000; // 10 seconds ago
  const late = run('late', { readAt, feed: aFeed(['as it is']) });
  await vi.waitFor(() => expect(running.size).toBe(1));
  running.get('late')?.();

  await expect(late).resolves.toBe('late');
  await expect(run('gone', { readAt, feed: aFeed([]) })).rejects.toThrow('the feed has another');
  expect(told).toEqual(['as it is']);
});

test('an execution that fails makes room for the next one', async () => {
  const { executions, run, running } = aQueue(1);
  const failing = executions.run({
    event: { position: 1 },
    ...{ readAt: Date.now(), feed: aFeed([]), subscribers: 1 },
    execute: () => Promise.reject(new Error('away')),
  });
  const next = run('next');

  await expect(failing).rejects.toThrow('away');
  await vi.waitFor(() => expect(running.size).toBe(1));
  running.get('next')?.();
  await expect(next).resolves.toBe('next');
});
