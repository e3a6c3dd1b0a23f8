/** The differences between the streams and what they should have delivered. */
export interface Deliveries {
  readonly delivered: number;
  readonly lost: number;
  readonly twice: number;
  readonly outOfOrder: number;
}

/** Compares the numbers that each stream received, in their order, with the numbers in the database. */
export function judgeDeliveries(
  streams: readonly { readonly numbers: readonly number[] }[],
  expected: readonly number[],
): Deliveries {
  const sum = { delivered: 0, lost: 0, twice: 0, outOfOrder: 0 };
  for (const { numbers } of streams) {
    const given = new Set<number>();
    let highest = 0;
    for (const number of numbers) {
      if (given.has(number)) sum.twice += 1;
      else if (number < highest) sum.outOfOrder += 1;
      given.add(number);
      highest = Math.max(highest, number);
    }
    sum.delivered += given.size;
    sum.lost += expected.filter((number) => !given.has(number)).length;
  }
  return sum;
}

/** The number of acknowledged comments that are not stored exactly once, under the acknowledged number. */
export function countMissing(
  acknowledged: ReadonlyMap<string, number>,
  rows: readonly { readonly key: string; readonly number: number }[],
): number {
  return [...acknowledged].filter(([key, number]) => {
    const found = rows.filter((row) => row.key === key);
    return found.length !== 1 || found[0]?.number !== number;
  }).length;
}
