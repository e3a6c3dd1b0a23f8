import type { PostRow } from '../../data/reads/post-rows.ts';
import { requireRead } from '../../data/reads/require-read.ts';
import { encodeGlobalId } from '../../relay/global-id.ts';
import { authorOf } from '../author.ts';
import { findPinned } from '../moderation/pin-comment.ts';
import { cursorOfPost } from '../post.ts';
import type { ServiceSession } from '../service-session.ts';

/** A post in a list; of a page that somebody else publishes it has the address, and no author. */
export interface PostSummary {
  readonly slug: string;
  readonly pageUrl: string | null;
  readonly title: string;
  readonly kicker: string | null;
  readonly excerpt: string;
  readonly author: { readonly handle: string; readonly displayName: string } | null;
  readonly publishedAt: Date | null;
  readonly commentCount: number;
}

/** A whole post with the state of its discussion. */
export interface PostView extends PostSummary {
  /** The global id, as clients of the API know the post. */
  readonly id: string;
  /** The place in the log at which the post was read. */
  readonly cursor: string;
  readonly updatedAt: Date;
  readonly bodyHtml: string | null;
  readonly tags: readonly { readonly slug: string; readonly label: string; readonly kind: 'TOPIC' | 'COMPANY' }[];
  readonly isOpen: boolean;
  /** The number of places in the discussion. */
  readonly lastNumber: number;
  /** The numbers of the comments that are pinned as its first and its last word. */
  readonly pinned: { readonly first: number | null; readonly last: number | null };
}

export async function viewPost(session: ServiceSession, post: PostRow): Promise<PostView> {
  const [summary, tags, first, last] = await Promise.all([
    summarisePost(session, post),
    session.loaders.tagsOfPost.load(post.id),
    findPinned(session, { post, as: 'FIRST_WORD' }),
    findPinned(session, { post, as: 'LAST_WORD' }),
  ]);
  return {
    ...summary,
    id: encodeGlobalId('Post', post.id),
    cursor: cursorOfPost(post),
    updatedAt: post.updatedAt,
    bodyHtml: requireRead(post.bodyHtml),
    tags: tags.map(({ slug, label, kind }) => ({ slug, label, kind })),
    isOpen: post.discussion.isOpen,
    lastNumber: post.discussion.lastNumber,
    pinned: { first: first?.number ?? null, last: last?.number ?? null },
  };
}

export async function summarisePost(session: ServiceSession, post: PostRow): Promise<PostSummary> {
  const { slug, pageUrl, title, kicker, excerpt, publishedAt, discussion } = post;
  const author = await authorOf(session, post);
  const { commentCount } = discussion;
  const shown = author && { handle: author.handle, displayName: author.displayName };
  return { slug, pageUrl, title, kicker, excerpt, author: shown, publishedAt, commentCount };
}
