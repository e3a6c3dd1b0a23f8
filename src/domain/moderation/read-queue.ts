import { countQueue, readQueuePage } from '../../data/administered/queue.ts';
import type { HeldCommentRow } from '../../data/administered/held-comments.ts';
import type { CommentRow } from '../../data/reads/comment-rows.ts';
import { emptyConnection, toConnection } from '../../relay/connection.ts';
import type { Connection } from '../../relay/connection.ts';
import { decodeCursor, encodeCursor } from '../../relay/cursor.ts';
import { decodeIdOf } from '../../relay/global-id.ts';
import { readPage } from '../../relay/page.ts';
import type { PageArgs } from '../../relay/page.ts';
import { findHeldComment } from './held-comment.ts';
import type { ServiceSession } from '../service-session.ts';
import { requireReader } from '../permission.ts';

/** Something that waits for a moderator. */
type ModerationItem = HeldCommentRow | CommentRow;

interface QueueQuery extends PageArgs {
  readonly kind: 'HELD' | 'FLAGGED' | null;
  /** A global id; null: of all posts. */
  readonly postId: string | null;
}

/** What waits for a moderator, oldest first. Nothing waits under a post that is not there. */
export async function listQueue(
  session: ServiceSession,
  { kind, postId: given, ...args }: QueueQuery,
): Promise<Connection<ModerationItem>> {
  requireReader(session, 'readQueue');
  const { database } = session;
  const postId = given === null ? null : decodeIdOf('Post', given);
  const scope = [kind ?? '', given ?? ''].join(' ');
  const page = readPage(args, (cursor) => decodeCursor(cursor, { kind: 'QUEUE', scope })[0]);
  if (given !== null && postId === null) return emptyConnection();

  const filter = { kind, postId };
  const { rows: places, ...ends } = await readQueuePage(database.prisma, { filter, page });
  const seqs = new Map<ModerationItem, number>();
  const rows = await Promise.all(
    places.map(async ({ seq, ...subject }) => {
      const row = await readSubject(session, subject);
      seqs.set(row, seq);
      return row;
    }),
  );
  return toConnection(
    { rows, ...ends },
    {
      cursorOf: (row) => encodeCursor('QUEUE', { scope, key: [seqs.get(row) ?? 0] }),
      totalCount: async () => await countQueue(database.prisma, filter),
    },
  );
}

interface Subject {
  readonly commentId: string | null;
  readonly heldCommentId: string | null;
}

/** Moderators see every comment, and neither kind is ever deleted. */
async function readSubject(
  { loaders }: ServiceSession,
  { commentId, heldCommentId }: Subject,
): Promise<ModerationItem> {
  const row =
    heldCommentId === null
      ? await loaders.comment.load(requireId(commentId))
      : await loaders.administered.heldComment.load(heldCommentId);
  if (row === null) throw new Error('Expected what waits in the queue to be there.');
  return row;
}

function requireId(id: string | null): string {
  if (id === null) throw new Error('Expected what waits in the queue to be one of the two.');
  return id;
}

/** What an event of the queue is about; null where the viewer may not see it. */
export async function findItem(
  session: ServiceSession,
  { commentId, heldCommentId }: Subject,
): Promise<ModerationItem | null> {
  if (heldCommentId !== null) return await findHeldComment(session, heldCommentId);
  return commentId === null ? null : await session.loaders.comment.load(commentId);
}
