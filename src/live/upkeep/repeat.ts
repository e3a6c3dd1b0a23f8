import { setTimeout } from 'node:timers/promises';

/** Work that is repeated in the background. */
export interface Repeated {
  /** Stops between two steps, and waits for the one that is under way. */
  close(): Promise<void>;
}

interface RepeatOptions {
  /** The longest wait between two runs, in milliseconds. The first run comes within a sixtieth of it. */
  readonly every: number;
  /** From 0 to 1: instances that start together do not work together. */
  readonly random: () => number;
  readonly onError: (error: unknown) => void;
}

/** Runs `work` again and again; a run that fails does not end it. `signal` tells the run to stop. */
export function repeat(work: (signal: AbortSignal) => Promise<void>, options: RepeatOptions): Repeated {
  const closing = new AbortController();
  const running = run(work, { ...options, signal: closing.signal });
  return {
    async close() {
      closing.abort();
      await running;
    },
  };
}

async function run(
  work: (signal: AbortSignal) => Promise<void>,
  { every, random, onError, signal }: RepeatOptions & { signal: AbortSignal },
): Promise<void> {
  // Soon after the start the first time: an instance that is replaced every half an hour would never come to it.
  let delay = (every / 60) * random();
  while (await wait(delay, signal)) {
    delay = every * (0.5 + random() / 2);
    await work(signal).catch(onError);
  }
}

/** @returns false when it was ended. */
export async function wait(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  return await setTimeout(milliseconds, true, { ref: false, signal }).catch(() => false);
}
