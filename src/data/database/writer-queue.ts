// Writers of one discussion follow each other anyway: each holds the lock of its row. They wait here and not for that lock, because
// there each would hold a connection that others need to read.
import { AsyncLocalStorage } from 'node:async_hooks';
import PQueue from 'p-queue';
import type { Limits } from '../../config/limits.ts';
import { CodedError } from '../../errors/coded-error.ts';

interface Turn<Result> {
  /** Aborted when nobody waits for the result any more. */
  readonly signal: AbortSignal;
  readonly work: () => Promise<Result>;
}

/** Lets writers wait for each other in this process. Whoever is refused here has written nothing. */
export interface WriterQueue {
  /**
   * Runs `work` when it is its turn among the writers of a post, first come, first served. It runs to its end, also if
   * the signal is aborted meanwhile.
   *
   * @throws {CodedError} `SERVICE_UNAVAILABLE`, and `work` does not run, where too many wait already, the wait is too long, or the
   *   signal is aborted before the turn comes.
   */
  takeTurn<Result>(postId: string, turn: Turn<Result>): Promise<Result>;
  /**
   * Runs `work`, which takes one connection, when the writers' share of the pool has one left; otherwise as {@link takeTurn}. A
   * writer that has its turn is counted already.
   */
  takeConnection<Result>(turn: Turn<Result>): Promise<Result>;
  /** How many wait for their turn. */
  readonly waiting: number;
}

type WriterLimits = Pick<Limits, 'writersWaiting' | 'writersWaitingInAll' | 'writerWaitMs' | 'writerConnectionsPercent'>;

/** @param options.connections how many the pool has. */
export function createWriterQueue({
  limits,
  connections,
}: {
  limits: WriterLimits;
  connections: number;
}): WriterQueue {
  const { writersWaiting, writersWaitingInAll, writerWaitMs, writerConnectionsPercent } = limits;
  const share = new PQueue({ concurrency: Math.max(1, Math.floor((connections * writerConnectionsPercent) / 100)) });
  const discussions = new Map<string, { readonly queue: PQueue; writers: number }>();
  const hasTurn = new AsyncLocalStorage<boolean>();
  let writersInAll = 0;

  async function count<Result>(write: () => Promise<Result>): Promise<Result> {
    if (writersInAll >= writersWaitingInAll) throw tooMany();
    writersInAll += 1;
    try {
      return await write();
    } finally {
      writersInAll -= 1;
    }
  }

  async function waitForTurn<Result>(postId: string, turn: Turn<Result>): Promise<Result> {
    const discussion = discussions.get(postId) ?? { queue: new PQueue({ concurrency: 1 }), writers: 0 };
    if (discussion.writers > writersWaiting) throw tooMany(); // one of the writers has its turn, the others wait

    // Kept for as long as somebody writes: posts that nobody writes on take no memory.
    discussions.set(postId, discussion);
    discussion.writers += 1;
    try {
      const work = async () => await hasTurn.run(true, turn.work);
      return await waitIn(discussion.queue, { ...turn, work, waitMs: writerWaitMs });
    } finally {
      discussion.writers -= 1;
      if (discussion.writers === 0) discussions.delete(postId);
    }
  }

  return {
    takeTurn: async (postId, turn) => await count(async () => await waitForTurn(postId, turn)),
    async takeConnection(turn) {
      const write = async () => await waitIn(share, { ...turn, waitMs: writerWaitMs });
      return hasTurn.getStore() === true ? await write() : await count(write);
    },
    get waiting() {
      return [...discussions.values()].reduce((sum, { queue }) => sum + queue.size, share.size);
    },
  };
}

async function waitIn<Result>(
  queue: PQueue,
  { signal, work, waitMs }: Turn<Result> & { waitMs: number },
): Promise<Result> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(tooMany()), waitMs);
  const leave = () => patience.abort(hasLeft(signal.reason));
  const stopWaiting = () => {
    clearTimeout(timer);
    signal.removeEventListener('abort', leave);
  };
  if (signal.aborted) leave();
  signal.addEventListener('abort', leave);

  try {
    return await queue.add(
      async () => {
        // From here on nothing ends it: the queue would report a failure of what may be written all the same.
        stopWaiting();
        return await work();
      },
      { signal: patience.signal },
    );
  } finally {
    stopWaiting();
  }
}

function tooMany(): CodedError {
  return new CodedError('SERVICE_UNAVAILABLE', 'Too many write at the moment. Nothing was written; try again in a second.');
}

function hasLeft(reason: unknown): CodedError {
  return reason instanceof CodedError ? reason : new CodedError('SERVICE_UNAVAILABLE', 'The client has left.');
}
