import { expect, test } from 'vitest';
import { countMissing, judgeDeliveries } from './judge.ts';
import { createRandom } from './random.ts';

test('streams with every event once and in order have no differences', () => {
  const streams = [{ numbers: [1, 2, 3] }, { numbers: [1, 2, 3] }];

  expect(judgeDeliveries(streams, [1, 2, 3])).toEqual({ delivered: 6, lost: 0, twice: 0, outOfOrder: 0 });
});

test.each([
  { fault: 'lost', numbers: [1, 3], counts: { lost: 1, twice: 0, outOfOrder: 0 } },
  { fault: 'lost at the end', numbers: [1, 2], counts: { lost: 1, twice: 0, outOfOrder: 0 } },
  { fault: 'given twice', numbers: [1, 2, 2, 3, 1], counts: { lost: 0, twice: 2, outOfOrder: 0 } },
  { fault: 'out of order', numbers: [1, 3, 2], counts: { lost: 0, twice: 0, outOfOrder: 1 } },
])('what is $fault is counted as such', ({ numbers, counts }) => {
  expect(judgeDeliveries([{ numbers }], [1, 2, 3])).toMatchObject(counts);
});

test('an acknowledged comment is missing when it is stored never, twice or under another number', () => {
  const acknowledged = new Map([
    ['there', 1],
    ['nowhere', 2],
    ['twice', 3],
    ['elsewhere', 5],
  ]);
  const rows = [
    { key: 'there', number: 1 },
    { key: 'twice', number: 3 },
    { key: 'twice', number: 4 },
    { key: 'elsewhere', number: 6 },
  ];

  expect(countMissing(acknowledged, rows)).toBe(3);
});

test('the same seed gives the same run', () => {
  const draw = (seed: number) => {
    const random = createRandom(seed);
    return [random.next(), random.between(5, 6), random.pick([1, 2, 3]), random.shuffle([1, 2, 3, 4])];
  };

  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});
