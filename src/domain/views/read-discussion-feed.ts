import { readDiscussionFeed as readFeedRows } from '../../data/reads/feed.ts';
import { requireRead } from '../../data/reads/require-read.ts';
import { isSlug } from '../../text/slug.ts';
import type { ServiceSession } from '../service-session.ts';
import { viewComment } from './comment-view.ts';
import type { CommentContent } from './comment-view.ts';

const FEED_SIZE = 50;

/** What a feed of one discussion is made of. */
export interface DiscussionFeed {
  readonly post: {
    /** The UUID, which stays the same wherever the service moves to. */
    readonly uuid: string;
    readonly slug: string;
    readonly pageUrl: string | null;
    readonly title: string;
  };
  /** Published comments, newest first, at most 50. */
  readonly entries: readonly FeedEntry[];
  /** When the post or its discussion last changed. */
  readonly changedAt: Date;
}

export interface FeedEntry extends CommentContent {
  readonly uuid: string;
  readonly number: number;
  /** The comment that this one answers; null for a top-level comment. */
  readonly parent: { readonly uuid: string; readonly number: number } | null;
}

/** The newest comments of a published post, as anybody may see them; null where there is no such post. */
export async function readDiscussionFeed(
  session: ServiceSession,
  { slug }: { slug: string },
): Promise<DiscussionFeed | null> {
  const feed = isSlug(slug) ? await readFeedRows(session.database.pool, { slug, size: FEED_SIZE }) : null;
  if (feed === null) return null;

  const { post, comments, changedAt } = feed;
  const entries = comments.flatMap((comment): FeedEntry[] => {
    const { content, number } = viewComment(session, comment);
    const above = requireRead(comment.path).at(-2);
    const parent = comment.parentId === null || above === undefined ? null : { uuid: comment.parentId, number: above };
    return content === null ? [] : [{ ...content, uuid: comment.id, number, parent }];
  });
  return { post: { ...post, uuid: post.id }, entries, changedAt };
}
