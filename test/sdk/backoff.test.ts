import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Clock } from '../../src/sdk/clock.ts';
import { createBackoff } from '../../src/sdk/backoff.ts';

function aClock(randoms: readonly number[]): Clock & { pass(milliseconds: number): void } {
  const left = [...randoms];
  let now = 0;
  return {
    now: () => now,
    random: () => left.shift() ?? 0.5,
    sleep: () => Promise.resolve(),
    pass: (milliseconds) => (now += milliseconds),
  };
}

it('doubles the limit of the pause up to the longest one, and draws the pause below it', () => {
  const random = fc.double({ min: 0, max: 0.999, noNaN: true });
  fc.assert(
    fc.property(fc.array(random, { minLength: 1, maxLength: 100 }), (randoms) => {
      const clock = aClock(randoms);
      const backoff = createBackoff({ clock, first: 500, longest: 30_000 });

      const pauses = randoms.map(() => {
        const pause = backoff.nextPause();
        clock.pass(pause);
        return pause;
      });

      expect(pauses).toEqual(randoms.map((random, attempt) => random * Math.min(30_000, 500 * 2 ** attempt)));
    }),
  );
});

it('gives the rest of a pause to a call during it', () => {
  const clock = aClock([0.5]);
  const backoff = createBackoff({ clock, first: 500, longest: 30_000 });
  backoff.nextPause();
  clock.pass(100);

  expect(backoff.nextPause()).toBe(150);
});

it('begins with a short pause after a success', () => {
  const clock = aClock([0.5, 0.5, 0.5]);
  const backoff = createBackoff({ clock, first: 500, longest: 30_000 });
  for (const _ of [1, 2]) clock.pass(backoff.nextPause());

  backoff.reset();

  expect(backoff.nextPause()).toBe(250);
});
