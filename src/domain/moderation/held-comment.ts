import type { Decision } from '../../data/administered/audit.ts';
import type { HeldCommentRow } from '../../data/administered/held-comments.ts';
import type { CommentRow } from '../../data/reads/comment-rows.ts';
import type { PostRow } from '../../data/reads/post-rows.ts';
import { isShown } from '../../data/reads/visibility.ts';
import type { Connection } from '../../relay/connection.ts';
import type { PageArgs } from '../../relay/page.ts';
import { may } from '../../session/policy.ts';
import { isWriter, showCommenter } from '../commenter.ts';
import type { ShownCommenter } from '../commenter.ts';
import type { ServiceSession } from '../service-session.ts';
import { EMPTY_SLICE } from '../../relay/page.ts';
import { listById } from '../../relay/list-by-id.ts';

/** A comment that is, or was, held; null where the viewer may not read it. */
export async function findHeldComment(session: ServiceSession, id: string): Promise<HeldCommentRow | null> {
  const row = await session.loaders.administered.heldComment.load(id);
  return row !== null && (await mayReadHeldComment(session, row)) ? row : null;
}

export async function mayReadHeldComment(session: ServiceSession, row: HeldCommentRow): Promise<boolean> {
  return may(session.identity, 'readHeldComment', { isOwn: await isWriter(session, row) });
}

/** What the viewer wrote under a post that is held or was turned down, newest first. */
export async function listOwnHeldComments(
  session: ServiceSession,
  { post, ...args }: PageArgs & { readonly post: PostRow },
): Promise<Connection<HeldCommentRow>> {
  const { identity, loaders } = session;
  const { id: postId } = post;
  const of = await loaders.administered.viewerKey(identity);
  const count = of === null ? 0 : await loaders.administered.ownHeldCount(of).load(postId);
  return await listById({ kind: 'HELD', scope: postId }, args, {
    read: async (page) =>
      of === null || count === 0 ? EMPTY_SLICE : await loaders.administered.ownHeldPage(of).load({ postId, page }),
    count: () => count,
  });
}

/** The commenter of a held comment, as shown with it. */
export async function commenterOfHeld(
  session: ServiceSession,
  held: Omit<HeldCommentRow, 'decision'>,
): Promise<ShownCommenter> {
  const author = held.authorId === null ? null : await session.loaders.author.load(held.authorId);
  return showCommenter(session, { author, comment: held });
}

/** Why a comment is not shown, for whoever wrote it and for moderators; null where it is shown, or its writer withdrew it. */
export async function decisionOf(session: ServiceSession, comment: CommentRow): Promise<Decision | null> {
  if (isShown(comment) || !may(session.identity, 'readDecision', { isOwn: true })) return null;
  const isOwn = await isWriter(session, comment);
  if (!may(session.identity, 'readDecision', { isOwn })) return null;
  return await session.loaders.administered.decision.load(comment.id);
}
