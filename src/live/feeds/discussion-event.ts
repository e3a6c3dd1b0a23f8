import type { CommentRow } from '../../data/reads/comment-rows.ts';
import type { LogEventRow } from '../../data/log/log-events.ts';
import type { EventKind } from '../../generated/prisma/enums.ts';
import type { LiveEvent } from './feed.ts';

/** Something that happened to a discussion, or to the stream itself. */
export interface DiscussionEvent extends LiveEvent {
  /** A kind of the log; `READY`: the stream starts; `GAP`: earlier events are no longer kept; `REACTIONS`: counts have moved. */
  readonly kind: EventKind | 'READY' | 'GAP' | 'REACTIONS';
  readonly postId: string;
  /** A stream that resumes after it continues with the next event. */
  readonly cursor: string;
  readonly occurredAt: Date;
  readonly clientMutationId: string | null;
}

/** The kinds of what happens to one comment. */
const COMMENT_KINDS = [
  ...(['COMMENT_ADDED', 'COMMENT_EDITED', 'COMMENT_WITHDRAWN', 'COMMENT_HIDDEN', 'COMMENT_RESTORED'] as const),
  ...(['COMMENT_LOCKED', 'COMMENT_UNLOCKED'] as const),
];
type CommentKind = (typeof COMMENT_KINDS)[number];

/** Something happened to a comment. */
export interface CommentEvent extends DiscussionEvent {
  readonly kind: CommentKind;
  /** As it is at delivery. */
  readonly comment: CommentRow;
  /** The number of published comments that the post has at delivery. */
  readonly commentCount: number;
}

/** The first event of a stream. */
export interface ReadyEvent extends DiscussionEvent {
  readonly kind: 'READY';
  /** Events up to this cursor are replayed; those after it are live. */
  readonly liveFrom: string;
  /** That of the discussion: later reactions are told. */
  readonly version: number;
}

/** The reactions to a comment have moved. It is no event of the log, and is never replayed. */
export interface ReactionsEvent extends DiscussionEvent {
  readonly kind: 'REACTIONS';
  /** As it is at delivery. */
  readonly comment: CommentRow;
}

export function isCommentKind(kind: EventKind): kind is CommentKind {
  return COMMENT_KINDS.some((known) => known === kind);
}

type Place = Pick<LiveEvent, 'position'> & Pick<DiscussionEvent, 'postId' | 'cursor'>;

export function toCommentEvent(
  { clientMutationId, occurredAt, comment, commentCount }: LogEventRow,
  place: Place & { readonly kind: CommentEvent['kind'] },
): CommentEvent {
  if (comment === null) throw new Error(`Expected the event ${place.position} to have a comment.`);
  return { ...place, clientMutationId, occurredAt, comment, commentCount };
}
