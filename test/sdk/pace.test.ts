import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Clock } from '../../src/sdk/clock.ts';
import { createPace } from '../../src/sdk/pace.ts';

function aClock(chances: readonly number[]): Clock & { pass(milliseconds: number): void } {
  const left = [...chances];
  let now = 0;
  return {
    now: () => now,
    random: () => left.shift() ?? 0.5,
    sleep: () => Promise.resolve(),
    pass: (milliseconds) => (now += milliseconds),
  };
}

it('doubles the longest possible pause up to the cap, and takes any part of it', () => {
  const chance = fc.double({ min: 0, max: 0.999, noNaN: true });
  fc.assert(
    fc.property(fc.array(chance, { minLength: 1, maxLength: 100 }), (chances) => {
      const clock = aClock(chances);
      const pace = createPace({ clock, first: 500, longest: 30_000 });

      const pauses = chances.map(() => {
        const pause = pace.next();
        clock.pass(pause);
        return pause;
      });

      expect(pauses).toEqual(chances.map((chance, attempt) => chance * Math.min(30_000, 500 * 2 ** attempt)));
    }),
  );
});

it('lets who comes during a pause join it', () => {
  const clock = aClock([0.5]);
  const pace = createPace({ clock, first: 500, longest: 30_000 });
  pace.next();
  clock.pass(100);

  expect(pace.next()).toBe(150);
});

it('begins anew after a success', () => {
  const clock = aClock([0.5, 0.5, 0.5]);
  const pace = createPace({ clock, first: 500, longest: 30_000 });
  for (const _ of [1, 2]) clock.pass(pace.next());

  pace.reset();

  expect(pace.next()).toBe(250);
});
