import { setTimeout } from 'node:timers/promises';
import { percentile } from '../shared/statistics.ts';
import { ask, residentBytes, type AbusedService } from './service.ts';

/** What an abuse did to the service, and to somebody else. */
export interface Figures {
  /** By how much the process grew at most while it lasted. */
  readonly grownMiB: number;
  /** Of another client's reads meanwhile, and before. */
  readonly p99Ms: number;
  readonly quietP99Ms: number;
  /** Of those reads. */
  readonly failedReads: number;
  /** What the abuser was left with. */
  readonly left: string;
}

/** An abuse that goes on until it is ended. */
export interface Abuse {
  /** What the abuser has, in words. */
  left(): string;
  end(): void;
}

const READS = 1_000;
const AT_ONCE = 4;
const EVERY = 200; // milliseconds between two looks at the memory

/** Reads as another client, and looks at the memory, while an abuse goes on. */
export async function watch(
  service: AbusedService,
  { postId, begin }: { postId: string; begin: () => Promise<Abuse> },
): Promise<Figures> {
  const quiet = await readMany(service, postId);
  const before = await residentBytes(service);
  let most = before;
  const watching = new AbortController();
  const looking = (async () => {
    while (!watching.signal.aborted) {
      most = Math.max(most, await residentBytes(service));
      await setTimeout(EVERY);
    }
  })();
  const abuse = await begin();
  try {
    const meanwhile = await readMany(service, postId);
    return {
      grownMiB: Math.round((most - before) / 2 ** 20),
      p99Ms: Math.round(percentile(meanwhile.millis, 99)),
      quietP99Ms: Math.round(percentile(quiet.millis, 99)),
      failedReads: meanwhile.failed,
      left: abuse.left(),
    };
  } finally {
    abuse.end();
    watching.abort();
    await looking;
  }
}

async function readMany(service: AbusedService, postId: string): Promise<{ millis: number[]; failed: number }> {
  const millis: number[] = [];
  let failed = 0;
  let left = READS;
  const read = async () => {
    while (left > 0) {
      left -= 1;
      const began = performance.now();
      await ask(service, 'query ($id: ID!) { post(by: { id: $id }) { title commentCount } }', { id: postId }).catch(
        () => (failed += 1),
      );
      millis.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, read));
  return { millis, failed };
}
