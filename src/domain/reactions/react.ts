import { topicOfReactions } from '../../data/log/topics.ts';
import { readReactable } from '../../data/reactions/reactable.ts';
import { setReaction } from '../../data/reactions/set-reaction.ts';
import type { CommentRow } from '../../data/reads/comment-rows.ts';
import { isPublished, isShown } from '../../data/reads/visibility.ts';
import { othersWrote } from '../../errors/coded-error.ts';
import { decodeIdOf } from '../../relay/global-id.ts';
import { identifyCommenter } from '../commenter.ts';
import { DiscussionClosedError, ForbiddenError, NotFoundError, requireValid } from '../errors.ts';
import { isMuting, muted } from '../moderation/muted.ts';
import { requireMay } from '../permission.ts';
import type { ServiceSession } from '../service-session.ts';
import { lookAhead, takeTurn, writeInStatement } from '../writing/write.ts';

/** How often the comment is read again, where each time something changed before the reaction was written. */
const ATTEMPTS = 5;

interface ReactInput {
  readonly commentId: string;
  readonly kind: string;
  /** False takes the reaction away. */
  readonly on: boolean;
}

/** Gives a comment a reaction of the viewer's, or takes it away. To do either twice is to do it once. */
export async function react(session: ServiceSession, { commentId, kind, on: isOn }: ReactInput): Promise<CommentRow> {
  requireKind(session, kind);
  requireMayReact(session);
  const id = decodeIdOf('Comment', commentId);

  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const { comment, viewer, seen } = await findReactable(session, id);
    const { postId } = comment;
    const { author, columns } = await identifyCommenter(session, { known: viewer, guestName: null });
    const by = { authorId: author?.id ?? null, voiceHash: columns.voiceHash };
    const reaction = { ...by, commentId: comment.id, postId, kind, isOn, createdAt: session.now() };
    const work = async () =>
      await writeInStatement(session, async (connection) => {
        const moved = await setReaction(connection, { reaction, seen });
        return moved && { ...moved, postId: topicOfReactions(postId), seq: moved.isMoved ? moved.version : null };
      });
    const moved = await takeTurn(session, { postId, work });
    if (moved !== null) {
      const { counts, own } = session.loaders.reactions;
      counts.prime(comment.id, moved.counts);
      own.prime({ commentId: comment.id, identity: session.identity }, moved.own);
      return comment;
    }
  }
  throw othersWrote();
}

function requireKind({ config: { reactions } }: ServiceSession, kind: string): void {
  if (reactions.includes(kind)) return;
  const expected = reactions.length === 0 ? 'no reaction: this site has none' : `one of ${reactions.join(', ')}`;
  requireValid([{ path: ['kind'], message: `Expected ${expected}.` }]);
}

function requireMayReact(session: ServiceSession): void {
  const { config, identity } = session;
  requireMay(session, 'react');
  if (identity.account === null && !config.hasGuestReactions) {
    throw new ForbiddenError('Expected an account to react to comments: guests may not.');
  }
}

/** A comment to which the viewer may react, as things stand now. */
async function findReactable(session: ServiceSession, commentId: string | null) {
  const { database, identity } = session;
  if (commentId === null) throw new NotFoundError('Comment not found.');
  const found = await lookAhead(session, async () => await readReactable(database.pool, { commentId, identity }));
  if (found === null) throw new NotFoundError('Comment not found.');
  const { comment, viewer, isOpen, isLocked, publishedAt, mute } = found;
  if (mute !== null && isMuting(session, mute)) throw muted(mute);
  if (!isShown(comment)) throw new NotFoundError('The comment is withdrawn.');
  if (!isOpen || !isPublished({ publishedAt })) {
    throw new DiscussionClosedError('The discussion is not open to reactions.');
  }
  if (isLocked) throw new DiscussionClosedError('The thread is locked: it takes no reactions.');
  return { comment, viewer, seen: { isOpen, publishedAt, status: comment.status } };
}
