// Writers of one discussion follow each other anyway: each holds the lock of its row. They wait here and not for that lock, because
// there each would hold a connection that others need to read.
import type { Limits } from '../../config/limits.ts';
import { CodedError } from '../../errors/coded-error.ts';
import { Turns } from './turns.ts';

interface Turn<Result> {
  /** Aborted when nobody waits for the result any more. */
  readonly signal: AbortSignal;
  readonly work: () => Promise<Result>;
}

/** Takes the turn of a writer that was admitted: runs `work` when those who came to it earlier have run theirs. */
type TakeTurn = <Result>(turn: Turn<Result>) => Promise<Result>;

/** Lets writers wait for each other in this process. Whoever is refused here has written nothing. */
export interface WriterQueue {
  /**
   * Counts a writer of a post for as long as `work` runs. What it does before it takes its turn holds nobody up. In the turns of a post
   * one writer goes on at a time, first come, first served, and to its end, also if the signal is aborted meanwhile.
   *
   * @throws {CodedError} `SERVICE_UNAVAILABLE` where too many write already. So does the turn, and its work does not run, where the
   *   wait is too long, or the signal is aborted before it comes.
   */
  admit<Result>(postId: string, work: (takeTurn: TakeTurn) => Promise<Result>): Promise<Result>;
  /**
   * Runs `work`, which takes one connection, when the writers' share of the pool has one left; otherwise as a turn. What is written
   * goes before what is looked at in advance, so that whoever has the turn of a post keeps it for as short as can be.
   */
  takeConnection<Result>(turn: Turn<Result> & { readonly purpose: 'look' | 'write' }): Promise<Result>;
  /** How many wait for a turn or a connection. */
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
  const share = new Turns(Math.max(1, Math.floor((connections * writerConnectionsPercent) / 100)));
  const discussions = new Map<string, { readonly turns: Turns; writers: number }>();
  const patience = { waitMs: writerWaitMs, onAborted: hasLeft, onTooLong: tooMany };
  let writersInAll = 0;

  return {
    async admit(postId, work) {
      const discussion = discussions.get(postId) ?? { turns: new Turns(1), writers: 0 };
      // One of the writers has its turn, the others wait.
      if (discussion.writers > writersWaiting || writersInAll >= writersWaitingInAll) throw tooMany();

      // Kept for as long as somebody writes: posts that nobody writes on take no memory.
      discussions.set(postId, discussion);
      discussion.writers += 1;
      writersInAll += 1;
      try {
        return await work(async ({ signal, work: inTurn }) => await discussion.turns.take({ ...patience, signal, isUrgent: false }, inTurn));
      } finally {
        writersInAll -= 1;
        discussion.writers -= 1;
        if (discussion.writers === 0) discussions.delete(postId);
      }
    },
    get waiting() {
      return [...discussions.values()].reduce((sum, { turns }) => sum + turns.waiting, share.waiting);
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
