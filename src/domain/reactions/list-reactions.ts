import type { CommentRow } from '../../data/reads/comment-rows.ts';
import { isShown } from '../../data/reads/visibility.ts';
import { isNobody } from '../../session/session.ts';
import type { ServiceSession } from '../service-session.ts';

/** The reactions of one kind to a comment. */
export interface ReactionCount {
  readonly kind: string;
  readonly count: number;
  /** Null where the comment is not shown. */
  readonly commentId: string | null;
}

/** The reactions of every kind that the site has, in its order. A comment that is not shown has none. */
export async function listReactions(
  { config, loaders }: ServiceSession,
  comment: CommentRow,
): Promise<ReactionCount[]> {
  const { reactions: kinds } = config;
  if (kinds.length === 0) return [];
  if (!isShown(comment)) return kinds.map((kind) => ({ kind, count: 0, commentId: null }));
  const counts = await loaders.reactions.counts.load(comment.id);
  return kinds.map((kind) => ({ kind, count: counts.get(kind) ?? 0, commentId: comment.id }));
}

/** Whether the viewer has reacted so. Nobody without an account or a voice has. */
export function hasReacted(session: ServiceSession, reaction: ReactionCount): boolean | Promise<boolean> {
  const { commentId, kind, count } = reaction;
  if (commentId === null || count === 0 || isNobody(session.identity)) return false;
  return isOwn(session, { commentId, kind });
}

async function isOwn(
  { identity, loaders }: ServiceSession,
  { commentId, kind }: { readonly commentId: string; readonly kind: string },
): Promise<boolean> {
  return (await loaders.reactions.own.load({ commentId, identity })).has(kind);
}
