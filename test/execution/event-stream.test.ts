import { describe, expect, it } from 'vitest';
import { EventStream } from '../../src/execution/event-stream.ts';

/** A source that waits for ever, and does not let itself be woken. */
async function* silence(): AsyncGenerator<number> {
  await new Promise(() => {});
  yield 1;
}

function follow(source: AsyncIterable<unknown>) {
  const leaving = new AbortController();
  let ends = 0;
  const stream = new EventStream(source, {
    signal: leaving.signal,
    execute: (event) => Promise.resolve({ data: { event } }),
    explain: (error) => new Error('explained', { cause: error }),
    onEnd: () => (ends += 1),
  });
  return { stream, leaving, ends: () => ends };
}

describe('a stream whose source waits', () => {
  it('ends at once when it is returned, also for who waits for its next event', async () => {
    const { stream, ends } = follow(silence());
    const waiting = stream.next();

    await stream.return();

    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(await stream.next()).toEqual({ done: true, value: undefined });
    expect(ends()).toBe(1);
  });

  it('ends at once when its signal is aborted', async () => {
    const { stream, leaving, ends } = follow(silence());
    const waiting = stream.next();

    leaving.abort();

    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(ends()).toBe(1);
  });
});

it('executes each event, and ends with its source', async () => {
  async function* source() {
    yield 1;
    yield 2;
  }
  const { stream, ends } = follow(source());

  const results = [];
  for await (const result of stream) results.push(result);

  expect(results).toEqual([{ data: { event: 1 } }, { data: { event: 2 } }]);
  expect(ends()).toBe(1);
});

it('explains what ends its source, once', async () => {
  async function* source(): AsyncGenerator<number> {
    throw new Error('broken');
  }
  const { stream, ends } = follow(source());

  await expect(stream.next()).rejects.toThrow('explained');

  expect(await stream.next()).toEqual({ done: true, value: undefined });
  expect(ends()).toBe(1);
});
