import type { CommentRow } from '../../data/reads/comment-rows.ts';
import type { PostRow } from '../../data/reads/post-rows.ts';
import { CodedError } from '../../errors/coded-error.ts';
import type { Connection } from '../../relay/connection.ts';
import type { PageArgs } from '../../relay/page.ts';
import { findPost } from '../post.ts';
import { listReactions } from '../reactions/list-reactions.ts';
import type { ServiceSession } from '../service-session.ts';
import { hasNumber, listComments, WHOLE_COMMENTS } from '../thread.ts';
import { viewComment } from './comment-view.ts';
import type { CommentView } from './comment-view.ts';
import { answerComments } from './comments-answer.ts';
import type { CommentsAnswer } from './comments-answer.ts';
import { neighboursOf } from './list-discussions.ts';
import type { ListPage } from './list-discussions.ts';
import { viewPost } from './post-view.ts';
import type { PostView } from './post-view.ts';

interface DiscussionQuery {
  readonly slug: string;
  readonly order: 'TIME' | 'THREAD';
  /** By cursors, or the page that has the comment with a number. */
  readonly page: PageArgs | { readonly around: number; readonly first: number };
}

/** A post and a page of its discussion, both of one moment. */
export interface Discussion extends ListPage<DiscussionComment> {
  readonly post: PostView;
  /** The same for what goes on from the page. */
  readonly answer: CommentsAnswer;
}

export interface DiscussionComment extends CommentView {
  /** The kinds of reactions that somebody gave. */
  readonly reactions: readonly { readonly kind: string; readonly count: number }[];
}

/**
 * A post and a page of its discussion; null where there is no such post.
 *
 * @throws {CodedError} `NOT_FOUND` where it has no comment with that number.
 */
export async function readDiscussion(
  session: ServiceSession,
  { slug, ...query }: DiscussionQuery,
): Promise<Discussion | null> {
  const post = await findPost(session, { slug });
  if (post === null) return null;

  const comments = await readComments(session, { post, ...query });
  // After the comments: one that is pinned is often among them.
  const [view, items, answer] = await Promise.all([
    viewPost(session, post),
    Promise.all(comments.nodes.map(async (node) => await viewInDiscussion(session, node))),
    answerComments(session, { post, comments }),
  ]);
  return { post: view, items, answer, ...neighboursOf(comments.pageInfo) };
}

async function readComments(
  session: ServiceSession,
  { post, order, page }: Omit<DiscussionQuery, 'slug'> & { readonly post: PostRow },
): Promise<Connection<CommentRow>> {
  const selection = WHOLE_COMMENTS;
  if (!('around' in page)) return await listComments(session, { ...page, post, order, selection });
  const { around: aroundNumber, first } = page;
  if (!hasNumber(post, aroundNumber)) throw new CodedError('NOT_FOUND', 'The post has no such comment.');
  return await listComments(session, { post, order, selection, aroundNumber, first });
}

async function viewInDiscussion(session: ServiceSession, comment: CommentRow): Promise<DiscussionComment> {
  const reactions = await listReactions(session, comment);
  return { ...viewComment(session, comment), reactions: reactions.filter(({ count }) => count > 0) };
}
