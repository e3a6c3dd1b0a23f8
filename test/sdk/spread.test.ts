import { describe, expect, it } from 'vitest';
import { ColloquyError, type ColloquyErrorDetails } from '../../src/sdk/colloquy-error.ts';
import { toCloseError } from '../../src/sdk/close-codes.ts';
import { followStream } from '../../src/sdk/follow-stream.ts';
import { createPace } from '../../src/sdk/pace.ts';

const CLIENTS = 10_000;
const BACKOFF = { first: 500, longest: 30_000 }; // the default

/** When each of many clients comes back that lose their connection in the same moment, in milliseconds after it. */
async function comeBack(failure: ColloquyError, chances: readonly number[]): Promise<number[]> {
  return await Promise.all(chances.map(async (chance) => await comeBackOnce(failure, chance)));
}

async function comeBackOnce(failure: ColloquyError, chance: number): Promise<number> {
  const ending = new AbortController();
  let pause = 0;
  const clock = {
    now: () => 0,
    random: () => chance,
    sleep: (milliseconds: number) => {
      pause = milliseconds;
      ending.abort();
      return Promise.resolve();
    },
  };
  const stream = followStream({
    operation: { query: '', variables: { after: 'a cursor' } },
    findStart: () => Promise.resolve(undefined),
    transport: {
      // A connection that is lost before it gives anything.
      async *open() {
        throw failure;
      },
      close: () => undefined,
    },
    clock,
    hasFixedCredentials: false,
    connectionPace: createPace({ clock, ...BACKOFF }),
    ownPace: createPace({ clock, ...BACKOFF }),
    signal: ending.signal,
    tell: () => undefined,
  });
  await stream.next();
  return pause;
}

/** Every chance there is, evenly: what a good source of chance gives on the whole. */
const CHANCES = Array.from({ length: CLIENTS }, (_, client) => client / CLIENTS);

/** How many come in the busiest of all spans of so many milliseconds that begin at a multiple of it. */
function findBusiest(moments: readonly number[], span: number): number {
  const counts = new Map<number, number>();
  for (const moment of moments) {
    const slot = Math.floor(moment / span);
    counts.set(slot, (counts.get(slot) ?? 0) + 1);
  }
  return Math.max(...counts.values());
}

function aFailure(details: ColloquyErrorDetails): ColloquyError {
  return new ColloquyError('It failed.', details);
}

describe.each([
  ['a close with 1001', toCloseError({ code: 1001, reason: '' })],
  ['a close with 1012', toCloseError({ code: 1012, reason: '' })],
  ['a close with 1013', toCloseError({ code: 1013, reason: '' })],
  ['an end of the stream', aFailure({ code: 'SERVICE_UNAVAILABLE' })],
])('after %s', (_, failure) => {
  it('ten thousand clients come back evenly over four seconds, from the first attempt on', async () => {
    const moments = await comeBack(failure, CHANCES);

    expect(Math.min(...moments)).toBe(0);
    expect(Math.max(...moments)).toBeGreaterThan(3_900);
    expect(Math.max(...moments)).toBeLessThan(4_000);
    expect(findBusiest(moments, 100)).toBeLessThanOrEqual(251); // 2,500 a second
  });
});

it('who lost the network alone comes back within half a second', async () => {
  const moments = await comeBack(toCloseError({ code: 1006, reason: '' }), CHANCES);

  expect(Math.max(...moments)).toBeLessThan(500);
  expect(findBusiest(moments, 50)).toBeLessThanOrEqual(1_001);
});

it('who are all told to come back in a second do not come together then', async () => {
  const moments = await comeBack(aFailure({ code: 'SERVICE_UNAVAILABLE', status: 503, retryAfter: 1_000 }), CHANCES);

  expect(Math.min(...moments)).toBe(1_000);
  expect(findBusiest(moments, 100)).toBeLessThanOrEqual(251);
});
