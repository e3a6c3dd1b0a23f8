import { expect, test } from 'vitest';
import { eventsFor, median, percentile, spreadOf } from './shared/statistics.ts';

test('the median of an even number of values is the mean of the middle two', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([10, 9, 100])).toBe(10);
});

test('a percentile is interpolated between its neighbours, in any order of the values', () => {
  const values = [50, 10, 40, 20, 30];

  expect([0, 25, 90, 100].map((percent) => percentile(values, percent))).toEqual([10, 20, 46, 50]);
});

test('the spread has the median, minimum and maximum, and does not change the values', () => {
  const values = [3, 1, 2];

  expect(spreadOf(values)).toEqual({ median: 2, min: 1, max: 3 });
  expect(values).toEqual([3, 1, 2]);
});

test('an empty list has no spread', () => {
  expect(() => spreadOf([])).toThrow(RangeError);
});

test('a round has as many events as fit its length, within bounds', () => {
  expect(eventsFor(1, { rate: 100_000, perEvent: 10_000 })).toBe(10);
  expect(eventsFor(1, { rate: 100, perEvent: 10_000 })).toBe(2);
  expect(eventsFor(1, { rate: 1_000_000, perEvent: 10 })).toBe(600);
});
