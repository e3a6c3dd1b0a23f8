import { expect, it } from 'vitest';
import { findFree } from '../../src/import/write/free-names.ts';

const variant = (name: string, n: number) => (n === 1 ? name : `${name}-${n}`);

/** @returns the name that is found, and how often it was asked for one. */
async function find(
  taken: ReadonlySet<string>,
  given = new Map<string, number>(),
): Promise<[name: string, asked: number]> {
  let asked = 0;
  const isTaken = async (name: string) => {
    asked += 1;
    return await Promise.resolve(taken.has(name));
  };
  return [await findFree(variant, { wished: 'ada', isTaken, given }), asked];
}

it('gives the first variant that is free', async () => {
  expect(await find(new Set())).toEqual(['ada', 1]);
  for (const count of [1, 2, 3, 4, 5, 17, 1000]) {
    const taken = new Set(Array.from({ length: count }, (_, at) => variant('ada', at + 1)));
    expect((await find(taken))[0]).toBe(`ada-${count + 1}`);
  }
});

it('gives a free one where there are gaps, and asks a few times of thousands', async () => {
  expect(await find(new Set(['ada', 'ada-2', 'ada-4']))).toEqual([
    expect.stringMatching(/^ada-(3|5|6|7|8)$/),
    expect.any(Number),
  ]);
  const [name, asked] = await find(new Set(Array.from({ length: 3000 }, (_, at) => variant('ada', at + 1))));
  expect(name).toBe('ada-3001');
  expect(asked).toBeLessThan(30);
});

it('asks once for each of thousands of one name', async () => {
  const [taken, given] = [new Set(['ada']), new Map<string, number>()];
  let most = 0;

  for (let n = 2; n <= 3000; n += 1) {
    const [name, asked] = await find(taken, given);
    taken.add(name);
    if (n > 2) most = Math.max(most, asked);
  }

  expect(most).toBe(1);
  expect(taken).toEqual(new Set(Array.from({ length: 3000 }, (_, at) => variant('ada', at + 1))));
});
