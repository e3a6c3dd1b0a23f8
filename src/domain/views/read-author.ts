import type { CommentRow } from '../../data/reads/comment-rows.ts';
import { requireRead } from '../../data/reads/require-read.ts';
import type { PageArgs } from '../../relay/page.ts';
import { excerptOf } from '../../text/excerpt.ts';
import { findAuthor } from '../author.ts';
import { listCommentsOf } from '../comment.ts';
import { avatarOf } from '../commenter.ts';
import { findPostById } from '../post.ts';
import type { ServiceSession } from '../service-session.ts';
import { listDiscussions, neighboursOf } from './list-discussions.ts';
import type { ListPage } from './list-discussions.ts';
import type { PostSummary } from './post-view.ts';

const COLUMNS = { author: false, body: true, bodyHtml: false, path: false, editedAt: false, voiceHash: false };

interface AuthorQuery {
  readonly handle: string;
  /** The page of the author's posts; null where none is wanted. */
  readonly posts: PageArgs | null;
  readonly comments: PageArgs | null;
}

/** An author, and what was asked for of their published posts and comments, newest first. */
export interface AuthorView {
  readonly handle: string;
  readonly displayName: string;
  readonly avatarUrl: string;
  readonly posts: ListPage<PostSummary> | null;
  readonly comments: ListPage<CommentSummary> | null;
}

/** A comment in a list. */
export interface CommentSummary {
  readonly number: number;
  readonly subject: string | null;
  /** Plain text; empty where the comment has nothing but pictures, code or tables. */
  readonly excerpt: string;
  readonly createdAt: Date;
  readonly post: { readonly slug: string; readonly title: string };
}

/** Null where there is no author with that handle. */
export async function readAuthor(
  session: ServiceSession,
  { handle, posts, comments }: AuthorQuery,
): Promise<AuthorView | null> {
  const author = await findAuthor(session, { handle });
  if (author === null) return null;

  const [ofPosts, ofComments] = await Promise.all([
    posts && listDiscussions(session, { ...posts, author: handle }),
    comments && listCommentSummaries(session, { ...comments, authorId: author.id }),
  ]);
  const { displayName } = author;
  return { handle, displayName, avatarUrl: avatarOf(session, author), posts: ofPosts, comments: ofComments };
}

async function listCommentSummaries(
  session: ServiceSession,
  query: PageArgs & { readonly authorId: string },
): Promise<ListPage<CommentSummary>> {
  const { nodes, pageInfo } = await listCommentsOf(session, { ...query, columns: COLUMNS });
  const items = await Promise.all(nodes.map(async (comment) => await summariseComment(session, comment)));
  return { items: items.filter((item) => item !== null), ...neighboursOf(pageInfo) };
}

/** Null where the post was taken back meanwhile. */
async function summariseComment(session: ServiceSession, comment: CommentRow): Promise<CommentSummary | null> {
  const { postId, number, subject, createdAt, body } = comment;
  const post = await findPostById(session, { postId });
  if (post === null) return null;
  const { slug, title } = post;
  return { number, subject, excerpt: excerptOf(requireRead(body)), createdAt, post: { slug, title } };
}
