import { topicOfReactions } from '../../data/log/topics.ts';
import { setReaction } from '../../data/reactions/set-reaction.ts';
import type { CommentRow } from '../../data/reads/comment-rows.ts';
import { isPublished, isShown } from '../../data/reads/visibility.ts';
import { CodedError } from '../../errors/coded-error.ts';
import { decodeIdOf } from '../../relay/global-id.ts';
import { findViewer } from '../account.ts';
import { DiscussionClosedError, ForbiddenError, NotFoundError, requireValid } from '../errors.ts';
import type { ServiceSession } from '../service-session.ts';
import { takeTurn, writeInStatement } from '../writing/write.ts';

/** How often the comment is read again, where each time something changed before the reaction was written. */
const ATTEMPTS = 5;

interface ReactInput {
  readonly commentId: string;
  readonly kind: string;
  /** False takes the reaction away. */
  readonly on: boolean;
}

/** Who reacts: an account's author row, or a voice. */
interface Reactor {
  readonly authorId: string | null;
  readonly voiceHash: string | null;
}

/** Gives a comment a reaction of the viewer's, or takes it away. To do either twice is to do it once. */
export async function react(session: ServiceSession, { commentId, kind, on: isOn }: ReactInput): Promise<CommentRow> {
  requireKind(session, kind);
  const reactor = await requireReactor(session);
  const id = decodeIdOf('Comment', commentId);

  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const { comment, postId, seen } = await findReactable(session, id);
    const reaction = { commentId: comment.id, postId, kind, isOn, ...reactor, createdAt: session.now() };
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
  throw new CodedError('CONFLICT', 'Others wrote at the same time; try again.');
}

function requireKind({ config: { reactions } }: ServiceSession, kind: string): void {
  if (reactions.includes(kind)) return;
  const expected = reactions.length === 0 ? 'no reaction: this site has none' : `one of ${reactions.join(', ')}`;
  requireValid([{ path: ['kind'], message: `Expected ${expected}.` }]);
}

async function requireReactor(session: ServiceSession): Promise<Reactor> {
  const { account, voiceHash } = session.identity;
  if (account === null && !session.config.hasGuestReactions) {
    throw new ForbiddenError('Expected an account to react to comments: guests may not.');
  }
  if (account === null && voiceHash === null) {
    throw new ForbiddenError('Expected a guest to send a voice, by which a reaction is known.');
  }
  const viewer = await findViewer(session);
  return viewer === null ? { authorId: null, voiceHash } : { authorId: viewer.id, voiceHash: null };
}

/** A comment to which the viewer may react, as things stand now. */
async function findReactable({ loaders }: ServiceSession, id: string | null) {
  const comment = id === null ? null : await loaders.comment.load(id);
  const post = comment === null ? null : await loaders.post.load(comment.postId);
  if (comment === null || post === null) throw new NotFoundError('Comment not found.');
  if (!isShown(comment)) throw new NotFoundError('The comment is withdrawn.');
  const { isOpen } = post.discussion;
  if (!isOpen || !isPublished(post)) throw new DiscussionClosedError('The discussion is not open to reactions.');
  return { comment, postId: post.id, seen: { isOpen, publishedAt: post.publishedAt, status: comment.status } };
}
