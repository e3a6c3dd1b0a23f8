import type { CommentRow } from '../data/reads/comment-rows.ts';
import type { PostRow } from '../data/reads/post-rows.ts';
import type { ServiceSession } from './service-session.ts';
import { listComments } from './thread.ts';

const PAGE = 100;

/** As much of a discussion as was asked for, of the moment at which its post was read. */
export interface Discussion {
  readonly comments: readonly CommentRow[];
  /** Whether there are more places than these. */
  readonly hasMore: boolean;
}

/** The discussion of a post from its beginning, page by page, to at least `most` places or to its end. */
export async function readDiscussion(
  session: ServiceSession,
  { post, order, most }: { post: PostRow; order: 'TIME' | 'THREAD'; most: number },
): Promise<Discussion> {
  const comments: CommentRow[] = [];
  let after: string | null = null;
  do {
    const { edges, pageInfo } = await listComments(session, { post, order, first: PAGE, after });
    comments.push(...edges.map(({ node }) => node));
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null && comments.length < most);
  return { comments, hasMore: after !== null };
}
