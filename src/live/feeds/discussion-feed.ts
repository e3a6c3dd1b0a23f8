import type { Pool } from 'pg';
import { findUnpublished, readLogEvents } from '../../data/log/log-events.ts';
import type { LogEventRow } from '../../data/log/log-events.ts';
import { cursorExpired, encodeCursor } from '../../relay/cursor.ts';
import { isCommentKind, toCommentEvent } from './discussion-event.ts';
import type { CommentEvent, DiscussionEvent, ReadyEvent } from './discussion-event.ts';
import { BATCH } from './feed.ts';
import type { Feed } from './feed.ts';
import { findFollowable, noLongerPublished } from './find-followable.ts';
import type { Viewpoint } from './feed.ts';

interface FollowedPost {
  readonly postId: string;
  readonly viewpoint: Viewpoint;
}

interface PlaceInPost extends FollowedPost {
  readonly after: number;
}

/** A place in a post's log: the seq, and the last number that was assigned there. */
interface LogPlace {
  readonly seq: number;
  readonly lastNumber: number;
}

/** The log of a post, each event once and in order; `GAP` stands for events that are no longer kept. */
export function createDiscussionFeed(pool: Pool, followed: FollowedPost): Feed<DiscussionEvent> {
  const { postId, viewpoint } = followed;
  return {
    key: JSON.stringify(['discussion', postId, viewpoint.key]),
    topic: postId,
    async read(after) {
      return (await readNext(pool, { ...followed, after })) ?? (await readWhyNot(pool, { ...followed, after }));
    },
  };
}

/** The first event of a stream: after which place it starts, and from where on it is live. */
export function createReadyEvent(
  postId: string,
  { from, end, now }: { from: LogPlace; end: LogPlace & Pick<ReadyEvent, 'version'>; now: Date },
): ReadyEvent {
  return {
    ...ownEvent(postId, { kind: 'READY', place: from, now }),
    kind: 'READY',
    liveFrom: cursorOf(postId, end),
    version: end.version,
  };
}

/** The log has no holes: where the next seq is missing, it is not written yet, or it was dropped. */
async function readNext(
  pool: Pool,
  { postId, viewpoint: { identity }, after }: PlaceInPost,
): Promise<DiscussionEvent[] | null> {
  const rows = await readLogEvents(pool, { postId, after, identity, limit: BATCH });
  return rows[0]?.seq === after + 1 ? rows.map((row) => toEvent(row, postId)) : null;
}

/** Why nothing follows: the log ends there, or was dropped, or its post was unpublished. */
async function readWhyNot(pool: Pool, place: PlaceInPost): Promise<DiscussionEvent[]> {
  const { postId, after } = place;
  const end = await findFollowable(pool, { postId, identity: place.viewpoint.identity });
  if (end === null) return await readFarewell(pool, place);
  if (after > end.seq) throw cursorExpired();
  if (after === end.seq) return [];

  // Read once more: it may have been written between the two statements.
  const gap = ownEvent(postId, { kind: 'GAP', place: end, now: new Date() });
  return (await readNext(pool, place)) ?? [gap];
}

/**
 * A subscriber that may no longer see a post is told that it was unpublished, and nothing after that. It may not be sent
 * what it had not read before, so the cursor stays in front of that: when the post is published again, it continues there.
 */
async function readFarewell(
  pool: Pool,
  { postId, viewpoint: { identity }, after }: PlaceInPost,
): Promise<DiscussionEvent[]> {
  const unpublished = await findUnpublished(pool, { postId, after, identity });
  if (unpublished === null) throw noLongerPublished();
  const farewell = { ...toEvent(unpublished, postId), isLast: true };
  if (unpublished.seq === after + 1) return [farewell];
  const cursor = cursorOf(postId, { seq: after, lastNumber: unpublished.numberBefore });
  return [{ ...farewell, cursor }];
}

function toEvent(row: LogEventRow, postId: string): DiscussionEvent | CommentEvent {
  const { kind, seq, clientMutationId, occurredAt } = row;
  const place = { postId, position: seq, cursor: cursorOf(postId, row) };
  if (isCommentKind(kind)) return toCommentEvent(row, { ...place, kind });
  return { ...place, kind, clientMutationId, occurredAt };
}

/** An event of the stream itself, which no commenter caused. */
function ownEvent(
  postId: string,
  { kind, place, now }: { kind: 'READY' | 'GAP'; place: LogPlace; now: Date },
): DiscussionEvent {
  const cursor = cursorOf(postId, place);
  return { kind, postId, position: place.seq, cursor, occurredAt: now, clientMutationId: null };
}

function cursorOf(postId: string, { seq, lastNumber }: LogPlace): string {
  return encodeCursor('LOG', { scope: postId, key: [seq, lastNumber] });
}
