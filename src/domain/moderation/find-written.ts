import { decodeIdOf } from '../../relay/global-id.ts';
import { findComment } from '../comment.ts';
import type { ServiceSession } from '../service-session.ts';

/** Something that somebody wrote, by one of two global ids. */
interface WrittenIds {
  readonly commentId: string | null;
  readonly heldCommentId: string | null;
}

/** What a comment or a held one is, and by whom; null where there is none, or the viewer may not see it. */
export async function findWritten(session: ServiceSession, { commentId, heldCommentId }: WrittenIds) {
  const heldId = decodeIdOf('HeldComment', heldCommentId ?? '');
  const held = heldId === null ? null : await session.loaders.administered.heldComment.load(heldId);
  if (held !== null) {
    const { id, postId, authorId, voiceHash } = held;
    return { heldCommentId: id, postId, authorId, voiceHash };
  }
  const comment = await findComment(session, { id: commentId ?? '' });
  if (comment === null) return null;
  const { id, postId, authorId, voiceHash = null } = comment;
  return { commentId: id, postId, authorId, voiceHash };
}
