import type { Pool } from 'pg';
import { EventKind } from '../../generated/prisma/enums.ts';
import { joinedCommentColumns, selectComment, toJoinedCommentRow } from '../reads/comment-rows.ts';
import type { CommentRow } from '../reads/comment-rows.ts';
import { enumeration, excludingNull, int, nullable, text, timestamp } from '../database/columns.ts';
import { readRows, statement, Templates } from '../database/sql.ts';
import { isVisiblePost, nameVisibility } from '../reads/visibility.ts';
import { ofPlace } from './place-in-post.ts';
import type { PlaceInPost } from './place-in-post.ts';

/** A row of a post's log, with the current state of the comment and the post it refers to. */
export interface LogEventRow {
  readonly seq: number;
  readonly kind: EventKind;
  readonly lastNumber: number;
  readonly clientMutationId: string | null;
  readonly occurredAt: Date;
  /** Null where the event is about the post. */
  readonly comment: CommentRow | null;
  /** The published comments that the post has now. */
  readonly commentCount: number;
}


const eventKind = enumeration('event_kind', EventKind);

/** The names differ from those of a comment's columns. */
const eventColumns = {
  eventSeq: int,
  eventKind,
  eventLastNumber: excludingNull(int), // an added comment's number, too
  eventClientMutationId: nullable(text),
  eventOccurredAt: timestamp,
  eventCommentCount: int,
  ...joinedCommentColumns,
};

const asLogEvents = statement('logEvents', eventColumns);
const asAddedComments = statement('addedComments', eventColumns);

// They are read for each event that anybody follows. What stands in the condition belongs to the shape.
const logEvents = new Templates<PlaceInPost, typeof eventColumns>(
  ({ identity }) => asLogEvents`
    SELECT e.seq AS "eventSeq", e.kind AS "eventKind", e.last_number AS "eventLastNumber",
      e.client_mutation_id AS "eventClientMutationId", e.occurred_at AS "eventOccurredAt",
      d.comment_count AS "eventCommentCount", ${selectComment}
    FROM event e JOIN post p ON p.id = e.post_id JOIN discussion d ON d.post_id = e.post_id
      LEFT JOIN comment c ON c.id = e.comment_id LEFT JOIN author a ON a.id = c.author_id
    WHERE e.post_id = ${ofPlace.postId}::uuid AND e.seq > ${ofPlace.after} AND ${isVisiblePost(identity)}
    ORDER BY e.seq LIMIT ${ofPlace.limit}`,
);

const addedComments = new Templates<PlaceInPost, typeof eventColumns>(
  ({ identity }) => asAddedComments`
    SELECT 0 AS "eventSeq", 'COMMENT_ADDED'::event_kind AS "eventKind", c.number AS "eventLastNumber",
      c.client_mutation_id AS "eventClientMutationId", c.created_at AS "eventOccurredAt",
      d.comment_count AS "eventCommentCount", ${selectComment}
    FROM comment c JOIN post p ON p.id = c.post_id JOIN discussion d ON d.post_id = c.post_id
      LEFT JOIN author a ON a.id = c.author_id
    WHERE c.post_id = ${ofPlace.postId}::uuid AND c.number > ${ofPlace.after} AND ${isVisiblePost(identity)}
    ORDER BY c.number LIMIT ${ofPlace.limit}`,
);
const lastUnpublished = statement('lastUnpublished', {
  seq: int,
  kind: eventKind,
  lastNumber: int,
  occurredAt: timestamp,
  numberBefore: int,
});

/** The log of a post after a seq; nothing where the viewer may not see the post. */
export async function readLogEvents(pool: Pool, place: PlaceInPost): Promise<LogEventRow[]> {
  return await readEvents(pool, logEvents.fill(nameVisibility(place.identity), place));
}

/**
 * The comments of a post after a number, as events of their addition. They are read from the comment rows, which are never
 * deleted, so no number is too old.
 */
export async function readAddedComments(pool: Pool, place: PlaceInPost): Promise<LogEventRow[]> {
  return await readEvents(pool, addedComments.fill(nameVisibility(place.identity), place));
}

async function readEvents(pool: Pool, events: ReturnType<typeof logEvents.fill>): Promise<LogEventRow[]> {
  const rows = await readRows(pool, events);
  return rows.map(
    ({ eventSeq, eventKind, eventLastNumber, eventClientMutationId, eventOccurredAt, eventCommentCount, ...row }) => ({
      seq: eventSeq,
      kind: eventKind,
      lastNumber: eventLastNumber,
      clientMutationId: eventClientMutationId,
      occurredAt: eventOccurredAt,
      commentCount: eventCommentCount,
      comment: toJoinedCommentRow(row),
    }),
  );
}

/** The event by which a post was unpublished, for viewers who may not see the events before it. */
interface UnpublishedRow extends LogEventRow {
  /** The last number given at the reader's place in the log; 0 where that event is no longer kept. */
  readonly numberBefore: number;
}

/**
 * The last event after a seq by which a post was unpublished, if the viewer may not see the post: the only event of it that
 * such a viewer still receives.
 */
export async function findUnpublished(
  pool: Pool,
  { postId, after, identity }: Omit<PlaceInPost, 'limit'>,
): Promise<UnpublishedRow | null> {
  const [row] = await readRows(
    pool,
    lastUnpublished`
    SELECT e.seq, e.kind, e.last_number AS "lastNumber", e.occurred_at AS "occurredAt",
      coalesce(before.last_number, 0) AS "numberBefore"
    FROM event e JOIN post p ON p.id = e.post_id
      LEFT JOIN event before ON before.post_id = e.post_id AND before.seq = ${after}
    WHERE e.post_id = ${postId}::uuid AND e.seq > ${after} AND e.kind = 'POST_UNPUBLISHED'
      AND NOT ${isVisiblePost(identity)}
    ORDER BY e.seq DESC LIMIT 1`,
  );
  return row === undefined ? null : { ...row, clientMutationId: null, comment: null, commentCount: 0 };
}
