import { setTimeout } from 'node:timers/promises';

// The monotonic clock is one for all processes of a machine; a process's own count begins at its start.
const ORIGIN = Number(process.hrtime.bigint()) / 1e6 - performance.now();

/** Milliseconds, comparable between processes. */
export function now(): number {
  return ORIGIN + performance.now();
}

/** Gives up on what takes too long. */
export async function within<Value>(millis: number, work: Promise<Value>, what: string): Promise<Value> {
  const ending = new AbortController();
  const late = setTimeout(millis, null, { signal: ending.signal }).then(() => {
    throw new Error(`${what} took longer than ${Math.round(millis / 1000)} s`);
  });
  late.catch(() => undefined);
  return await Promise.race([work, late]).finally(() => ending.abort());
}
