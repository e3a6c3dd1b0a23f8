/** The median of some measurements, and their range. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** @throws {RangeError} when there are no values: a missing figure is not 0. */
export function spreadOf(values: readonly number[]): Spread {
  return { median: percentile(values, 50), min: percentile(values, 0), max: percentile(values, 100) };
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** By linear interpolation between the two nearest values. Of few values, the 99th is close to the largest. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = ((sorted.length - 1) * percent) / 100;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) throw new RangeError('Expected at least one value.');
  return below + (above - below) * (place - Math.floor(place));
}

/** The number of events of a round that takes about `seconds` at the measured rate. */
export function eventsFor(seconds: number, { rate, perEvent }: { rate: number; perEvent: number }): number {
  const [least, most] = [2, 600];
  return Math.min(most, Math.max(least, Math.round((seconds * rate) / perEvent)));
}
