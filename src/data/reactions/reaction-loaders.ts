import DataLoader from 'dataloader';
import type { Pool } from 'pg';
import type { Identity } from '../../session/session.ts';
import { byShape } from '../reads/by-shape.ts';
import { readCounts, readOwnReactions, readReactionStates, readScores } from './reaction-rows.ts';
import type { Counts, ReactionState } from './reaction-rows.ts';

/** Whether a commenter has reacted to a comment. */
interface OwnRequest {
  readonly commentId: string;
  readonly identity: Identity;
}

type Batching = { readonly batchScheduleFn: (read: () => void) => void };

/** The batched reads of reactions of one request: one statement each, however many comments ask. */
export class ReactionLoaders {
  readonly counts: DataLoader<string, Counts>;
  readonly own: DataLoader<OwnRequest, ReadonlySet<string>, string>;
  readonly score: DataLoader<string, number>;
  /** By the post. */
  readonly state: DataLoader<string, ReactionState | null>;

  constructor(pool: Pool, batching: Batching) {
    const ownOf = async (requests: readonly [OwnRequest, ...OwnRequest[]]) => {
      const [{ identity }] = requests;
      return await readOwnReactions(pool, { commentIds: requests.map(({ commentId }) => commentId), identity });
    };
    this.counts = new DataLoader(async (ids) => await readCounts(pool, ids), batching);
    this.own = new DataLoader(byShape(nameCommenter, ownOf), {
      ...batching,
      cacheKeyFn: (request) => `${request.commentId} ${nameCommenter(request)}`,
    });
    this.state = new DataLoader(async (ids) => await readReactionStates(pool, ids), batching);
    this.score = new DataLoader(async (ids) => await readScores(pool, ids), batching);
  }
}

function nameCommenter({ identity: { account, voiceHash } }: OwnRequest): string {
  return JSON.stringify(account === null ? [voiceHash] : [account.issuer, account.subject]);
}
