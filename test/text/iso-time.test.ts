import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toIsoTime } from '../../src/text/iso-time.ts';

const near = fc
  .integer({ min: -100_000_000, max: 100_000_000 })
  .map((millis) => new Date(Date.UTC(2026, 10, 27) + millis));

test.each([
  ['any time', fc.date({ noInvalidDate: true })],
  ['times of a few days', near],
])('%s is written as toISOString writes it', (_which, times) => {
  fc.assert(
    fc.property(fc.array(times, { minLength: 1, maxLength: 20 }), (some) => {
      expect(some.map(toIsoTime)).toEqual(some.map((time) => time.toISOString()));
    }),
  );
});

test('a time that is none is refused', () => {
  expect(() => toIsoTime(new Date(Number.NaN))).toThrow(RangeError);
});
