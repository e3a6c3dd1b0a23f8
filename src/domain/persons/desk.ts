import type { Database } from '../../data/database/database.ts';
import { inTransaction } from '../../data/database/transaction.ts';
import type { Transaction } from '../../data/database/transaction.ts';
import { QUEUE } from '../../data/log/log.ts';
import { topicOfReactions } from '../../data/log/topics.ts';
import type { Doorbell } from '../../live/doorbell/doorbell.ts';
import type { ServiceSession } from '../service-session.ts';
import { lookAhead, takeTurn, write } from '../writing/write.ts';

interface Written {
  readonly postId: string;
  readonly seq: number | null;
  readonly queueSeq: number | null;
  /** Of the counts of reactions. */
  readonly version: number | null;
}

/** What an erasure works with: in a request, beside the service as a command, or in the background. */
export interface Desk {
  readonly database: Pick<Database, 'pool' | 'prisma'>;
  now(): Date;
  look<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Runs a transaction on a post, and rings for what it wrote. */
  writeOn<Result extends Written>(postId: string, work: (tx: Transaction) => Promise<Result>): Promise<Result>;
}

/** In a request: writers of a post take turns. */
export function deskOf(session: ServiceSession): Desk {
  return {
    database: session.database,
    now: () => session.now(),
    look: async (work) => await lookAhead(session, work),
    async writeOn(postId, work) {
      const run = async () => await write(session, async (tx) => await work(tx));
      const written = await takeTurn(session, { postId, work: run });
      ringForReactions(session.doorbell, { postId, version: written.version });
      return written;
    },
  };
}

/** Outside of requests. Without a doorbell, the streams of a service that runs hear of it when they look for themselves. */
export function makeDesk({ database, doorbell }: { database: Desk['database']; doorbell?: Doorbell }): Desk {
  return {
    database,
    now: () => new Date(),
    look: async (work) => await work(),
    async writeOn(postId, work) {
      const written = await inTransaction(database.prisma, async (tx) => await work(tx));
      if (written.seq !== null) doorbell?.ring({ postId, seq: written.seq });
      if (written.queueSeq !== null) doorbell?.ring({ postId: QUEUE, seq: written.queueSeq });
      if (doorbell !== undefined) ringForReactions(doorbell, { postId, version: written.version });
      return written;
    },
  };
}

function ringForReactions(
  doorbell: Doorbell,
  { postId, version }: { readonly postId: string; readonly version: number | null },
): void {
  if (version !== null) doorbell.ring({ postId: topicOfReactions(postId), seq: version });
}
