import type { CommentRow } from '../../data/reads/comment-rows.ts';
import type { LogEventRow } from '../../data/log/log-events.ts';
import type { EventKind } from '../../generated/prisma/enums.ts';
import type { LiveEvent } from './feed.ts';

/** Something that happened to a discussion, or to the stream that tells of it. */
export interface DiscussionEvent extends LiveEvent {
  /** A change of the log; `READY`: the stream begins; `GAP`: what came before is no longer kept. */
  readonly kind: EventKind | 'READY' | 'GAP';
  readonly postId: string;
  /** The place after which a stream goes on behind this event. */
  readonly cursor: string;
  readonly occurredAt: Date;
  readonly clientMutationId: string | null;
}

/** A comment was added, edited or withdrawn. */
export interface CommentEvent extends DiscussionEvent {
  readonly kind: 'COMMENT_ADDED' | 'COMMENT_EDITED' | 'COMMENT_WITHDRAWN';
  /** As it is now. */
  readonly comment: CommentRow;
  /** The published comments that the post has now. */
  readonly commentCount: number;
}

/** The first event of a stream. */
export interface ReadyEvent extends DiscussionEvent {
  readonly kind: 'READY';
  /** What comes up to this place is replayed, and what comes after it is live. */
  readonly liveFrom: string;
}

type Place = Pick<LiveEvent, 'position'> & Pick<DiscussionEvent, 'postId' | 'cursor'>;

export function toCommentEvent(
  { clientMutationId, occurredAt, comment, commentCount }: LogEventRow,
  place: Place & { readonly kind: CommentEvent['kind'] },
): CommentEvent {
  if (comment === null) throw new Error(`Expected the event ${place.position} to have a comment.`);
  return { ...place, clientMutationId, occurredAt, comment, commentCount };
}
