import { ColloquyError } from './colloquy-error.ts';

/** Waits for something that must not take longer: a connection that has died says nothing at all. */
export async function within<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new ColloquyError(`Nothing was heard for ${milliseconds} ms.`, { code: 'NETWORK_FAILURE' }));
    }, milliseconds);
  });
  try {
    return await Promise.race([work, silence]);
  } finally {
    clearTimeout(timer);
    // Who lost the race may still reject; nobody listens any more.
    work.catch(() => undefined);
  }
}
