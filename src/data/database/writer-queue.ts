// Writers of one discussion follow each other anyway: each holds the lock of its row. They wait here and not for that lock, because
// there each would hold a connection that others need to read.
import type { Limits } from '../../config/limits.ts';
import { CodedError } from '../../errors/coded-error.ts';
import { Turns } from './turns.ts';

interface Writer {
  readonly postId: string;
  /** Aborted when nobody waits for the result any more. */
  readonly signal: AbortSignal;
}

/** Takes the turn of a writer that was admitted: runs `work` when those who came to it earlier have run theirs. */
type TakeTurn = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** How many writers of a post prepare at once: enough that the next one is ready when a turn ends. */
const PREPARING = 4;

interface Discussion {
  readonly preparing: Turns;
  readonly turns: Turns;
  writers: number;
}

/** Lets writers wait for each other in this process. Whoever is refused here has written nothing. */
export interface WriterQueue {
  /**
   * Runs `work`, which writes on a post, once few others are at it: a few writers of a post prepare side by side what they write, the
   * rest wait before they have cost anything. In the turns of a post one writer goes on at a time, first come, first served, and to its
   * end, also if the signal is aborted meanwhile.
   *
   * @throws {CodedError} `SERVICE_UNAVAILABLE` where too many write already. So does either wait, and the work does not run, where it
   *   is too long, or the signal is aborted before it ends.
   */
  admit<Result>(writer: Writer, work: (takeTurn: TakeTurn) => Promise<Result>): Promise<Result>;
  /**
   * Runs `work`, which takes one connection, when the writers' share of the pool has one left; otherwise as a turn. What is written
   * goes before what is looked at in advance, so that whoever has the turn of a post keeps it for as short as can be.
   */
  takeConnection<Result>(
    use: Pick<Writer, 'signal'> & { readonly purpose: 'look' | 'write'; readonly work: () => Promise<Result> },
  ): Promise<Result>;
  /** How many wait for a turn or a connection. */
  readonly waiting: number;
}

type WriterLimits = Pick<Limits, 'writersWaiting' | 'writersWaitingInAll' | 'writerWaitMs' | 'writerConnectionsPercent'>;

/** @param options.connections how many the pool has. */
export function createWriterQueue({
  limits,
  connections,
  arrivals,
}: {
  limits: WriterLimits;
  connections: number;
  /** Clients that connect, whom writers let pass. */
  arrivals: { pass(): Promise<void> | null };
}): WriterQueue {
  const { writersWaiting, writersWaitingInAll, writerWaitMs, writerConnectionsPercent } = limits;
  const share = new Turns(Math.max(1, Math.floor((connections * writerConnectionsPercent) / 100)));
  const discussions = new Map<string, Discussion>();
  const patience = { waitMs: writerWaitMs, onAborted: hasLeft, onTooLong: tooMany };
  let writersInAll = 0;

  return {
    async admit({ postId, signal }, work) {
      const discussion = discussions.get(postId) ?? { preparing: new Turns(PREPARING), turns: new Turns(1), writers: 0 };
      // One of the writers has its turn, the others wait.
      if (discussion.writers > writersWaiting || writersInAll >= writersWaitingInAll) throw tooMany();

      // Kept for as long as somebody writes: posts that nobody writes on take no memory.
      discussions.set(postId, discussion);
      discussion.writers += 1;
      writersInAll += 1;
      try {
        const waiting = { ...patience, signal, isUrgent: false };
        return await discussion.preparing.take(waiting, async () => {
          await arrivals.pass();
          return await work(async (write) => await discussion.turns.take(waiting, write));
        });
      } finally {
        writersInAll -= 1;
        discussion.writers -= 1;
        if (discussion.writers === 0) discussions.delete(postId);
      }
    },
    get waiting() {
      return [...discussions.values()].reduce((sum, { preparing, turns }) => sum + preparing.waiting + turns.waiting, share.waiting);
    },
    async takeConnection({ purpose, signal, work }) {
      // A new post is written without a turn: those who are counted there are no more than wait here.
      if (share.waiting >= writersWaitingInAll) throw tooMany();
      return await share.take({ ...patience, signal, isUrgent: purpose === 'write' }, work);
    },
  };
}

function tooMany(): CodedError {
  return new CodedError('SERVICE_UNAVAILABLE', 'Too many write at the moment. Nothing was written; try again in a second.');
}

function hasLeft(reason: unknown): CodedError {
  return reason instanceof CodedError ? reason : new CodedError('SERVICE_UNAVAILABLE', 'The client has left.');
}
