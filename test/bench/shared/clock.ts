import { setTimeout } from 'node:timers/promises';

// All processes of a machine share the monotonic clock, while performance.now() counts from the start of its process.
const ORIGIN = Number(process.hrtime.bigint()) / 1e6 - performance.now();

/** Milliseconds, comparable between processes. */
export function now(): number {
  return ORIGIN + performance.now();
}

/** Fails when a promise takes too long. */
export async function within<Value>(millis: number, work: Promise<Value>, what: string): Promise<Value> {
  const ending = new AbortController();
  const late = setTimeout(millis, null, { signal: ending.signal }).then(() => {
    throw new Error(`${what} took longer than ${Math.round(millis / 1000)} s`);
  });
  late.catch(() => undefined);
  return await Promise.race([work, late]).finally(() => ending.abort());
}
