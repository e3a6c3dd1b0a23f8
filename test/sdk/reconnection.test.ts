import { describe, expect, it } from 'vitest';
import { ColloquyError, type ColloquyErrorDetails } from '../../src/sdk/colloquy-error.ts';
import { toCloseError } from '../../src/sdk/transports/close-codes.ts';
import { followStream } from '../../src/sdk/streams/follow-stream.ts';
import { createDocumentIds } from '../../src/sdk/document-ids.ts';
import { createBackoff } from '../../src/sdk/backoff.ts';

const CLIENTS = 10_000;
const BACKOFF = { first: 500, longest: 30_000 }; // the default

/** The times at which clients reconnect that lose their connection at the same time, in milliseconds after the loss. */
async function reconnect(failure: ColloquyError, randoms: readonly number[]): Promise<number[]> {
  return await Promise.all(randoms.map(async (random) => await reconnectOnce(failure, random)));
}

async function reconnectOnce(failure: ColloquyError, random: number): Promise<number> {
  const ending = new AbortController();
  let pause = 0;
  const clock = {
    now: () => 0,
    random: () => random,
    sleep: (milliseconds: number) => {
      pause = milliseconds;
      ending.abort();
      return Promise.resolve();
    },
  };
  const stream = followStream({
    operation: { query: '', variables: { after: 'a cursor' } },
    documentIds: createDocumentIds({ isOn: false }),
    findStart: () => Promise.resolve(undefined),
    transport: {
      // The connection is lost before the first event.
      async *open() {
        throw failure;
      },
      close: () => undefined,
    },
    clock,
    hasFixedCredentials: false,
    connectionBackoff: createBackoff({ clock, ...BACKOFF }),
    streamBackoff: createBackoff({ clock, ...BACKOFF }),
    signal: ending.signal,
    report: () => undefined,
  });
  await stream.next();
  return pause;
}

/** A random number per client, evenly distributed. */
const RANDOMS = Array.from({ length: CLIENTS }, (_, client) => client / CLIENTS);

/** The number of reconnections in the busiest time slot; a slot has `length` milliseconds. */
function countBusiest(times: readonly number[], length: number): number {
  const counts = new Map<number, number>();
  for (const time of times) {
    const slot = Math.floor(time / length);
    counts.set(slot, (counts.get(slot) ?? 0) + 1);
  }
  return Math.max(...counts.values());
}

function aFailure(details: ColloquyErrorDetails): ColloquyError {
  return new ColloquyError('The stream failed.', details);
}

describe.each([
  ['a close with 1001', toCloseError({ code: 1001, reason: '' })],
  ['a close with 1012', toCloseError({ code: 1012, reason: '' })],
  ['a close with 1013', toCloseError({ code: 1013, reason: '' })],
  ['an end of the stream', aFailure({ code: 'SERVICE_UNAVAILABLE' })],
])('after %s', (_, failure) => {
  it('ten thousand clients reconnect evenly over four seconds, at their first attempt', async () => {
    const times = await reconnect(failure, RANDOMS);

    expect(Math.min(...times)).toBe(0);
    expect(Math.max(...times)).toBeGreaterThan(3_900);
    expect(Math.max(...times)).toBeLessThan(4_000);
    expect(countBusiest(times, 100)).toBeLessThanOrEqual(251); // 2,500 a second
  });
});

it('a client that lost its own network reconnects within half a second', async () => {
  const times = await reconnect(toCloseError({ code: 1006, reason: '' }), RANDOMS);

  expect(Math.max(...times)).toBeLessThan(500);
  expect(countBusiest(times, 50)).toBeLessThanOrEqual(1_001);
});

it('clients that got the same Retry-After do not reconnect together after it', async () => {
  const times = await reconnect(aFailure({ code: 'SERVICE_UNAVAILABLE', status: 503, retryAfter: 1_000 }), RANDOMS);

  expect(Math.min(...times)).toBe(1_000);
  expect(countBusiest(times, 100)).toBeLessThanOrEqual(251);
});
